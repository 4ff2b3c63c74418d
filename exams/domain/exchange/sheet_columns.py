"""The columns of the table of items, and the words that people use in them, in Chinese and English."""

from __future__ import annotations

LETTERS = "ABCDEFGHIJ"
MOST_OPTIONS = len(LETTERS)
# Field: heading in Chinese, heading in English. The order is that of the template.
COLUMNS: dict[str, tuple[str, str]] = {
    "code": ("编号", "Code"),
    "area": ("内容领域", "Content area"),
    "type": ("题型", "Type"),
    "level": ("层次", "Level"),
    "points": ("分值", "Points"),
    "is_critical": ("关键题", "Critical"),
    "stem": ("题干", "Question"),
    "picture": ("图片文件", "Picture file"),
    "picture_alt": ("图片说明", "Picture in words"),
    **{f"option_{letter}": (f"选项{letter}", f"Option {letter}") for letter in LETTERS},
    "answer": ("答案", "Answer"),
    "tolerance": ("误差", "Tolerance"),
    "unit": ("单位", "Unit"),
    "labels": ("空的名称", "Names of blanks"),
    "scoring": ("计分方式", "Scoring"),
    "shares": ("部分得分", "Shares"),
    "feedback": ("选项反馈", "Feedback"),
    "keep_order": ("固定顺序", "Keep order"),
    "match_case": ("区分大小写", "Match case"),
    "rubric": ("评分要点", "Rubric"),
    "most_characters": ("最多字数", "Most characters"),
    "structure": ("结构数据", "Structure"),
    "explanation": ("解析", "Explanation"),
    "bases": ("依据", "Basis"),
    "roles": ("岗位", "Job roles"),
    "review_by": ("复审日期", "Review by"),
}
# Type: the words for it in the column of types, the one we write first.
TYPES: dict[str, tuple[str, ...]] = {
    "single_choice": ("单选题", "单选", "single choice", "single_choice"),
    "multiple_choice": ("多选题", "多选", "multiple choice", "multiple_choice"),
    "true_false": ("判断题", "判断", "true or false", "true_false"),
    "numeric": ("数值题", "数值", "计算题", "numeric"),
    "fill_in": ("填空题", "填空", "fill in", "fill_in"),
    "ordering": ("排序题", "排序", "ordering"),
    "matching": ("匹配题", "匹配", "连线题", "matching"),
    "short_answer": ("简答题", "简答", "short answer", "short_answer"),
    "hazard_spotting": ("隐患识图", "hazard spotting", "hazard_spotting"),
    "case": ("案例题", "案例", "case"),
    "branching": ("情景决策", "branching situation", "branching"),
}


def column_of(heading: str) -> str:
    """Return the field that a heading means, in either language; empty for none."""
    said = " ".join(heading.split()).casefold().rstrip("*")
    return next((name for name, words in COLUMNS.items() if said in (word.casefold() for word in words)), "")


def said_type(text: str) -> str | None:
    """Return the item type that somebody wrote; None for none of ours."""
    said = " ".join(text.split()).casefold()
    return next((name for name, words in TYPES.items() if said in words), None)
