"""What the lint finds, and what it leaves alone."""

import random

import pytest

from exams.domain.lint import Choice, Number, Wording, findings
from exams.domain.near_duplicates import Pair, near_duplicates, shingles, similarity_percent
from exams.enums import Finding


def choices(*texts, right=0):
    return (tuple(Choice(text, place == right) for place, text in enumerate(texts)),)


@pytest.mark.parametrize(
    ("groups", "is_found"),
    [
        (choices("先通风、再检测、确认合格后方可进入", "直接进入", "不管", "上报"), True),
        (choices("通风", "检测", "作业"), False),
        (choices("通风检测作业", "通风", "检测"), False),  # longer, but by four characters only
        (choices("短", "先通风、再检测、确认合格后方可进入", right=0), False),
        (choices("先通风、再检测、确认合格后方可进入", right=0), False),
    ],
)
def test_longest_option(groups, is_found):
    assert (Finding.LONGEST_OPTION in findings(Wording("下列正确的是", groups=groups))) is is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("以上都是", True),
        ("以上各项都正确", True),
        ("以上都不对", True),
        ("All of the above", True),
        ("None of these", True),
        ("地面以上三米", False),
        ("35℃以上", False),
        ("全部人员撤离", False),
    ],
)
def test_all_of_the_above(text, is_found):
    assert (Finding.ALL_OF_THE_ABOVE in findings(Wording("选一项", groups=choices("甲", text)))) is is_found


@pytest.mark.parametrize(
    ("stem", "option", "is_found"),
    [
        ("下列做法不正确的是", "不检测就下井", True),
        ("下列说法错误的是：", "禁止单人作业", True),
        ("下列做法不正确的是", "直接下井", False),
        ("作业人员不得不停工时，应", "报告", True),
        ("未经检测不得进入小室", "对", False),  # how the rules themselves speak
        ("Which is not allowed?", "Never vent first", True),
        ("Which is allowed?", "Never enter alone", False),
    ],
)
def test_double_negative(stem, option, is_found):
    assert (Finding.DOUBLE_NEGATIVE in findings(Wording(stem, groups=choices("报告", option)))) is is_found


@pytest.mark.parametrize(
    ("numbers", "explanation", "is_found"),
    [
        ([Number("19.5", "0", "%")], "氧含量下限 19.5% 。", False),
        ([Number("19.5", "0.2", "%")], "下限为 18%。", True),
        ([Number("19.5", "20", "%")], "", True),  # zero percent would do
        ([Number("19.5", "2", "%"), Number("23.5", "2", "%")], "", True),  # 21.5 is both
        ([Number("19.5", "0", "%"), Number("23.5", "0", "%")], "19.5% 至 23.5%", False),
        ([Number("2", "0.5", "m"), Number("2.4", "0.5", "h")], "", False),  # two units
        ([Number("two", "?", "m")], "", False),  # no number is another check's matter
        ([Number("10", "1", "m")], "距离 15 mm。", False),
    ],
)
def test_key_and_tolerance(numbers, explanation, is_found):
    wording = Wording("多少？", explanation=explanation, numbers=(tuple(numbers),))

    assert (Finding.KEY_AND_TOLERANCE in findings(wording)) is is_found


def test_a_missing_basis_is_found():
    assert findings(Wording("题", has_basis=False)) == [Finding.NO_BASIS]


def test_the_same_words_are_duplicates_whatever_their_signs():
    texts = {
        1: "进入小室前，必须先通风、再检测。",
        2: "进入小室前必须先通风再检测",
        3: "接到来电先核实有没有人受伤",
    }

    assert near_duplicates(texts) == [Pair(1, 2, 100)]


def test_empty_texts_are_like_nothing():
    assert near_duplicates({1: "", 2: "，。"}) == []
    assert similarity_percent(frozenset(), frozenset()) == 0


def test_the_filters_miss_nothing():
    rng = random.Random(7)  # noqa: S311 -- texts to compare, no secret
    texts = {n: "".join(rng.choice("通风检测作业报告") for _ in range(rng.randint(3, 14))) for n in range(150)}
    sets = {n: shingles(text) for n, text in texts.items()}
    slow = [
        Pair(a, b, percent)
        for a in texts
        for b in texts
        if a < b and (percent := similarity_percent(sets[a], sets[b])) >= 40
    ]

    assert near_duplicates(texts, least_percent=40) == slow
    assert slow
