"""Gives the records what seldom happens: a certificate held, one revoked, an exemption approved and one proposed."""

from __future__ import annotations

from datetime import datetime, timedelta

from certificates.actions import revocations
from certificates.actions.files import keep_missing
from certificates.exports.fonts import missing_glyphs
from certificates.models import Certificate, Credential
from compliance.actions import exemptions
from core import clock
from people.models import Person, User
from website.demo.history import learn_and_pass
from website.demo.organisation import accounts

RARE_NAME = "林䓖"  # the second character is in the national list of characters, and not in the faces


def build(credential: Credential, *, at: datetime) -> None:
    """Write all of it, about people who have no account and stand on no list of a sitting."""
    numbers = {account.label_en: account.employee_no for account in accounts()}
    clerk, safety = (
        User.objects.get(employee_no=numbers[label]) for label in ("Human resources", "Safety department")
    )
    _held(credential, clerk=clerk, at=at - timedelta(days=20))
    _revoked(credential, clerk=clerk, safety=safety, at=at)
    _exempt(credential, clerk=clerk, safety=safety, at=at)


def _expired(credential: Credential, *, most: int, at: datetime) -> list[Person]:
    """Return people whose certificate has expired and who have not renewed it."""
    ended = Certificate.objects.filter(credential=credential, valid_to__lt=at.date())
    people = Person.objects.filter(pk__in=ended.values("person"), user=None, candidacies=None)
    renewed = Certificate.objects.filter(credential=credential, valid_to__gte=at.date())
    return list(people.exclude(pk__in=renewed.values("person")).order_by("-employee_no")[:most])


def _held(credential: Credential, *, clerk: User, at: datetime) -> None:
    [person] = _expired(credential, most=1, at=at)
    Person.objects.filter(pk=person.pk).update(name=RARE_NAME)
    person.refresh_from_db()
    certificate = learn_and_pass(person, credential, clerk=clerk, at=at)
    keep_missing(certificate, characters=missing_glyphs(RARE_NAME), at=at + timedelta(hours=2))


def _revoked(credential: Credential, *, clerk: User, safety: User, at: datetime) -> None:
    valid = Certificate.objects.filter(credential=credential, person__user=None, valid_to__gte=at.date())
    certificate = valid.filter(missing_glyphs="").select_related("person").order_by("pk")[0]
    reason = "现场核查发现，考试当日由他人代考，本人已书面确认。"
    proposal = revocations.propose(certificate, reason=reason, actor=clerk, at=at - timedelta(days=5))
    note = "已调取考场签到与监控记录，情况属实，同意撤销并安排重新培训。"
    revocations.approve(proposal, note=note, actor=safety, at=at - timedelta(days=4))


def _exempt(credential: Credential, *, clerk: User, safety: User, at: datetime) -> None:
    on_leave, abroad = _expired(credential, most=2, at=at)
    began = at - timedelta(days=12)
    today = clock.local_day(began)
    approved = exemptions.propose(
        on_leave,
        credential=credential,
        reason="产假，期间不上岗。",
        starts_on=today,
        ends_on=today + timedelta(days=128),
        actor=clerk,
        at=began,
    )
    exemptions.approve(approved, note="", actor=safety, at=began + timedelta(days=1))
    today = clock.local_day(at)
    exemptions.propose(
        abroad,
        credential=credential,
        reason="借调外单位三个月，不进入本公司有限空间。",
        starts_on=today,
        ends_on=today + timedelta(days=90),
        actor=clerk,
        at=at - timedelta(hours=3),
    )
