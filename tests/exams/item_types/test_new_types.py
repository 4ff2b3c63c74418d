"""Worked examples of the types beyond choice and number: what each answer earns, and what keeps an item from use."""

import copy
from decimal import Decimal

import pytest

from exams.item_types.registry import KeyedWrong, item_type
from exams.item_types.veils import Veil
from tests.exams.item_types.samples import HAZARD_KEY, HAZARDS, OPTIONS, SAMPLES, SITUATION, SITUATION_KEY


def tap(x, y, **says):
    return {"x": x, "y": y, **says}


@pytest.mark.parametrize(
    ("code", "key", "value", "share"),
    [
        ("single_choice", {"correct": ["b"], "weights": {"c": "0.5"}}, "c", "0.5"),
        ("single_choice", {"correct": ["b"], "weights": {"c": "0.5"}}, "a", "0"),
        ("multiple_choice", {"correct": ["a", "c"], "scoring": "balanced"}, ["a"], "0.5"),
        ("multiple_choice", {"correct": ["a", "c"], "scoring": "balanced"}, ["a", "b", "c"], "0.5"),
        ("multiple_choice", {"correct": ["a", "c"], "scoring": "balanced"}, ["a", "b", "c", "d"], "0"),
        ("multiple_choice", {"correct": ["a", "c"], "scoring": "balanced"}, ["b"], "0"),
        ("multiple_choice", {"correct": ["a", "c"]}, ["a"], "0"),
        *[
            ("multiple_choice", {"correct": ["a", "c"], "scoring": "weights",
                                 "weights": {"a": "0.7", "c": "0.3", "b": "-0.5"}}, value, share)
            for value, share in [(["a", "c"], "1"), (["a"], "0.7"), (["a", "b"], "0.2"), (["b"], "0"), (["d"], "0")]
        ],
    ],
)  # fmt: skip
def test_partial_credit_of_choices(code, key, value, share):
    assert item_type(code).share({"options": OPTIONS}, key, value) == Decimal(share)


@pytest.mark.parametrize(
    ("code", "value", "share"),
    [
        ("fill_in", {"low": "检测", "high": "LEL"}, "1"),
        ("fill_in", {"low": " 测  氧 ", "high": "lel"}, "0.5"),  # capitals count in the second blank
        ("fill_in", {"low": "ＬＥＬ", "high": "ＬＥＬ"}, "0.5"),  # full width is the same word
        ("fill_in", {"low": "通风"}, "0"),
        ("ordering", ["three", "one", "four", "two"], "1"),
        ("ordering", ["one", "four", "two", "three"], "0.6666666666"),  # two of three neighbours stand
        ("ordering", ["two", "four", "one", "three"], "0"),
        ("matching", {"one": "b", "two": "a", "three": "d", "four": "a"}, "1"),
        ("matching", {"one": "b", "two": "b", "three": "d"}, "0.5"),
        ("case", {"p1": "b", "p2": True, "p3": {"low": "甲"}}, "0.875"),  # (1 + 2 + ½) of 4
        ("case", {"p2": True}, "0.5"),
        ("short_answer", "   ", "0"),
        ("branching", {"path": ["call", "lift"]}, "1"),
        ("branching", {"path": ["call"]}, "0.5"),  # the best path has two choices
        ("branching", {"path": ["call", "rest", "stop"]}, "0.8333333333"),  # 2.5 of three made
        ("branching", {"path": ["call", "rest"]}, "0.75"),
        ("branching", {"path": ["call", "mask"]}, "0"),  # fatal
        ("branching", {"path": ["call", "rest", "let"]}, "0"),
        ("branching", {"path": ["lift"]}, "0"),  # not offered at the start
        ("branching", {"path": ["call", "stop"]}, "0.5"),  # a choice that is not offered there is not made
    ],
)
def test_share(code, value, share):
    assert item_type(code).share(*SAMPLES[code], value) == Decimal(share)


RIGHT = [tap("0.2", "0.2", severity="red", control="stop"), tap("0.7", "0.7", severity="blue", control="dry")]


@pytest.mark.parametrize(
    ("value", "share"),
    [
        ({"taps": RIGHT}, "1"),
        ({"taps": [RIGHT[0]]}, "0.5"),
        ({"taps": [tap("0.2", "0.2")]}, "0.1666666666"),  # found, nothing said right: a third of one of two
        ({"taps": [tap("0.2", "0.2", severity="red", control="dry")]}, "0.3333333333"),
        ({"taps": [tap("0.1", "0.1", severity="red", control="stop")]}, "0.5"),  # a corner belongs to it
        ({"taps": [tap("0.3", "0.2", severity="red", control="stop")]}, "0.5"),  # so does an edge
        ({"taps": [tap("0.3001", "0.2", severity="red", control="stop")]}, "0"),
        ({"taps": [*RIGHT, tap("0.25", "0.25")]}, "1"),  # twice into one hazard: neither found nor wrong
        ({"taps": [*RIGHT, tap("0.5", "0.5")]}, "0.75"),  # a wrong one costs half a hazard
        ({"taps": [RIGHT[0], tap("0.5", "0.5"), tap("0.4", "0.9")]}, "0"),
        ({"listed": [{"id": "s1", "severity": "red", "control": "stop"}]}, "0.5"),
        ({"listed": [{"id": "s1", "severity": "red", "control": "stop"}, {"id": "s2"}]}, "0.25"),
    ],
)
def test_share_of_hazards(value, share):
    kind = item_type("hazard_spotting")

    assert kind.share(HAZARDS, HAZARD_KEY, kind.clean(HAZARDS, value)) == Decimal(share)


def test_where_hazards_overlap_two_taps_find_two():
    key = copy.deepcopy(HAZARD_KEY)
    key["hazards"][1]["polygon"] = key["hazards"][0]["polygon"]
    body = {**HAZARDS, "asks": []}
    value = {"taps": [tap("0.2", "0.2"), tap("0.2", "0.2")]}

    assert item_type("hazard_spotting").share(body, key, value) == 1


@pytest.mark.parametrize(
    "value",
    [
        {"taps": [tap("0.1", "0.1")] * 5},  # over the cap
        {"taps": [tap("1.1", "0.1")]},
        {"taps": [tap("-0.1", "0.1")]},
        {"taps": [tap("0.12345", "0.1")]},
        {"taps": [tap("NaN", "0.1")]},
        {"taps": [{"x": "0.1"}]},
        {"taps": [tap("0.1", "0.1", severity="purple")]},
        {"taps": [tap("0.1", "0.1", name="无护罩")]},
        {"listed": [{"id": "s9"}]},
        {"listed": [{"id": "s1"}, {"id": "s1"}]},
        {"listed": [], "taps": []},
        {"taps": "[]"},
    ],
)
def test_marks_that_no_screen_sends_are_refused(value):
    with pytest.raises(ValueError, match=r"response"):
        item_type("hazard_spotting").clean(HAZARDS, value)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("ordering", ["one", "two", "three"]),
        ("ordering", ["one", "one", "two", "three"]),
        ("matching", {"one": "z"}),
        ("matching", {"nine": "a"}),
        ("short_answer", "长" * 51),
        ("case", {"p9": "a"}),
        ("case", {"p1": "z"}),
        ("branching", {"path": ["call", "call"]}),
        ("branching", {"path": ["fly"]}),
        ("branching", ["call"]),
    ],
)
def test_clean_refuses_what_no_screen_sends(code, value):
    with pytest.raises(ValueError, match=r"response"):
        item_type(code).clean(SAMPLES[code][0], value)


def test_written_answer_waits_for_its_marker_and_takes_the_line_ends_of_any_browser():
    kind, (body, key) = item_type("short_answer"), SAMPLES["short_answer"]

    assert kind.share(body, key, "先报警") is None
    assert kind.clean(body, "一\r\n二") == kind.posted(body, {"q1": ["一\r\n二"]}, "q1") == "一\n二"


def test_situation_shows_no_node_that_is_not_reached():
    kind = item_type("branching")
    shown = str(kind.shown(SITUATION, SITUATION_KEY, {"path": ["call"]}, veil=Veil()))

    assert "绳子在手" in shown
    assert "来人要下去" not in shown
    assert "又一人倒下" not in shown
    assert "绳子在手" not in str(kind.candidate_body(SITUATION, veil=Veil()))


def test_situation_goes_on_only_by_what_is_offered_and_ends():
    kind = item_type("branching")
    value = kind.step(SITUATION, SITUATION_KEY, {"path": ["call"]}, "rest")

    assert value == {"path": ["call", "rest"]}
    with pytest.raises(ValueError, match="not offered"):
        kind.step(SITUATION, SITUATION_KEY, value, "lift")
    end = kind.shown(SITUATION, SITUATION_KEY, {"path": ["call", "lift"]}, veil=Veil())
    assert (end["now"], end["is_over"]) == (None, True)
    fatal = kind.shown(SITUATION, SITUATION_KEY, {"path": ["jump"]}, veil=Veil())
    assert (fatal["now"]["text"], fatal["is_over"]) == ("又一人倒下", True)


OUTSIDE = [["0", "0"], ["2", "0"], ["0", "1"]]
TINY = [["0", "0"], ["0.01", "0"], ["0", "0.01"]]


def changed(code, **changes):
    body, key = copy.deepcopy(SAMPLES[code])
    for path, value in changes.items():
        *steps, last = [int(step) if step.isdigit() else step for step in path.split("__")]
        place = {"body": body, "key": key}
        for step in steps:
            place = place[step]
        place[last] = value
    return body, key


@pytest.mark.parametrize(
    ("code", "changes", "problem"),
    [
        ("single_choice", {"key__weights": {"b": "1"}}, "weight_of_right_option"),
        ("single_choice", {"key__weights": {"a": "2"}}, "weight_out_of_range"),
        ("single_choice", {"key__weights": {"a": "-0.5"}}, "weight_out_of_range"),
        ("multiple_choice", {"key__scoring": "luck"}, "scoring_unknown"),
        ("multiple_choice", {"key__scoring": "weights", "key__weights": {"a": "0.4"}}, "right_answer_earns_too_little"),
        ("fill_in", {"key__low__accepted": []}, "blank_accepts_nothing"),
        ("fill_in", {"key__low__accepted": ["a;b"]}, "accepted_text_unfit"),
        ("ordering", {"key__order": ["one"]}, "order_does_not_fit_steps"),
        ("ordering", {"body__steps__0__text": " "}, "step_without_text"),
        ("matching", {"key__pairs": {"one": "b"}}, "pairs_do_not_fit"),
        ("short_answer", {"key__rubric__0__share": "0.5"}, "rubric_shares_not_one"),
        ("short_answer", {"key__model_answer": ""}, "no_model_answer"),
        ("hazard_spotting", {"body__most_taps": 1}, "most_taps_unfit"),
        ("hazard_spotting", {"key__wrong_tap_cost": "2"}, "cost_out_of_range"),
        ("hazard_spotting", {"key__hazards__0__polygon": OUTSIDE}, "polygon_outside_picture"),
        ("hazard_spotting", {"key__hazards__0__polygon": TINY}, "polygon_too_small"),
        ("hazard_spotting", {"key__hazards__0__statement": "s3"}, "hazard_without_statement"),
        ("hazard_spotting", {"key__hazards__0__severity": "grey"}, "hazard_without_answer"),
        ("case", {"body__parts__0__item_type": "case"}, "part_type_not_allowed"),
        ("case", {"body__parts__0__item_type": "branching"}, "part_type_not_allowed"),
        ("case", {"body__parts__0__item_type": "nothing"}, "part_type_not_allowed"),
        ("case", {"body__parts__0__item_type": "short_answer"}, "too_few_rubric_lines"),
        ("case", {"body__parts__0__points": "0"}, "part_points_not_positive"),
        ("case", {"key__p1": {"correct": []}}, "not_one_correct"),
        ("branching", {"key__leads__lift": "n1"}, "path_has_a_loop"),
        ("branching", {"key__leads__lift": "nowhere"}, "leads_do_not_fit"),
        ("branching", {"key__shares__lift": "0.9"}, "no_perfect_path"),
        ("branching", {"key__leads__mask": "n3"}, "fatal_choice_goes_on"),
        ("branching", {"key__leads__rest": "end"}, "node_never_reached"),
        ("branching", {"body__start": "n9"}, "nodes_unfit"),
    ],
)  # fmt: skip
def test_problems_names_what_keeps_an_item_from_use(code, changes, problem):
    assert problem in item_type(code).problems(*changed(code, **changes))


@pytest.mark.parametrize(
    ("code", "text", "fault"),
    [
        ("ordering", "ABC", "every_letter_once"),
        ("ordering", "AABC", "every_letter_once"),
        ("ordering", "ABCE", "no_such_letter"),
        ("matching", "AB", "one_letter_per_line"),
        ("matching", "ABCZ", "no_such_letter"),
        ("fill_in", "一", "one_text_per_blank"),
        ("fill_in", "一;", "one_text_per_blank"),
        ("hazard_spotting", "A", "digits_do_not_fit"),
        ("hazard_spotting", "A13", "digits_do_not_fit"),
        ("hazard_spotting", "A11 A11", "letter_twice"),
        ("hazard_spotting", "Z11", "no_such_letter"),
        ("case", "A|T", "one_entry_per_part"),
        ("case", "A|maybe|甲;乙", "true_or_false"),
        ("short_answer", "先报警", "not_keyable"),
        ("branching", "A", "not_keyable"),
    ],
)
def test_entry_that_is_no_answer_is_refused_with_the_reason(code, text, fault):
    kind = item_type(code)
    with pytest.raises(KeyedWrong) as refused:
        kind.keyed(kind.candidate_body(SAMPLES[code][0], veil=Veil()), text)

    assert refused.value.code == fault


def test_branching_tells_authors_all_places_and_where_each_choice_leads():
    places = item_type("branching").places(SITUATION, {**SITUATION_KEY, "feedback": {"jump": "再多一人"}})

    assert [(place.number, place.text) for place in places] == [
        (1, "有人倒下"), (2, "绳子在手"), (3, "来人要下去"), (4, "又一人倒下"),
    ]  # fmt: skip
    assert [(w.text, w.leads_to, w.share, w.is_fatal, w.feedback) for w in places[0].ways] == [
        ("呼救", 2, "1", False, ""),
        ("下去", 4, "0", True, "再多一人"),
    ]
    assert [way.leads_to for way in places[1].ways] == [None, 3, 4]
    assert places[3].ways == []


def test_places_of_what_is_half_written_are_told_as_far_as_they_go():
    half = {"start": "", "nodes": [{"id": "n1", "text": "", "choices": [{"id": "a", "text": "等"}]}]}

    [place] = item_type("branching").places(half, {"leads": {}})
    assert [(way.leads_to, way.share) for way in place.ways] == [(None, "0")]
    assert item_type("branching").places({}, {}) == []
    assert item_type("single_choice").places({"options": OPTIONS}, {"correct": ["b"]}) == []
