"""Every type can be written: what its form shows comes back as it was, half-filled too."""

import pytest
from django.template.loader import get_template

from exams.domain.form_tree import read_tree, with_row_changed
from exams.forms.editors.editor import blank, editor_of
from exams.item_types.registry import REGISTRY
from exams.item_types.veils import Veil
from exams.templatetags.item_editor import authoring_template
from tests.exams.item_types.samples import SAMPLES

CODES = sorted(REGISTRY)


def posted(value, path="f"):
    """Return what a browser sends of a tree of fields."""
    if isinstance(value, dict):
        return {name: text for key, part in value.items() for name, text in posted(part, f"{path}.{key}").items()}
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return {f"{path}[]": value} if value else {}
    if isinstance(value, list):
        return {name: t for place, part in enumerate(value) for name, t in posted(part, f"{path}.{place}").items()}
    if isinstance(value, bool):
        return {path: ["on"]} if value else {}
    return {path: [str(value)]}


@pytest.mark.parametrize("code", CODES)
def test_every_type_has_an_editor_and_its_template(code):
    assert get_template(authoring_template(code))
    assert editor_of(code)


@pytest.mark.parametrize("code", CODES)
def test_a_sample_comes_back_from_the_form_as_it_earns_and_shows(code):
    kind, editor = REGISTRY[code], editor_of(code)
    body, key = SAMPLES[code][0], SAMPLES[code][1]
    new_body, new_key = editor.read(read_tree(posted(editor.fields(body, key)), root="f"))

    assert kind.problems(new_body, new_key) == []
    assert sorted(kind.texts(new_body)) == sorted(kind.texts(body))
    assert kind.in_words(new_body, kind.right_value(new_body, new_key)) == kind.in_words(
        body, kind.right_value(body, key)
    )


@pytest.mark.parametrize("code", CODES)
def test_an_empty_form_can_be_stored_shown_and_checked(code):
    kind = REGISTRY[code]
    body, key = blank(code)
    again = editor_of(code).read(read_tree(posted(editor_of(code).fields(body, key)), root="f"))

    assert again == (body, key)
    assert kind.problems(body, key) != []
    kind.shown(body, key, None, veil=Veil())
    kind.texts(body)


@pytest.mark.parametrize(
    ("deed", "after"),
    [
        ("up:options.1", ["b", "a", "c"]),
        ("down:options.1", ["a", "c", "b"]),
        ("remove:options.0", ["b", "c"]),
        ("up:options.0", ["a", "b", "c"]),
        ("down:options.9", ["a", "b", "c"]),
        ("remove:nothing.0", ["a", "b", "c"]),
        ("up:options", ["a", "b", "c"]),
        ("", ["a", "b", "c"]),
    ],
)
def test_rows_move_and_go(deed, after):
    tree = {"options": [{"text": text} for text in "abc"]}

    assert [row["text"] for row in with_row_changed(tree, deed)["options"]] == after


def test_a_row_comes_last_and_nothing_typed_is_lost():
    data = {"f.options.0.text": ["一"], "f.options.10.text": ["三"], "f.options.2.text": ["二"]}
    tree = with_row_changed(read_tree(data, root="f"), "add:options")

    assert [row.get("text") for row in tree["options"]] == ["一", "二", "三", None]


def test_a_name_that_is_value_and_row_is_refused():
    with pytest.raises(ValueError, match="both a value and a row"):
        read_tree({"f.a": ["1"], "f.a.b": ["2"]}, root="f")
