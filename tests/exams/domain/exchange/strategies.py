"""Made-up items of every type that exchange formats know, with texts that look like their structure."""

from decimal import Decimal

from hypothesis import strategies as st

from exams.domain.exchange.items import BankItem, ids

SIGNS = "甲乙丙有限空间abc 019.,:~=#{}\\%[]()-><&\"'*|/；，。"
lines = st.text(SIGNS, min_size=1, max_size=14).map(str.strip).filter(bool)
paragraphs = st.lists(lines, min_size=1, max_size=3).map("\n".join)
shares = st.sampled_from(["0.5", "0.25", "0.1"])
codes = st.integers(1, 99999).map(lambda number: f"M1-{number:05d}")


@st.composite
def single_choices(draw, text=paragraphs, plain=False):
    texts = draw(st.lists(text, min_size=2, max_size=6, unique=True))
    options = [{"id": name, "text": said} for name, said in zip(ids(len(texts)), texts, strict=True)]
    names = [option["id"] for option in options]
    key = {"correct": [draw(st.sampled_from(names))]}
    if not plain and draw(st.booleans()):
        wrong = [name for name in names if name not in key["correct"]]
        key["weights"] = {draw(st.sampled_from(wrong)): draw(shares)}
    if not plain and draw(st.booleans()):
        key["feedback"] = {names[-1]: draw(text)}
    body = {"options": options}
    if not plain and draw(st.booleans()):
        body["keep_order"] = True
    return "single_choice", body, key


@st.composite
def multiple_choices(draw, text=paragraphs):
    _type, body, _key = draw(single_choices(text, plain=True))
    names = [option["id"] for option in body["options"]]
    right = sorted(draw(st.sets(st.sampled_from(names), min_size=1)))
    return (
        "multiple_choice",
        body,
        {"correct": right, "scoring": draw(st.sampled_from(["all_or_nothing", "balanced"]))},
    )


@st.composite
def numerics(draw):
    value, spread = draw(st.decimals(-999, 999, places=2)), draw(st.decimals(0, 9, places=1))
    blank = {
        "id": "d",
        "label": draw(st.sampled_from(["", "D"])),
        "unit": draw(st.sampled_from(["", "mg/m³", "%"])),
    }
    return "numeric", {"blanks": [blank]}, {"d": {"value": str(value), "tolerance": str(spread)}}


@st.composite
def fill_ins(draw, text=lines):
    accepted = draw(st.lists(text.filter(lambda t: "->" not in t), min_size=1, max_size=3, unique=True))
    blank = {"id": "t", "label": draw(st.sampled_from(["", "答"]))}
    return "fill_in", {"blanks": [blank]}, {"t": {"accepted": accepted, "match_case": draw(st.booleans())}}


@st.composite
def matchings(draw, text=lines):
    plain = text.filter(lambda t: "->" not in t and not t.startswith("%"))
    count = draw(st.integers(2, 5))
    sides = [draw(st.lists(plain, min_size=count, max_size=count, unique=True)) for _ in range(2)]
    left = [{"id": name, "text": said} for name, said in zip(ids(count), sides[0], strict=True)]
    right = [{"id": f"r{n}", "text": said} for n, said in enumerate(sides[1], start=1)]
    pairs = {a["id"]: b["id"] for a, b in zip(left, right, strict=True)}
    scoring = draw(st.sampled_from(["per_pair", "all_or_nothing"]))
    return "matching", {"left": left, "right": right}, {"pairs": pairs, "scoring": scoring}


@st.composite
def orderings(draw, text=lines):
    texts = draw(st.lists(text, min_size=2, max_size=6, unique=True))
    steps = [{"id": name, "text": said} for name, said in zip(ids(len(texts)), texts, strict=True)]
    order = draw(st.permutations([step["id"] for step in steps]))
    return (
        "ordering",
        {"steps": steps},
        {"order": list(order), "scoring": draw(st.sampled_from(["all_or_nothing", "neighbours"]))},
    )


@st.composite
def wholes(draw, text=paragraphs):
    """Draw a case or a situation: types that no other system has in one piece."""
    said = draw(st.lists(text, min_size=3, max_size=3))
    if draw(st.booleans()):
        options = [{"id": name, "text": option} for name, option in zip("ab", said[:2], strict=True)]
        parts = [
            {
                "id": "p1",
                "item_type": "single_choice",
                "stem": said[2],
                "body": {"options": options},
                "points": "1",
            },
            {"id": "p2", "item_type": "true_false", "stem": said[0], "body": {}, "points": "2"},
            {
                "id": "p3",
                "item_type": "short_answer",
                "stem": said[1],
                "body": {"most_characters": 300},
                "points": "3",
            },
        ]
        rubric = [{"id": "a", "text": said[2], "share": "1"}]
        key = {
            "p1": {"correct": ["b"]},
            "p2": {"correct": False},
            "p3": {"rubric": rubric, "model_answer": said[0]},
        }
        return "case", {"parts": parts}, key
    choices = [{"id": name, "text": choice} for name, choice in zip(("go", "stay"), said[:2], strict=True)]
    nodes = [{"id": "n1", "text": said[2], "choices": choices}, {"id": "n2", "text": said[0], "choices": []}]
    key = {"leads": {"go": "n2", "stay": "end"}, "shares": {"go": "0", "stay": "1"}, "fatal": ["go"]}
    return "branching", {"start": "n1", "nodes": nodes}, key


true_false = st.booleans().map(lambda right: ("true_false", {}, {"correct": right}))


@st.composite
def items(draw, kinds, stems=paragraphs):
    item_type, body, key = draw(kinds)
    extra = {"level": draw(st.integers(1, 3))}
    if draw(st.booleans()):
        extra["bases"] = [["GB 46768-2025", draw(st.sampled_from(["5.9.1", "4.4.3"]))]]
    return BankItem(
        item_type, draw(stems), body, key, code=draw(codes), area=draw(st.sampled_from(["M1.1", "M1.2", ""])),
        points=draw(st.sampled_from([Decimal(1), Decimal(2), Decimal("0.5")])),
        explanation=draw(st.one_of(st.just(""), paragraphs)), extra=extra,
    )  # fmt: skip
