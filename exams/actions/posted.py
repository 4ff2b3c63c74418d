"""A whole paper sent as a plain form, where no script runs."""

from __future__ import annotations

from datetime import datetime

from exams.actions.attempts import Answer, save
from exams.item_types.registry import Posted, item_type
from exams.models import Attempt, Response
from exams.queries.attempts import form_items


def keep_form(attempt: Attempt, data: Posted, *, received_at: datetime, device: str = "") -> None:
    """Store what a plain form holds and differs from what stands; fields of question n begin with "qn".

    What is answered by steps is left alone. What a device without the pen sends is kept and does not count. Raises
    ResponseRefused, storing nothing.
    """
    kept = {response.position: response for response in Response.objects.filter(attempt=attempt)}
    sequence = max((response.sequence for response in kept.values()), default=0) + 1
    batch = []
    for row in form_items(attempt):
        kind, standing = item_type(row.version.item_type), kept.get(row.position)
        value = kind.posted(row.version.body, data, f"q{row.position}")
        if not kind.is_stepwise and value != (standing.value if standing is not None else None):
            batch.append(Answer(row.position, value, sequence, f"form-{sequence}-{row.position}"))
    save(attempt, answers=batch, received_at=received_at, device=device)
