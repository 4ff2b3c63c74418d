"""An attempt keeps whose it is, its form, its start and what was given; forms of a sitting are those of its exam."""

from django.db import migrations

from core.append_only import frozen, refused

BEGAN_WITH = [
    "public_id",
    "exam_id",
    "person_id",
    "sitting_id",
    "form_id",
    "number",
    "mode",
    "cut_percent",
    "started_at",
    "accommodation_id",
    "time_factor",
    "larger_print",
    "list_form",
]
OF_ANOTHER_EXAM = (
    "NEW.form_set_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM exams_formset chosen "
    "WHERE chosen.id = NEW.form_set_id AND chosen.exam_id = NEW.exam_id)"
)


class Migration(migrations.Migration):
    dependencies = [("exams", "0032_pictures_brought_again")]

    operations = [
        frozen("exams_attempt", *BEGAN_WITH),
        refused(
            "exams_sitting",
            name="exams_sitting_form_set",
            when=OF_ANOTHER_EXAM,
            message="the forms of a sitting are those of its exam",
        ),
    ]
