"""The certificates that rest on one attempt, in words for the floor of exams."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.models.certificate import SHOWN_STATE_LABELS
from certificates.queries.register import shown_state
from exams.domain.resting import Resting
from people.enums import ProposalState


def resting_on(attempt_id: int, *, day: date) -> list[Resting]:
    """Return the certificates of an attempt by number, revoked ones included. Cost: two queries."""
    rows = Certificate.objects.filter(attempt=attempt_id).select_related("credential").order_by("number")
    asked = Certificate.objects.filter(
        attempt=attempt_id, revocation_proposals__state=ProposalState.PROPOSED.value
    )
    waiting = set(asked.values_list("pk", flat=True))
    found = []
    for row in rows:
        state = shown_state(row, day=day)
        words = str(SHOWN_STATE_LABELS[state])
        if row.pk in waiting:
            words = _("%(state)s, revocation proposed") % {"state": words}
        found.append(Resting(f"{row.number} · {row.credential.local_name}", state, words))
    return found
