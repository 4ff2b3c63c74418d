"""Pictures of the bank: seen with the items that show them or by whoever brought them; naming one opens none."""

import io
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from exams.models import ItemPicture, ItemVersion
from exams.permissions.pictures import visible_pictures
from exams.queries.pictures import codes_shown
from exams.tasks import _pictures_of
from tests.exams.item_types.samples import SAMPLES
from tests.exams.test_bank_scope import DAY, bank  # noqa: F401 -- the same two branches
from tests.exams.test_item_editors import posted
from tests.factories.exams import make_item, make_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(bank, at):  # noqa: F811 -- a fixture
    """One picture in an item of each area, one in none of them."""
    for code, colour in (("OWN", "navy"), ("ALL", "red"), ("NONE", "green")):
        make_picture(code, at=at, colour=colour)
    body, key = SAMPLES["hazard_spotting"]
    make_item(2, bank.areas["own"], at=at, stem="看图：![蓝](picture:OWN)")
    make_item(2, bank.areas["all"], at=at, item_type="hazard_spotting", body={**body, "picture": "ALL"}, key=key)
    return SimpleNamespace(**vars(bank))


def enter(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("root_trainer", {"OWN", "ALL"}),
        ("b1_trainer", {"OWN"}),
        ("b2_trainer", set()),
        ("safety", {"OWN", "ALL"}),
        ("learner", set()),
    ],
)
def test_a_picture_is_seen_with_the_items_that_show_it(shown, client, name, codes):
    user = shown.users[name]
    enter(client, user)

    assert set(visible_pictures(user, day=DAY).values_list("code", flat=True)) == codes
    doors = {
        code: client.get(reverse("exams:bank_picture", args=[code])).status_code for code in ("OWN", "ALL", "NONE")
    }
    assert doors == {code: 200 if code in codes else 404 for code in doors}
    page = client.get(reverse("exams:bank_pictures"))
    assert name == "learner" or {p.code for p in page.context["page"]} == codes
    assert _pictures_of(user) == codes or name == "learner"


def png(colour):
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "PNG")
    return SimpleUploadedFile("p.png", out.getvalue(), "image/png")


def test_whoever_brings_a_picture_sees_it_and_so_does_who_brings_the_same_again(shown, client):
    b1, root = shown.users["b1_trainer"], shown.users["root_trainer"]
    door = reverse("exams:bank_pictures")
    for user, colour, said in ((b1, "yellow", "NEW"), (root, "yellow", "AGAIN"), (b1, "red", "MINE")):
        enter(client, user)
        assert client.post(door, {"file": png(colour), "code": said, "alt": "色"}).status_code == 302

    assert not ItemPicture.objects.filter(code__in=["AGAIN", "MINE"]).exists()
    assert set(visible_pictures(b1, day=DAY).values_list("code", flat=True)) == {"OWN", "NEW", "ALL"}
    assert set(visible_pictures(root, day=DAY).values_list("code", flat=True)) == {"OWN", "NEW", "ALL"}
    enter(client, b1)
    assert client.get(reverse("exams:bank_picture", args=["ALL"])).status_code == 200


@pytest.mark.parametrize("code", ["ALL", "NONE", "NOT_YET"])
def test_naming_a_picture_opens_none(shown, client, at, code):
    enter(client, shown.users["b1_trainer"])
    client.post(reverse("exams:item_new"), {"type": "single_choice", "code": "M1.1-77", "area": "M1.1"})
    draft = ItemVersion.objects.get(item__code="M1.1-77")
    door = reverse("exams:item_edit", args=["M1.1-77"])
    state = client.get(door).context["state"]
    options = {"options": [{"id": i, "text": i} for i in "ab"]}
    sent = {
        "stem": f"看 ![图](picture:{code})", "explanation": "", "area": "M1.1", "level": 1, "points": 1,
        "state": state, "save": "stay", **posted(options),
    }  # fmt: skip

    answer = client.post(door, sent)

    assert any(code in error for error in answer.context["form"].non_field_errors())
    draft.refresh_from_db()
    assert draft.stem == ""
    assert client.get(reverse("exams:bank_picture", args=[code])).status_code == 404
    assert client.post(door, {**sent, "stem": "看 ![图](picture:OWN)"}).status_code == 302


def test_codes_cost_one_query_however_many_items_there_are(shown, at, django_assert_num_queries):
    for number in (11, 12, 13):
        with django_assert_num_queries(1):
            codes_shown(ItemVersion.objects.all())
        make_item(number, shown.areas["own"], at=at, stem=f"![蓝](picture:X{number})")
    assert {"X11", "X12", "X13", "OWN", "ALL"} == codes_shown(ItemVersion.objects.all())
