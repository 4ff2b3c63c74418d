"""The server with bugs planted in it, by the names in PLANTED: every drill has to find the one meant for it."""

from __future__ import annotations

import itertools
import os
import queue
import threading
from collections.abc import Callable
from typing import Any

from config.wsgi import application
from tests.faults.door import SHORT_GRACE

__all__ = ["application"]


def acknowledges_before_commit() -> None:
    """Write behind: reply at once, store a moment later from a thread."""
    from exams.actions import attempts
    from exams.actions.receipts import Receipt
    from exams.actions.weighing import Saved
    from exams.enums import ResponseFate
    from exams.queries.held_answers import attempt_of_key, held_answers

    waiting: queue.Queue[tuple[int, dict[str, Any]]] = queue.Queue()
    honest = attempts.save_to

    def write() -> None:
        while True:
            pk, call = waiting.get()
            threading.Event().wait(0.02)
            honest(attempt_of_key(pk), **call)

    def hasty(attempt: Any, **call: Any) -> Receipt:
        run = held_answers(attempt, positions=(), client_ids=(), is_locked=False).run
        waiting.put((run.pk, call))
        saved = [Saved(a.position, a.sequence, a.client_id, ResponseFate.COUNTED) for a in call["answers"]]
        return Receipt(saved, run.state, run.deadline_at, True)

    attempts.save_to = hasty
    threading.Thread(target=write, daemon=True).start()


def lets_the_last_arrival_win() -> None:
    """Number answers as they arrive: the later one stands, whatever the device says."""
    from dataclasses import replace

    from exams.actions import attempts

    honest, arrivals = attempts.weighed, itertools.count(1)

    def by_arrival(held: Any, answers: Any, **more: Any) -> Any:
        numbers = {name: sent.sequence for name, sent in held.sent.items()}  # what came before keeps its number
        for answer in answers:
            numbers.setdefault(answer.client_id, next(arrivals) * 1000 + os.getpid())
        events, saved = honest(held, [replace(a, sequence=numbers[a.client_id]) for a in answers], **more)
        told = {a.client_id: a.sequence for a in answers}
        return events, [replace(s, sequence=told[s.client_id]) for s in saved]

    attempts.weighed = by_arrival


def submits_without_looking() -> None:
    """Check the state first and write it later, unconditionally."""
    from core import audit
    from core.identifiers import verification_code
    from exams.actions import attempts
    from exams.actions.marking import mark
    from exams.models import Attempt

    def careless(attempt: Any, *, actor: Any, at: Any, **_device: Any) -> Any:
        if attempt.state == "open":
            threading.Event().wait(0.02)
            Attempt.objects.filter(pk=attempt.pk).update(
                state="submitted", ended_at=at, receipt=verification_code()
            )
            audit.record(action="exams.attempt_submitted", actor=actor, target=attempt, at=at)
            attempt.refresh_from_db()
            mark(attempt, at=at)
        return attempt

    attempts.submit = careless


def swallows_errors_of_the_disk() -> None:
    """Take an error of the database for a passing one, and reply as if all was stored."""
    from django.db import OperationalError

    from exams.actions import attempts
    from exams.actions.receipts import Receipt
    from exams.actions.weighing import Saved
    from exams.enums import ResponseFate
    from exams.queries.held_answers import held_answers

    honest = attempts.save_to

    def hopeful(attempt: Any, **call: Any) -> Receipt:
        try:
            return honest(attempt, **call)
        except OperationalError:
            run = held_answers(attempt, positions=(), client_ids=(), is_locked=False).run
            saved = [Saved(a.position, a.sequence, a.client_id, ResponseFate.COUNTED) for a in call["answers"]]
            return Receipt(saved, run.state, run.deadline_at, True)

    attempts.save_to = hopeful


def lets_every_device_write() -> None:
    """Forget which device holds the pen."""
    from types import SimpleNamespace

    from exams.actions import receipts, weighing

    receipts.pen = weighing.pen = SimpleNamespace(holds=lambda _device, *, pen: True)


def takes_over_when_looked_at() -> None:
    """Pass the pen to whatever device opens the paper, without asking."""
    from core import clock
    from exams.actions import devices
    from exams.views import candidate

    honest = candidate.elsewhere

    def grasping(request: Any, attempt: Any, device: str) -> Any:
        devices.take_over(attempt, device=device, actor=request.user, at=clock.now())
        return honest(request, attempt, device)

    candidate.elsewhere = grasping


def ends_when_told() -> None:
    """No bug: the grace is short, and addresses let a drill end an attempt soon, sweep, and give more time at once."""
    from datetime import timedelta
    from typing import cast

    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    from config import urls
    from core import clock
    from exams.actions import extensions
    from exams.actions.sittings import close_overdue_attempts
    from exams.domain import timing
    from exams.errors import ExamNotOpen
    from exams.models import Attempt
    from people.models import User

    timing.GRACE = SHORT_GRACE

    def hurry(_request: HttpRequest, public_id: str) -> HttpResponse:
        attempt = Attempt.objects.get(public_id=public_id)
        soon = clock.now() + timedelta(milliseconds=200) - SHORT_GRACE
        attempt.deadline_at = max(attempt.started_at, soon)
        attempt.save(update_fields=["deadline_at"])
        return HttpResponse(str((attempt.deadline_at + SHORT_GRACE).timestamp()))

    def sweep(_request: HttpRequest) -> HttpResponse:
        close_overdue_attempts(at=clock.now())
        return HttpResponse(status=204)

    def extend(request: HttpRequest, public_id: str) -> HttpResponse:
        attempt, actor = Attempt.objects.get(public_id=public_id), cast("User", request.user)
        try:
            extensions.extend(attempt, minutes=1, reason="drill", actor=actor, at=clock.now())
        except ExamNotOpen:
            return HttpResponse(status=409)
        return HttpResponse(status=204)

    urls.urlpatterns[:0] = [
        path("drill/hurry/<public_id>/", hurry),
        path("drill/sweep/", sweep),
        path("drill/extend/<public_id>/", extend),
    ]


def closes_without_looking() -> None:
    """Look whether an attempt is overdue, and write its end later, unconditionally."""
    from core.identifiers import verification_code
    from exams.actions import attempts
    from exams.models import Attempt

    def careless(attempt: Any, state: Any, *, at: Any, unchanged: str) -> bool:
        threading.Event().wait(0.2)
        ending = {"state": state.value, "ended_at": at, "receipt": verification_code()}
        written = Attempt.objects.filter(pk=attempt.pk, state="open").update(**ending)
        attempt.refresh_from_db()
        return bool(written)

    attempts._end = careless
    attempts._close = attempts._close.__wrapped__  # SQLite would let nobody in between


def does_not_wait_for_the_disk() -> None:
    """Let PostgreSQL acknowledge what is not in its log yet, once it was asked whether it does."""
    from django.db.backends.signals import connection_created

    from core import durability

    def hurry(*, connection: Any, **_more: Any) -> None:
        if connection.alias in durability._asked:
            connection.connection.execute("SET synchronous_commit = off")

    connection_created.connect(hurry, weak=False)


def waits_for_ever() -> None:
    """Wait for a database that stands still until it goes on."""
    from core import patience

    patience.LIMIT_SECONDS = 3600.0


def waits_one_second() -> None:
    """No bug: lose patience with a database that stands still sooner, so that a drill need not wait."""
    from core import patience

    patience.LIMIT_SECONDS = 1.0


PLANTS: dict[str, Callable[[], None]] = {
    plant.__name__: plant
    for plant in (
        acknowledges_before_commit,
        lets_the_last_arrival_win,
        submits_without_looking,
        swallows_errors_of_the_disk,
        lets_every_device_write,
        takes_over_when_looked_at,
        ends_when_told,
        closes_without_looking,
        does_not_wait_for_the_disk,
        waits_for_ever,
        waits_one_second,
    )
}
for name in os.environ["PLANTED"].split(","):
    PLANTS[name]()
