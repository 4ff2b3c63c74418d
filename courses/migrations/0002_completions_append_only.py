"""A completion is proof: the database refuses to change or delete it."""

from django.db import migrations

from core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_catalogue_and_enrolment")]

    operations = [append_only("courses_coursecompletion")]
