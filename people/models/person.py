"""People, where they worked, and what they may do."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models.mixins import WithPublicId
from people.domain.granting import TAKES_TWO
from people.enums import PersonType, Right
from people.models.organisation import JobRole, Unit

PERSON_TYPE_LABELS = [
    (PersonType.OWN.value, _("own staff")),
    (PersonType.DISPATCHED.value, _("dispatched worker")),
    (PersonType.INTERN.value, _("intern")),
    (PersonType.CONTRACTOR.value, _("contractor")),
]
RIGHT_LABELS = [
    (Right.TRAINER.value, _("trainer")),
    (Right.APPROVER.value, _("course approver")),
    (Right.PROCTOR.value, _("proctor")),
    (Right.MANAGER.value, _("line manager")),
    (Right.HR.value, _("human resources")),
    (Right.SAFETY.value, _("safety department")),
    (Right.AUDITOR.value, _("auditor")),
    (Right.ADMIN.value, _("administrator")),
]
TAKES_TWO_CODES = sorted(right.value for right in TAKES_TWO)


class Person(WithPublicId):
    """One human being whose training is on file, with or without an account.

    Never deleted while records stand.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="person"
    )
    employee_no = models.CharField(_("employee number"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=80)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    hired_on = models.DateField(_("entered service on"), null=True, blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Upper("employee_no"), name="person_employee_no_once_in_any_case")]

    def __str__(self) -> str:
        return self.name


class Employment(models.Model):
    """Where one person worked, in which role and how engaged, from one day to another, both included.

    A move ends the row and begins a new one; rows are never rewritten, so any past date can be answered.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="employments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="employments")
    job_role = models.ForeignKey(JobRole, on_delete=models.PROTECT, related_name="employments")
    person_type = models.CharField(_("engaged as"), max_length=12, choices=PERSON_TYPE_LABELS)
    employer = models.CharField(_("employer"), max_length=100, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="employment_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["person", "job_role"], condition=Q(ends_on=None), name="employment_open_once_per_role"
            ),
            models.CheckConstraint(
                condition=Q(person_type__in=[kind.value for kind in PersonType]), name="employment_type_known"
            ),
        ]
        indexes = [models.Index(fields=["unit", "starts_on", "ends_on"], name="employment_by_unit")]

    def __str__(self) -> str:
        return f"{self.person} · {self.unit} · {self.job_role}"


class RoleGrant(models.Model):
    """One right of one account within a unit and below, from one day to another, both included.

    Ending a grant sets its last day; the row stays as proof of who could do what, when. One that was ended at once
    has `stopped_at` besides: on its last day it holds no longer.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    right = models.CharField(_("right"), max_length=10, choices=RIGHT_LABELS)
    unit = models.ForeignKey(Unit, verbose_name=_("within"), on_delete=models.PROTECT, related_name="grants")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    stopped_at = models.DateTimeField(null=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="grants_given"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="grants_approved"
    )
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("right")
        verbose_name_plural = _("rights")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="grant_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["user", "right", "unit"], condition=Q(ends_on=None), name="grant_open_once"
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("user")), name="grant_is_not_given_to_oneself"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None) | Q(ends_on__isnull=False), name="grant_that_was_stopped_has_ended"
            ),
            # Rights that an installation begins with are given by nobody; every other of these has its approver.
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(right__in=TAKES_TWO_CODES) | Q(approved_by__isnull=False),
                name="grant_that_takes_two_has_an_approver",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | (Q(granted_by__isnull=False) & ~Q(approved_by=F("user")) & ~Q(approved_by=F("granted_by"))),
                name="grant_is_approved_by_a_third",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.right} · {self.unit}"
