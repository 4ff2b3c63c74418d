"""What the database itself refuses: changes of records, and rows that contradict each other.

Also the view of the answers that stand, and the note of when a device was last heard. A later migration that rebuilds
a table on SQLite makes its rules anew (`append_only_again`); one that rebuilds exams_responseevent drops the view first
and makes it and exams_responseevent_heard again after.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from core.append_only import append_only, frozen, refused, settled_once

# The answer that stands is read from the events; no second copy of it is kept.
ANSWERS = """
CREATE VIEW exams_response AS
SELECT e.id, e.attempt_id, e.position, e.value, e.sequence, e.received_at
FROM exams_responseevent e
WHERE e.fate = 'counted' AND NOT EXISTS (
    SELECT 1 FROM exams_responseevent n
    WHERE n.attempt_id = e.attempt_id AND n.position = e.position AND n.fate = 'counted' AND n.sequence > e.sequence
)
"""
WORDING = [
    "item_id",
    "number",
    "item_type",
    "level",
    "is_critical",
    "points",
    "stem",
    "body",
    "key",
    "explanation",
]
REFUSE = "USING ERRCODE = 'integrity_constraint_violation'"


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _changed(columns: list[str], *, differs: str) -> str:
    return " OR ".join(f'NEW."{name}" {differs} OLD."{name}"' for name in columns)


# An approved wording never changes: everything but its retirement is refused.
WORDING_SAID = "an approved item version never changes: write a new version"
WORDING_WHEN = "OLD.status IN ('approved', 'retired') AND ({changed} OR NEW.status NOT IN ('approved', 'retired'))"
# Practice never holds an item that is for exams only.
PRACTICE_SAID = "practice never holds an item that is for exams only"
PRACTICE_WHEN = (
    "SELECT item.is_exam_only FROM exams_itemversion version JOIN exams_item item ON item.id = version.item_id "
    "WHERE version.id = NEW.version_id"
)
# No score comes before the one it follows.
SCORE_SAID = "a further score stands beside the one before it"
SCORE_WHEN = (
    "NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM exams_score earlier "
    "WHERE earlier.attempt_id = NEW.attempt_id AND earlier.revision = NEW.revision - 1)"
)
# What another device sends is no word of the one with the pen.
HEARD = (
    "UPDATE exams_contact SET heard_at = NEW.received_at "
    "WHERE attempt_id = NEW.attempt_id AND heard_at < NEW.received_at;"
)
RULES = {
    "sqlite": [
        "CREATE TRIGGER exams_itemversion_frozen BEFORE UPDATE ON exams_itemversion "
        f"WHEN {WORDING_WHEN.format(changed=_changed(WORDING, differs='IS NOT'))} "
        f"BEGIN SELECT RAISE(ABORT, '{WORDING_SAID}'); END",
        *(
            f"CREATE TRIGGER exams_practicequestion_no_{verb.lower()}_of_exam_only "
            f"BEFORE {verb} ON exams_practicequestion WHEN ({PRACTICE_WHEN}) "
            f"BEGIN SELECT RAISE(ABORT, '{PRACTICE_SAID}'); END"
            for verb in ("INSERT", "UPDATE")
        ),
        f"CREATE TRIGGER exams_score_no_gap BEFORE INSERT ON exams_score WHEN {SCORE_WHEN} "
        f"BEGIN SELECT RAISE(ABORT, '{SCORE_SAID}'); END",
        "CREATE TRIGGER exams_responseevent_heard AFTER INSERT ON exams_responseevent "
        f"WHEN NEW.fate <> 'other_device' BEGIN {HEARD} END",
    ],
    "postgresql": [
        _function(
            "exams_itemversion_refuse_change",
            f"IF {WORDING_WHEN.format(changed=_changed(WORDING, differs='IS DISTINCT FROM'))} THEN "
            f"RAISE EXCEPTION '{WORDING_SAID}' {REFUSE}; END IF; RETURN NEW;",
        ),
        "CREATE TRIGGER exams_itemversion_frozen BEFORE UPDATE ON exams_itemversion "
        "FOR EACH ROW EXECUTE FUNCTION exams_itemversion_refuse_change()",
        _function(
            "exams_practicequestion_refuse_exam_only",
            f"IF ({PRACTICE_WHEN}) THEN RAISE EXCEPTION '{PRACTICE_SAID}' {REFUSE}; END IF; RETURN NEW;",
        ),
        "CREATE TRIGGER exams_practicequestion_no_exam_only BEFORE INSERT OR UPDATE ON exams_practicequestion "
        "FOR EACH ROW EXECUTE FUNCTION exams_practicequestion_refuse_exam_only()",
        _function(
            "exams_score_refuse_gap",
            f"IF {SCORE_WHEN} THEN RAISE EXCEPTION '{SCORE_SAID}' {REFUSE}; END IF; RETURN NEW;",
        ),
        "CREATE TRIGGER exams_score_no_gap BEFORE INSERT ON exams_score "
        "FOR EACH ROW EXECUTE FUNCTION exams_score_refuse_gap()",
        _function("exams_note_contact", f"{HEARD} RETURN NULL;"),
        "CREATE TRIGGER exams_responseevent_heard AFTER INSERT ON exams_responseevent "
        "FOR EACH ROW WHEN (NEW.fate <> 'other_device') EXECUTE FUNCTION exams_note_contact()",
    ],
}


def rule(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in RULES[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("exams", "0001_bank_sittings_attempts_and_results")]
    replaces = [("exams", "0041_last_heard_of_devices")]

    operations = [
        migrations.RunSQL(ANSWERS, "DROP VIEW exams_response"),
        append_only(
            "exams_examform",
            "exams_formitem",
            "exams_formset",
            "exams_preparedform",
            "exams_formsetwithdrawal",
            "exams_responseevent",
            "exams_takeoverrequest",
            "exams_takeover",
            "exams_answerfile",
            "exams_answerdecision",
            "exams_score",
            "exams_marking",
            "exams_releasedecision",
            "exams_extension",
            "exams_incident",
            "exams_paper",
            "exams_paperdecision",
            "exams_practiceanswer",
            "exams_itemnote",
        ),
        migrations.RunPython(rule),
        settled_once(
            "exams_keying",
            column="taken_back_at",
            frozen=["paper_id", "turn", "keyed_by_id", "keyed_at", "entries"],
        ),
        settled_once(
            "exams_markingtask",
            column="settled_at",
            frozen=[
                "attempt_id",
                "position",
                "round",
                "version_id",
                "subject_id",
                "turns",
                "most_difference",
                "opened_at",
            ],
        ),
        settled_once(
            "exams_keycorrection",
            column="decided_at",
            frozen=["version_id", "kind", "key", "reason", "proposed_by_id", "proposed_at"],
        ),
        settled_once(
            "exams_appeal",
            column="decided_at",
            frozen=["attempt_id", "score_id", "position", "text", "raised_by_id", "raised_at"],
        ),
        settled_once(
            "exams_accommodation",
            column="ended_at",
            frozen=[
                "person_id",
                "time_factor",
                "larger_print",
                "list_form",
                "starts_on",
                "ends_on",
                "reason",
                "proposed_by_id",
                "proposed_at",
            ],
        ),
        settled_once(
            "exams_ruling",
            column="decided_at",
            frozen=["attempt_id", "kind", "reason", "proposed_by_id", "proposed_at"],
        ),
        frozen(
            "exams_attempt",
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
            "veil",
        ),
        frozen("exams_attempt", "grant_id", name="exams_attempt_grant_frozen"),
        refused(
            "exams_attempt",
            name="exams_attempt_void",
            when=(
                "(NEW.state = 'void') <> EXISTS (SELECT 1 FROM exams_ruling said WHERE said.attempt_id = NEW.id "
                "AND said.state = 'approved' AND said.kind IN ('void', 'void_and_grant'))"
            ),
            message="an attempt is void if and only if two persons ruled so",
        ),
        refused(
            "exams_attempt",
            name="exams_attempt_grant",
            when=(
                "NEW.grant_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM exams_ruling said "
                "JOIN exams_attempt ruled ON ruled.id = said.attempt_id WHERE said.id = NEW.grant_id "
                "AND said.state = 'approved' AND said.kind IN ('grant', 'void_and_grant') "
                "AND ruled.person_id = NEW.person_id AND ruled.exam_id = NEW.exam_id)"
            ),
            message="an attempt is granted by a ruling for its person and exam",
        ),
        refused(
            "exams_sitting",
            name="exams_sitting_form_set",
            when=(
                "NEW.form_set_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM exams_formset chosen "
                "WHERE chosen.id = NEW.form_set_id AND chosen.exam_id = NEW.exam_id)"
            ),
            message="the forms of a sitting are those of its exam",
        ),
    ]
