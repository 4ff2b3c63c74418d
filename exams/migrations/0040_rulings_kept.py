"""A ruling is settled once; an attempt is void if and only if two persons ruled so; a grant is for its own person."""

from django.db import migrations

from core.append_only import frozen, refused, settled_once

PROPOSED = ["attempt_id", "kind", "reason", "proposed_by_id", "proposed_at"]
VOID_OTHERWISE = (
    "(NEW.state = 'void') <> EXISTS (SELECT 1 FROM exams_ruling said WHERE said.attempt_id = NEW.id "
    "AND said.state = 'approved' AND said.kind IN ('void', 'void_and_grant'))"
)
GRANTED_OTHERWISE = (
    "NEW.grant_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM exams_ruling said "
    "JOIN exams_attempt ruled ON ruled.id = said.attempt_id WHERE said.id = NEW.grant_id "
    "AND said.state = 'approved' AND said.kind IN ('grant', 'void_and_grant') "
    "AND ruled.person_id = NEW.person_id AND ruled.exam_id = NEW.exam_id)"
)


class Migration(migrations.Migration):
    dependencies = [("exams", "0039_rulings_on_attempts")]

    operations = [
        settled_once("exams_ruling", column="decided_at", frozen=PROPOSED),
        frozen("exams_attempt", "grant_id", name="exams_attempt_grant_frozen"),
        refused(
            "exams_attempt",
            name="exams_attempt_void",
            when=VOID_OTHERWISE,
            message="an attempt is void if and only if two persons ruled so",
        ),
        refused(
            "exams_attempt",
            name="exams_attempt_grant",
            when=GRANTED_OTHERWISE,
            message="an attempt is granted by a ruling for its person and exam",
        ),
    ]
