"""The rows of the matrix about courses: taking them, and giving them to others."""

from __future__ import annotations

from typing import Any

from tests.permissions.rows import Row

ALL = {"*": 200}
OWN = {"*": 404, "self": 200}
OWN_DONE = {"*": 404, "self": 302}
ASSIGN = {"*": 403, "manager": 200, "other_manager": 200, "hr": 200, "safety": 200, "trainer": 200}


def enrolment(w: Any) -> dict[str, Any]:
    return {"public_id": w.enrolment.public_id}


def lesson(w: Any) -> dict[str, Any]:
    return {"public_id": w.enrolment.public_id, "pk": w.lesson.pk}


def assignment(w: Any) -> dict[str, Any]:
    return {"public_id": w.assignment.public_id}


LEARNING = [
    Row("courses:mine", ALL),
    Row("courses:enrol", {"*": 302}, lambda w: {"code": w.course.code}, "post"),
    Row("courses:enrol", {"*": 404, "trainer": 302, "hr": 302, "safety": 302, "auditor": 302, "admin": 302},
        lambda w: {"code": w.closed.code}, "post"),
    Row("courses:continue", OWN_DONE, enrolment),
    Row("courses:lesson", OWN, lesson),
    Row("courses:complete", OWN_DONE, lesson, "post"),
    Row("courses:place", {"*": 404, "anonymous": 401, "self": 422}, lesson, "post"),
    Row("courses:copy", OWN, lesson),
    Row("courses:sync", {"*": 404, "anonymous": 401, "self": 422}, lesson, "post"),
    Row("courses:assignments", ASSIGN),
    Row("courses:assignment_new", ASSIGN),
    Row("courses:assignment_new", ASSIGN, method="post"),
    Row("courses:assignment", {"*": 404, "manager": 200, "hr": 200, "safety": 200}, assignment),
    Row("courses:assignment_undo", {"*": 404, "manager": 302, "hr": 302, "safety": 302}, assignment, "post"),
]  # fmt: skip
