"""Credentials in a list, with who needs and who holds them."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from certificates.models import Certificate, Credential
from compliance.models import Requirement


def _count(rows: QuerySet[Certificate] | QuerySet[Requirement], field: str) -> Coalesce:
    counted = rows.filter(credential=OuterRef("pk")).order_by().values("credential")
    return Coalesce(
        Subquery(counted.annotate(n=Count(field, distinct=True)).values("n"), output_field=IntegerField()), 0
    )


def for_list(*, day: date, text: str = "") -> QuerySet[Credential]:
    """Return the credentials that match, active ones first, with `role_count`, `holder_count` and `issued_count`.

    Roles are those that need it on the day, holders those whose certificate holds on the day. Cost: one query.
    """
    open_on = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
    holding = Certificate.objects.filter(valid_from__lte=day, valid_to__gte=day).exclude(state="revoked")
    found = Credential.objects.select_related("course", "exam").annotate(
        role_count=_count(Requirement.objects.filter(open_on), "job_role"),
        holder_count=_count(holding, "person"),
        issued_count=_count(Certificate.objects.all(), "pk"),
    )
    if wanted := text.strip():
        found = found.filter(Q(code__icontains=wanted) | Q(name__icontains=wanted) | Q(name_en__icontains=wanted))
    return found.order_by("-is_active", "code")
