"""The rows of the matrix about coverage, people on file, and the audit trail."""

from typing import Any

from tests.permissions.rows import ALL, OVERSEERS, PERSON, Row, exemption, person

SEES_EXEMPTION = {"*": 404, "manager": 200, "hr": 200, "safety": 200, "auditor": 200}
LEAVER = {"*": 404, "hr": 200, "safety": 200, "auditor": 200}
WATCH = {"*": 403, "safety": 200, "auditor": 200}
KEEP_CREDENTIALS = {"*": 403, "safety": 200, "admin": 200, "other_safety": 403, "other_admin": 403}


def leaver(w: Any) -> dict[str, Any]:
    return {"public_id": w.leaver.public_id}


COMPLIANCE = [
    Row("compliance:coverage", OVERSEERS),
    Row("compliance:coverage_file", OVERSEERS),
    Row("compliance:not_done", OVERSEERS),
    Row("compliance:not_done_file", OVERSEERS),
    Row("compliance:people", OVERSEERS),
    Row("compliance:people_file", OVERSEERS),
    Row("compliance:person", PERSON, person),
    Row("compliance:person", LEAVER, leaver),
    Row("compliance:person_learning", LEAVER, leaver),
    Row("compliance:person_exams", LEAVER, leaver),
    Row("compliance:person_learning", PERSON, person),
    Row("compliance:person_exams", PERSON, person),
    Row("compliance:person_learning_file", PERSON, lambda w: {**person(w), "kind": "xlsx"}),
    Row("compliance:person_learning_file", PERSON, lambda w: {**person(w), "kind": "csv"}),
    Row("compliance:person_exams_file", PERSON, lambda w: {**person(w), "kind": "xlsx"}),
    Row("compliance:person_exams_file", PERSON, lambda w: {**person(w), "kind": "csv"}),
    Row("compliance:reports", OVERSEERS),
    Row("compliance:report_file", {"*": 404, "hr": 200}, lambda w: {"public_id": w.report.public_id}),
    Row("compliance:report_retry", {"*": 404, "hr": 302}, lambda w: {"public_id": w.report.public_id}, "post"),
    Row("compliance:report_discard", {"*": 404, "hr": 302}, lambda w: {"public_id": w.report.public_id}, "post"),
    Row("compliance:credentials", {"*": 403, "safety": 200, "admin": 200, "hr": 200, "auditor": 200}),
    Row("compliance:credential_new", KEEP_CREDENTIALS),
    Row("compliance:credential", KEEP_CREDENTIALS, lambda w: {"code": w.credential.code}),
    Row("compliance:exemptions", OVERSEERS),
    Row("compliance:exemption_new", {"*": 403, "manager": 200, "other_manager": 200, "hr": 200}),
    Row("compliance:exemption", SEES_EXEMPTION, exemption),
    Row("compliance:exemption", {**SEES_EXEMPTION, "manager": 403, "hr": 403, "auditor": 403}, exemption, "post"),
    Row("compliance:exemption_withdraw",
        {**SEES_EXEMPTION, "manager": 302, "hr": 403, "safety": 403, "auditor": 403}, exemption, "post"),
    Row("compliance:exemption_end",
        {**SEES_EXEMPTION, "manager": 403, "hr": 302, "safety": 302, "auditor": 403}, exemption, "post"),
    Row("compliance:trail", WATCH),
    Row("compliance:trail_file", WATCH, lambda w: {"kind": "xlsx"}),
    Row("compliance:trail_file", WATCH, lambda w: {"kind": "csv"}),
    Row("compliance:own_trail", ALL),
    Row("compliance:matrix", OVERSEERS),
    Row("compliance:matrix_file", OVERSEERS),
    Row("compliance:matrix", {**OVERSEERS, "manager": 403, "other_manager": 403, "auditor": 403, "other_hr": 403,
        "other_safety": 403}, method="post"),
    Row("compliance:requirement_end", {"*": 403, "hr": 302, "safety": 302, "other_hr": 403, "other_safety": 403},
        lambda w: {"pk": w.requirement.pk}, "post"),
]  # fmt: skip
