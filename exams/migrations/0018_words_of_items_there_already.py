"""Fills the words of wordings that were there before the search; markup in them does no harm to it."""

import unicodedata

from django.db import migrations

WORDS = ("text", "label", "unit", "stem")


def texts_in(value):
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part)]
    if isinstance(value, dict):
        own = [str(value[name]) for name in WORDS if isinstance(value.get(name), str)]
        return own + [text for part in value.values() if isinstance(part, (list, dict)) for text in texts_in(part)]
    return []


def fill(apps, schema_editor):
    version_model, text_model = apps.get_model("exams", "ItemVersion"), apps.get_model("exams", "ItemText")
    rows = []
    for version in version_model.objects.iterator():
        text = " ".join([version.stem, *texts_in(version.body), version.explanation])
        words = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
        rows.append(text_model(version_id=version.pk, words=words))
    text_model.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("exams", "0017_item_notes_kept")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
