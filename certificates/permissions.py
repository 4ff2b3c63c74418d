"""Who may see which certificate."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from certificates.models import Certificate
from people.models import User
from people.permissions import visible_people


def visible_certificates(user: User, *, day: date) -> QuerySet[Certificate]:
    """Return the certificates of people whom one may see on that day, one's own included."""
    return Certificate.objects.filter(person__in=visible_people(user, day=day).values("pk"))


def get_certificate_for(user: User, public_id: str, *, day: date) -> Certificate:
    """Return a certificate one may see; Http404 otherwise."""
    rows = visible_certificates(user, day=day).filter(public_id=public_id).select_related("credential", "person")
    found = rows.first()
    if found is None:
        raise Http404
    return found
