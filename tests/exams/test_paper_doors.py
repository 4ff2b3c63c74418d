"""The screens of papers: what they show, what they keep, and what they never tell."""

from datetime import date

import pytest
from django.urls import reverse

from exams.actions import papers
from exams.models import Attempt, Candidate, Keying, Paper
from exams.queries.papers import printed
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import Person, RoleGrant, Unit, User
from tests.factories.exams import make_exam, make_sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    return make_sitting(make_exam(at=at), at=at, mode="paper")


@pytest.fixture
def keyers(sitting):
    unit = Unit.objects.get(code="G12")
    rebuild_closure()
    found = [User.objects.create_user(name, last_name=name) for name in ("PROCTOR1", "TRAINER1")]
    sitting.proctors.add(found[0])
    RoleGrant.objects.create(
        user=found[1], right=Right.TRAINER, unit=unit, starts_on=date(2020, 1, 1), reason="appointed"
    )
    return found


@pytest.fixture
def paper(sitting, person, user, keyers, at):
    Candidate.objects.create(sitting=sitting, person=person, identity_checked_at=at, identity_checked_by=user)
    [drawn] = papers.draw_papers(sitting, actor=keyers[0], at=at).papers
    return drawn


def as_form(texts):
    return {f"q{position}": text for position, text in enumerate(texts, start=1)}


def open_as(client, keyer, paper):
    client.force_login(keyer, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.get(reverse("exams:paper", args=[paper.public_id])).content.decode()


def key_as(client, keyer, paper, texts):
    client.force_login(keyer, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.post(reverse("exams:paper", args=[paper.public_id]), as_form(texts), follow=True)


def test_faulty_entries_are_marked_and_everything_typed_is_kept(client, paper, keyers):
    shown = key_as(client, keyers[0], paper, ["b", "", "AB", "c", "?"]).content.decode()

    assert shown.count('aria-invalid="true"') == 2
    for text in ("b", "AB", "c", "?"):
        assert f'value="{text}"' in shown
    assert Keying.objects.count() == 0


def test_second_person_sees_nothing_of_the_first_keying(client, paper, keyers):
    key_as(client, keyers[0], paper, ["A", "B", "C", "D", "?"])

    shown = open_as(client, keyers[1], paper)

    assert shown.count("data-key=") == 5
    assert 'value="A"' not in shown
    assert "keyed-entry" not in shown


def test_first_person_can_take_back_but_not_key_again(client, paper, keyers):
    key_as(client, keyers[0], paper, ["A"] * 5)

    shown = open_as(client, keyers[0], paper)
    assert reverse("exams:paper_take_back", args=[paper.public_id]) in shown
    assert "data-key=" not in shown
    client.post(reverse("exams:paper_take_back", args=[paper.public_id]))

    assert open_as(client, keyers[0], paper).count("data-key=") == 5


def test_differences_stand_side_by_side_and_are_decided_with_the_paper_in_hand(client, paper, keyers):
    key_as(client, keyers[0], paper, ["A"] * 5)
    shown = key_as(client, keyers[1], paper, ["A", "D", "A", "A", "-"]).content.decode()
    decide = reverse("exams:paper_decide", args=[paper.public_id])
    assert shown.count("keyed-entry") == 4
    assert shown.count("data-key=") == 2

    refused = client.post(decide, {"q2": "D", "q5": "A", "reason": "a stain"}).content.decode()
    assert 'value="D"' in refused
    assert 'value="a stain"' in refused
    assert Attempt.objects.count() == 0
    client.post(decide, {"q2": "D", "q5": "A", "reason": "a stain", "in_hand": "on"})

    assert Attempt.objects.get().mode == "paper"
    assert "a stain" in open_as(client, keyers[0], paper)


def test_candidate_of_the_sitting_keys_nothing(client, paper, sitting, keyers):
    Candidate.objects.create(
        sitting=sitting, person=Person.objects.create(employee_no="T1", name="李", user=keyers[1])
    )
    client.force_login(keyers[1], backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get(reverse("exams:paper", args=[paper.public_id])).status_code == 403
    assert client.get(reverse("exams:papers_print", args=[sitting.public_id])).status_code == 403


def test_sheet_names_its_person_and_number_and_holds_no_key(client, paper, sitting, keyers):
    client.force_login(keyers[0], backend="allauth.account.auth_backends.AuthenticationBackend")

    sheet = client.get(reverse("exams:papers_print", args=[sitting.public_id])).content.decode()

    for text in (paper.number, "王小暖", "G10001", "data:image/svg+xml", "A. "):
        assert text in sheet
    for secret in ("先通风", "E1-"):
        assert secret not in sheet
    places = [sheet.index(option["text"]) for option in printed(paper)[0].body["options"]]
    assert places == sorted(places)


def test_number_leads_to_the_paper(client, paper, sitting, keyers):
    client.force_login(keyers[0], backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("exams:papers", args=[sitting.public_id])

    assert client.get(address, {"number": paper.number}).url == reverse("exams:paper", args=[paper.public_id])
    assert 'value="P-0"' in client.get(address, {"number": "P-0"}).content.decode()


def test_paper_of_a_sitting_on_screens_is_not_found(client, sitting, keyers, at):
    other = make_sitting(sitting.exam, at=at)
    other.proctors.add(keyers[0])
    client.force_login(keyers[0], backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get(reverse("exams:papers", args=[other.public_id])).status_code == 404


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("papers", 12), ("papers_print", 13)])
def test_pages_cost_the_same_number_of_queries(
    client, sitting, keyers, at, people, name, queries, django_assert_num_queries
):
    for number in range(people):
        Candidate.objects.create(
            sitting=sitting, person=Person.objects.create(employee_no=f"P{number}", name="员工")
        )
    papers.draw_papers(sitting, actor=keyers[0], at=at)
    assert Paper.objects.count() == people
    client.force_login(keyers[0], backend="allauth.account.auth_backends.AuthenticationBackend")

    with django_assert_num_queries(queries):
        client.get(reverse(f"exams:{name}", args=[sitting.public_id]))
