"""Takes in the sealed file of a device that has no network: the same attempt, the same rules, the same result."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from core import audit
from exams.actions.attempts import save_to
from exams.actions.received import read_answers
from exams.actions.weighing import Saved
from exams.domain import pen
from exams.domain.answer_file import AnswerFileWrong, attempt_of, key_of, opened
from exams.errors import ResponseRefused
from exams.models import AnswerFile, Attempt, Exam, Incident, Sitting
from exams.queries.held_answers import attempt_of_key
from people.models import User

FILE_REFUSED = "answer_file_refused"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The file as it is kept, and what became of its answers; none when it was not taken."""

    file: AnswerFile
    saved: list[Saved]


@transaction.atomic
def take_in(text: str, *, name: str, place: Sitting | Exam, actor: User, at: datetime) -> TakenIn:
    """Store the answers of a file by the rules of saving, as received now; the same file again changes nothing.

    The place is a sitting, or an exam for attempts outside of sittings. A file that is not taken is kept with its
    problem and noted as an incident: "form" is no such file, "sitting" and "exam" name no attempt of this place that
    another person made, "seal" was changed, "content" holds what no screen sends.
    """
    attempt, saved, problem = None, [], ""
    sitting, exam = (place, None) if isinstance(place, Sitting) else (None, place)
    try:
        attempt = _attempts_of(place).exclude(person__user=actor).filter(public_id=attempt_of(text)).first()
        if attempt is None:
            raise AnswerFileWrong("sitting" if sitting else "exam")
        held = opened(text, key=key_of(attempt.public_id, secret=settings.SECRET_KEY))
        run, device = attempt_of_key(attempt.pk), pen.known(held.device)
        saved = save_to(run, answers=read_answers(held.answers), received_at=at, device=device).saved
    except AnswerFileWrong as wrong:
        problem = wrong.code
    except ResponseRefused:
        problem = "content"
    file = AnswerFile.objects.create(
        sitting=sitting,
        exam=exam,
        attempt=attempt,
        name=name[:200],
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        problem=problem,
        answer_count=len(saved),
        handed_in_by=actor,
        handed_in_at=at,
    )
    if problem and (sitting or attempt):
        note = f"{name[:200]}: {problem}"
        Incident.objects.create(
            sitting=sitting, attempt=attempt, at=at, kind=FILE_REFUSED, note=note, noted_by=actor
        )
    data = {"sha256": file.sha256, "problem": problem, "answers": len(saved)}
    audit.record(action="exams.answer_file_handed_in", actor=actor, target=attempt or place, at=at, data=data)
    return TakenIn(file, saved)


def _attempts_of(place: Sitting | Exam) -> QuerySet[Attempt]:
    if isinstance(place, Sitting):
        return Attempt.objects.filter(sitting=place)
    return Attempt.objects.filter(exam=place, sitting=None)
