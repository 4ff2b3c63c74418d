"""The form that corrects a key: for each type its own few fields, the wording as it was sat, and the key they give."""

import copy
from datetime import date

import pytest
from django.urls import reverse

from exams.domain.form_tree import read_tree
from exams.forms.keys import filled, key_fields, read_key
from exams.item_types.registry import REGISTRY
from exams.models import ContentArea, KeyCorrection
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import RoleGrant, Unit, User
from tests.exams.item_types.samples import SAMPLES
from tests.exams.test_item_editors import posted
from tests.factories.exams import make_item, make_picture

BY_RULE = sorted(code for code, kind in REGISTRY.items() if not kind.is_manual)
STEP_PLACES = ["2", "1", "3", "4"]


def changed(code, fields):
    """Return the key that a form gives after `fields` came back from a browser."""
    body, key = SAMPLES[code]
    typed = read_tree(posted(fields, "k"), root="k")
    return read_key(code, body, key, filled(code, key_fields(code, body, key), typed))


def shown(code):
    return copy.deepcopy(key_fields(code, *SAMPLES[code]))


@pytest.mark.parametrize("code", BY_RULE)
def test_a_form_left_alone_gives_the_key_there_is(code):
    assert changed(code, shown(code)) == SAMPLES[code][1]


def _other(code):
    """Return the fields of a type with another right answer, and what the key must then say."""
    fields, key = shown(code), copy.deepcopy(SAMPLES[code][1])
    if code == "single_choice":
        fields["choices"][0]["right"] = True
        return fields, {**key, "weights": {"c": "0.5", "a": "1"}}
    if code == "multiple_choice":
        fields["choices"][2]["right"] = False
        return fields, {**key, "correct": ["a"]}
    if code == "true_false":
        fields["choices"][0]["right"], fields["choices"][1]["right"] = True, False
        return fields, {**key, "correct": True}
    if code == "numeric":
        fields["blanks"][1].update(value="23.0", tolerance="0.5")
        return fields, {**key, "high": {"value": "23.0", "tolerance": "0.5"}}
    if code == "fill_in":
        fields["blanks"][1].update(accepted="LEL\n爆炸下限", match_case=False)
        return fields, {
            "low": {"accepted": ["检测", "测 氧"], "match_case": False},
            "high": {"accepted": ["LEL", "爆炸下限"], "match_case": False},
        }
    if code == "ordering":
        for step, place in zip(fields["steps"], STEP_PLACES, strict=True):
            step["place"] = place
        return fields, {**key, "order": ["one", "three", "four", "two"]}
    if code == "matching":
        fields["left"][0]["match"] = "c"
        return fields, {**key, "pairs": {**key["pairs"], "one": "c"}}
    if code == "hazard_spotting":
        fields["hazards"][0]["counts"] = False
        fields["hazards"][1]["severity"] = "red"
        fields["wrong_tap_cost"] = "0"
        return fields, {"hazards": [{**key["hazards"][1], "severity": "red"}], "wrong_tap_cost": "0"}
    if code == "branching":
        fields["nodes"][0]["choices"][1].update(share="0.5", fatal=False)
        return fields, {**key, "shares": {**key["shares"], "jump": "0.5"}, "fatal": ["mask", "let"]}
    fields["parts"][1]["fields"]["choices"][0]["right"] = False
    fields["parts"][1]["fields"]["choices"][1]["right"] = True
    return fields, {**key, "p2": {"correct": False}}


@pytest.mark.parametrize("code", BY_RULE)
def test_a_field_changes_the_key_and_nothing_but_the_key(code):
    fields, expected = _other(code)

    assert changed(code, fields) == expected
    assert REGISTRY[code].problems(SAMPLES[code][0], expected) == []


@pytest.mark.parametrize("code", BY_RULE)
def test_nothing_typed_changes_the_wording(code):
    fields = shown(code)

    def spoil(tree):
        for name, value in list(tree.items()):
            if isinstance(value, list):
                for row in value:
                    if isinstance(row, dict):
                        spoil(row)
            elif name in {"text", "label", "unit", "name", "stem", "polygon", "lead", "scoring", "picture"}:
                tree[name] = "改掉"
        return tree

    assert changed(code, spoil(fields)) == SAMPLES[code][1]


@pytest.fixture
def trainer(client, db, at, monkeypatch):
    """A trainer of the whole organisation, signed in."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    root = Unit.objects.create(code="G", name="集团", kind="group", valid_from=date(2015, 1, 1))
    rebuild_closure()
    account = User.objects.create_user("T1")
    RoleGrant.objects.create(
        user=account, right=Right.TRAINER, unit=root, starts_on=date(2020, 1, 1), reason="appointed"
    )
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return account


def address(code, at):
    area = ContentArea.objects.create(code="K", name="纠正")
    body, key = SAMPLES[code]
    if "picture" in body:
        make_picture(body["picture"], at=at)
    version = make_item(1, area, at=at, item_type=code, body=body, key=key)
    return version, reverse("exams:correction_new", args=[version.pk])


@pytest.mark.parametrize("code", BY_RULE)
def test_each_type_is_corrected_on_the_screen(code, client, trainer, at):
    version, door = address(code, at)
    fields, expected = _other(code)
    page = client.get(door).content.decode()

    assert 'name="k.' in page
    assert "&quot;correct&quot;" not in page
    sent = {"kind": "new_key", "reason": "核对规程", **posted(fields, "k")}
    assert client.post(door, sent).status_code == 302
    assert KeyCorrection.objects.get().key == expected
    version.refresh_from_db()
    assert version.key == SAMPLES[code][1]


def test_a_key_that_cannot_be_says_why_and_keeps_what_was_typed(client, trainer, at):
    _version, door = address("numeric", at)
    fields = shown("numeric")
    fields["blanks"][0]["value"] = "viel"

    answer = client.post(door, {"kind": "new_key", "reason": "x", **posted(fields, "k")})

    errors = answer.context["form"].non_field_errors()
    assert any("数" in error for error in errors)
    assert 'value="viel"' in answer.content.decode()
    assert not KeyCorrection.objects.exists()


def test_two_steps_cannot_have_one_place(client, trainer, at):
    _version, door = address("ordering", at)
    fields = shown("ordering")
    fields["steps"][0]["place"] = "2"

    answer = client.post(door, {"kind": "new_key", "reason": "x", **posted(fields, "k")})

    assert answer.context["form"].non_field_errors() == ["请让每个步骤各占一个位置。"]
    assert not KeyCorrection.objects.exists()


def test_what_a_person_marks_counts_for_everybody_or_nobody_only(client, trainer, at):
    _version, door = address("short_answer", at)

    assert 'name="k.' not in client.get(door).content.decode()
    refused = client.post(door, {"kind": "new_key", "reason": "x"})
    assert "kind" in refused.context["form"].errors
    assert client.post(door, {"kind": "nobody", "reason": "x"}).status_code == 302
