"""A form built beforehand is proof like any other: the database refuses to change or delete it."""

from django.db import migrations

from core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("exams", "0011_blueprint_sections_and_sets_of_forms")]

    operations = [append_only("exams_formset", "exams_preparedform", "exams_formsetwithdrawal")]
