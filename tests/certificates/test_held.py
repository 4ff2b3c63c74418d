"""Held certificates: what is missing where, and once more with the corrected name."""

from datetime import timedelta

import pytest
from django.urls import reverse

from certificates import tasks  # noqa: F401 -- registers the job
from certificates.actions.held import draw_again
from certificates.errors import NothingHeld
from certificates.exports.glyphs import faults
from certificates.models import Certificate
from certificates.queries.records import texts_today
from core import jobs
from core.models import AuditEvent, Job
from people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(employ, certify, at):
    certificate = certify(employ(1, name="王😀"), state="pending", file_sha256="")
    jobs.enqueue_on_commit("certificates.make_file", at=at, certificate_id=certificate.pk)
    run_newest(at)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.missing_glyphs) == ("held", "😀")
    return certificate


def run_newest(at):
    jobs.run(Job.objects.filter(name="certificates.make_file").latest("pk").pk, at=at)


@pytest.fixture
def hr(client, staff):
    client.force_login(staff["hr"], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_task_says_which_character_of_which_field_is_missing(hr, held):
    answer = hr.get(reverse("certificates:held"))

    [row] = answer.context["rows"]
    [fault] = row["faults"]
    assert (fault.text, fault.characters, fault.kept_in) == ("王😀", (("😀", "U+1F600"),), "roster")
    assert "U+1F600" in answer.content.decode()


def test_corrected_name_gets_onto_the_certificate_that_was_never_issued(hr, staff, held, at):
    Person.objects.update(name="王笑")
    [fault] = faults(held, today=texts_today(held))
    assert (fault.today, fault.is_cured) == ("王笑", True)

    hr.post(reverse("certificates:again", args=[held.public_id]))
    run_newest(at)

    issued = Certificate.objects.get(pk=held.pk)
    assert (issued.state, issued.snapshot["holder_name"], issued.number) == ("issued", "王笑", held.number)
    assert (issued.code, issued.valid_to, issued.snapshot["percent"]) == (held.code, held.valid_to, "90.00")
    kept = AuditEvent.objects.get(action="certificates.drawn_again")
    assert kept.actor_id == staff["hr"].pk
    assert kept.data["changed"]["holder_name"] == ["王😀", "王笑"]


def test_uncorrected_name_is_held_again(hr, held, at):
    hr.post(reverse("certificates:held_again"), {"page": "1"})
    run_newest(at)

    held.refresh_from_db()
    assert (held.state, held.missing_glyphs, bool(held.file)) == ("held", "😀", False)


def test_issued_certificate_and_one_being_made_are_not_drawn_again(staff, employ, certify, held, at):
    with pytest.raises(NothingHeld):
        draw_again(certify(employ(2)), actor=staff["hr"], at=at)
    draw_again(held, actor=staff["hr"], at=at)
    with pytest.raises(NothingHeld):
        draw_again(held, actor=staff["hr"], at=at + timedelta(seconds=1))


def test_certificate_whose_job_failed_is_a_task_after_an_hour(hr, employ, certify, at):
    waiting = certify(employ(3), state="pending", file_sha256="", at=at - timedelta(hours=2))
    certify(employ(4), state="pending", file_sha256="")

    [row] = hr.get(reverse("certificates:held")).context["rows"]

    assert row["certificate"] == waiting


@pytest.mark.parametrize(("minutes", "is_task"), [(59, False), (61, True)])
def test_certificate_of_long_ago_is_a_task_once_its_job_waits_for_an_hour(
    hr, employ, certify, at, minutes, is_task
):
    waiting = certify(employ(3), state="pending", file_sha256="", at=at - timedelta(days=200))
    jobs.enqueue_on_commit("certificates.make_file", at=at - timedelta(minutes=minutes), certificate_id=waiting.pk)

    rows = hr.get(reverse("certificates:held")).context["rows"]

    assert [row["certificate"] for row in rows] == [waiting] * is_task


def test_home_counts_held_ones_for_human_resources_alone(client, staff, held):
    address = reverse("certificates:held")
    seen = {}
    for name in ("hr", "manager"):
        client.force_login(staff[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        seen[name] = f'href="{address}"' in client.get("/").content.decode()

    assert seen == {"hr": True, "manager": False}
