"""The administration page: the cards that one's rights open, and no other."""

import re
from datetime import date

import pytest
from django.urls import reverse

from people.enums import Right
from people.models import RoleGrant, Unit
from website.administration import SECTIONS, sections_for

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CARDS = [card for section in SECTIONS for card in section.cards]


@pytest.fixture
def signed_in(client, user, db):
    def sign_in(right):
        unit = Unit.objects.create(code="G", name="集团", kind="group", valid_from=date(2015, 1, 1))
        RoleGrant.objects.create(user=user, right=right, unit=unit, starts_on=date(2020, 1, 1), reason="appointed")
        client.force_login(user, backend=BACKEND)
        return client

    return sign_in


def test_cards_are_those_that_a_right_opens():
    for right in Right:
        shown = {card for section in sections_for({right}) for card in section.cards}

        assert shown == {card for card in CARDS if right in card.rights}


@pytest.mark.parametrize("right", [right for right in Right if sections_for({right})])
def test_every_card_shown_leads_to_an_open_door(signed_in, right):
    client = signed_in(right)
    page = client.get(reverse("website:administration")).content.decode()
    shown = [card for section in sections_for({right}) for card in section.cards]

    for card in shown:
        door = reverse(card.url_name)
        assert f'href="{door}"' in page
        assert client.get(door).status_code == 200


def test_header_marks_administration_on_the_screens_below_it(signed_in):
    client = signed_in(Right.HR)
    page = client.get(reverse("people:rosters")).content.decode()

    assert f'<a href="{reverse("website:administration")}" aria-current="page">' in page


@pytest.mark.parametrize("right", [right for right in Right if sections_for({right})])
def test_every_card_leads_back_to_administration_from_the_page_itself(signed_in, right):
    client = signed_in(right)
    step = re.compile(r'<p class="eyebrow">(?:(?!</p>).)*href="([^"]*)"')

    for section in sections_for({right}):
        for card in section.cards:
            above = step.search(client.get(reverse(card.url_name)).content.decode())

            assert above is not None, card.url_name
            assert above[1] in {
                reverse("website:administration"),
                reverse("certificates:register"),
                reverse("exams:analysis"),
            }


@pytest.mark.parametrize(
    ("screen", "entry"),
    [("exams:bank_pictures", "exams:bank"), ("exams:bank", "exams:bank"), ("exams:mine", "exams:mine")],
)
def test_header_marks_one_entry_also_where_the_address_begins_otherwise(signed_in, screen, entry):
    page = signed_in(Right.TRAINER).get(reverse(screen)).content.decode()

    assert re.findall(r'<a href="([^"]*)" aria-current="page">', page.split("</nav>")[0]) == [reverse(entry)]
