"""What holds for every item type, whatever it asks: a walk over the registry."""

import json
import random
import re
from decimal import Decimal

import pytest
from django.template.loader import get_template
from hypothesis import given
from hypothesis import strategies as st

from config.paths import REPO_DIR
from exams.forms.keying import FAULTS
from exams.item_types.catalogue import ITEM_TYPES, TYPE_LABELS
from exams.item_types.keyed import entry_of, read_entry, response_of
from exams.item_types.problem_words import PROBLEMS
from exams.item_types.registry import item_type
from exams.item_types.veils import Lifted, Printed, Secret
from tests.exams.item_types.samples import SAMPLES

EVERY = [pytest.param(kind, id=kind.code) for kind in ITEM_TYPES]
KEYABLE = [pytest.param(kind, id=kind.code) for kind in ITEM_TYPES if kind.keyable]
SEEDS = st.integers(0, 2**32)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
)


def source(seed):
    return random.Random(seed)  # noqa: S311 -- no secret


def veil_of(seed, kind=Secret):
    return kind(seed.to_bytes(16), "1")


@pytest.mark.parametrize("kind", EVERY)
def test_every_type_has_its_files_and_a_sample_that_can_be_used(kind):
    get_template(f"exams/questions/{kind.code}.html")
    get_template(f"exams/paper_questions/{kind.code}.html")
    assert (REPO_DIR / "exams" / "static" / "exams" / "questions" / f"{kind.code}.js").exists()
    assert len(kind.code) <= 20
    assert (kind.code, kind.label) in TYPE_LABELS
    assert kind.problems(*SAMPLES[kind.code]) == []
    assert item_type(kind.code) is kind


@pytest.mark.parametrize("kind", EVERY)
def test_nothing_asks_for_a_type_by_name_outside_its_own_files(kind):
    # Migrations are history, and an exchange format names our types to say which of its own each is.
    aside = {"migrations", "exchange"}
    for path in sorted((REPO_DIR / "exams").rglob("*")):
        if path.suffix not in {".py", ".html", ".js"} or path.stem == kind.code or aside & set(path.parts):
            continue
        asked = re.findall(rf"""(?:item_type|kind|type)\b\s*===?\s*["']{kind.code}["']""", path.read_text("utf-8"))
        assert asked == [], path


@pytest.mark.parametrize("kind", EVERY)
def test_no_answer_earns_nothing_and_is_no_answer(kind):
    body, key = SAMPLES[kind.code]

    assert kind.share(body, key, None) == 0
    assert kind.clean(body, None) is None
    assert not kind.is_answered(body, None)
    assert kind.in_words(body, None) == ""
    assert kind.posted(body, {}, "q1") is None
    assert all(part.share in (0, None) for part in kind.parts(body, key, None))


@pytest.mark.parametrize("kind", EVERY)
def test_right_value_is_an_answer_that_earns_everything(kind):
    body, key = SAMPLES[kind.code]
    value = kind.right_value(body, key)

    assert kind.clean(body, value) == value
    assert kind.is_answered(body, value)
    assert kind.share(body, key, value) == (None if kind.is_manual else 1)
    assert kind.in_words(body, value)
    assert all(part.share in (1, None) for part in kind.parts(body, key, value))


@pytest.mark.parametrize("kind", EVERY)
@given(seed=SEEDS)
def test_any_answer_earns_a_share_and_cleaning_twice_is_cleaning_once(kind, seed):
    body, key = SAMPLES[kind.code]
    value = kind.clean(body, kind.guess(body, rng=source(seed)))
    share = kind.share(body, key, value)

    assert kind.clean(body, value) == value
    assert json.loads(json.dumps(value)) == value
    assert share is None if kind.is_manual else Decimal(0) <= share <= 1
    assert kind.in_words(body, value)
    assert kind.parts(body, key, value)


@pytest.mark.parametrize("kind", EVERY)
@given(junk=JUNK)
def test_what_no_screen_sends_is_refused_or_read_but_never_breaks(kind, junk):
    body, key = SAMPLES[kind.code]
    try:
        value = kind.clean(body, junk)
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return  # what the save door takes for a refusal
    share = kind.share(body, key, value)
    assert share is None or 0 <= share <= 1


@pytest.mark.parametrize("kind", EVERY)
@given(seed=SEEDS)
def test_screen_shows_every_text_that_it_may_and_nothing_of_the_key(kind, seed):
    body, key = SAMPLES[kind.code]
    marked = json.loads(json.dumps(body).replace('"text":', '"canary": "CANARY", "text":'))
    shown = json.dumps(kind.candidate_body(marked, veil=veil_of(seed)), ensure_ascii=False)

    assert "CANARY" not in shown
    for secret in (
        "correct",
        "weights",
        "feedback",
        "tolerance",
        "accepted",
        "polygon",
        "leads",
        "fatal",
        "rubric",
    ):
        assert f'"{secret}"' not in shown
    assert kind.shown(body, key, None, veil=veil_of(seed)) == kind.candidate_body(body, veil=veil_of(seed))


@pytest.mark.parametrize("kind", EVERY)
@given(seed=SEEDS)
def test_an_answer_by_the_names_on_the_screen_is_that_answer(kind, seed):
    body, key = SAMPLES[kind.code]
    veil = veil_of(seed)
    screen = json.dumps(kind.candidate_body(body, veil=veil))
    for value in (kind.right_value(body, key), kind.clean(body, kind.guess(body, rng=source(seed)))):
        seen = kind.renamed(body, value, veil)
        assert kind.clean(body, kind.renamed(body, seen, veil_of(seed, Lifted))) == kind.clean(body, value)
        names = set(re.findall(r"[0-9a-f]{16}", json.dumps(seen)))
        assert kind.is_stepwise or {name for name in names if name not in screen} == set()


@pytest.mark.parametrize("kind", EVERY)
@given(junk=JUNK)
def test_a_name_that_was_never_shown_is_refused_or_no_answer_at_all(kind, junk):
    body, key = SAMPLES[kind.code]
    for value in (junk, kind.right_value(body, key)):
        try:
            read = kind.clean(body, kind.renamed(body, value, veil_of(1, Lifted)))
        except (ArithmeticError, KeyError, TypeError, ValueError):
            continue  # what the save door takes for a refusal
        assert read is None or kind.renamed(body, read, veil_of(1)) == read, "it names no row"


@pytest.mark.parametrize("kind", KEYABLE)
@given(seed=SEEDS)
def test_what_is_keyed_from_a_paper_is_the_answer_on_it(kind, seed):
    body, key = SAMPLES[kind.code]
    shown = (kind.code, kind.candidate_body(body, veil=veil_of(seed, Printed)))
    value = kind.right_value(body, key)
    entry = entry_of(shown, value)

    assert read_entry(shown, entry) == entry
    marked = response_of(shown, entry)
    assert kind.clean(body, marked) == marked
    assert kind.share(body, key, marked) == 1
    assert kind.expected(shown[1])
    assert kind.keyed_words(entry)
    assert response_of(shown, read_entry(shown, "-")) is None


def codes_in(folder, pattern):
    texts = [path.read_text("utf-8") for path in (REPO_DIR / "exams" / folder).glob("*.py")]
    return {code for text in texts for code in re.findall(pattern, text)}


def test_every_problem_and_every_fault_has_words():
    kinds = {"option", "step", "left", "right", "rubric_line", "statement", "choice"}
    rows = {code for kind in kinds for code in (f"too_few_{kind}s", f"{kind}_id_twice", f"{kind}_without_text")}
    found = codes_in("item_types", r'found\.append\("(\w+)"\)')
    found |= codes_in("item_types", r'else \["(\w+)"\]') | codes_in("item_types", r'return \["(\w+)"\]')

    assert found | rows <= set(PROBLEMS)
    assert codes_in("item_types", r'KeyedWrong\("(\w+)"\)') <= set(FAULTS)
