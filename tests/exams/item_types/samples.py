"""One good item of every type, to walk the registry with. A type without a sample fails the walk."""

OPTIONS = [{"id": i, "text": f"选项{i}"} for i in "abcd"]
BLANKS = [{"id": "low", "label": "下限", "unit": "%VOL"}, {"id": "high", "label": "上限", "unit": "%VOL"}]
STEPS = [{"id": i, "text": f"步骤{i}"} for i in ("one", "two", "three", "four")]
HAZARDS = {
    "picture": "station",
    "most_taps": 4,
    "asks": ["severity", "control"],
    "severities": [{"id": "red", "text": "重大"}, {"id": "blue", "text": "低"}],
    "controls": [{"id": "stop", "text": "停"}, {"id": "dry", "text": "擦干"}],
    "statements": [{"id": f"s{n}", "text": f"陈述{n}"} for n in range(1, 5)],
}
HAZARD_KEY = {
    "wrong_tap_cost": "0.5",
    "hazards": [
        {
            "id": "h1", "name": "无护罩", "statement": "s1", "severity": "red", "control": "stop",
            "polygon": [["0.1", "0.1"], ["0.3", "0.1"], ["0.3", "0.3"], ["0.1", "0.3"]],
        },
        {
            "id": "h2", "name": "积水", "statement": "s3", "severity": "blue", "control": "dry",
            "polygon": [["0.6", "0.6"], ["0.9", "0.6"], ["0.9", "0.9"], ["0.6", "0.9"]],
        },
    ],
}  # fmt: skip
SITUATION = {
    "start": "n1",
    "nodes": [
        {"id": "n1", "text": "有人倒下", "choices": [{"id": "call", "text": "呼救"}, {"id": "jump", "text": "下去"}]},
        {"id": "n2", "text": "绳子在手", "choices": [
            {"id": "lift", "text": "提升"}, {"id": "rest", "text": "等"}, {"id": "mask", "text": "戴口罩下去"},
        ]},
        {"id": "n3", "text": "来人要下去", "choices": [{"id": "stop", "text": "拦住"}, {"id": "let", "text": "放行"}]},
        {"id": "dead", "text": "又一人倒下", "choices": []},
    ],
}  # fmt: skip
SITUATION_KEY = {
    "leads": {
        "call": "n2", "jump": "dead", "lift": "end", "rest": "n3", "mask": "dead", "stop": "end", "let": "dead",
    },
    "shares": {"call": "1", "jump": "0", "lift": "1", "rest": "0.5", "mask": "0", "stop": "1", "let": "0"},
    "fatal": ["jump", "mask", "let"],
}  # fmt: skip

SAMPLES = {
    "single_choice": (
        {"options": OPTIONS},
        {"correct": ["b"], "weights": {"c": "0.5"}, "feedback": {"a": "不对"}},
    ),
    "multiple_choice": ({"options": OPTIONS}, {"correct": ["a", "c"], "scoring": "balanced"}),
    "true_false": ({}, {"correct": False, "feedback": {"true": "不对"}}),
    "numeric": (
        {"blanks": BLANKS},
        {"low": {"value": "19.5", "tolerance": "0"}, "high": {"value": "23.5", "tolerance": "0.1"}},
    ),
    "fill_in": (
        {"blanks": BLANKS},
        {"low": {"accepted": ["检测", "测 氧"]}, "high": {"accepted": ["LEL"], "match_case": True}},
    ),
    "ordering": ({"steps": STEPS}, {"order": ["three", "one", "four", "two"], "scoring": "neighbours"}),
    "matching": (
        {"left": STEPS, "right": OPTIONS},
        {"pairs": {"one": "b", "two": "a", "three": "d", "four": "a"}, "scoring": "per_pair"},
    ),
    "short_answer": (
        {"most_characters": 50},
        {"rubric": [{"id": "r", "text": "先报警", "share": "1"}], "model_answer": "先报警，再撤离。"},
    ),
    "hazard_spotting": (HAZARDS, HAZARD_KEY),
    "case": (
        {
            "parts": [
                {
                    "id": "p1",
                    "item_type": "single_choice",
                    "stem": "一",
                    "body": {"options": OPTIONS},
                    "points": "1",
                },
                {"id": "p2", "item_type": "true_false", "stem": "二", "body": {}, "points": "2"},
                {"id": "p3", "item_type": "fill_in", "stem": "三", "body": {"blanks": BLANKS}, "points": "1"},
            ]
        },
        {
            "p1": {"correct": ["b"]},
            "p2": {"correct": True},
            "p3": {"low": {"accepted": ["甲"]}, "high": {"accepted": ["乙"]}},
        },
    ),
    "branching": (SITUATION, SITUATION_KEY),
}
