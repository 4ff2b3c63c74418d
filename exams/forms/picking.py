"""Items picked one by one in a plain form: what is picked stands in hidden rows, a search offers more."""

from __future__ import annotations

from exams.domain.form_tree import Tree, rows_at, text_at

PICKED, SOUGHT = "picked", "find"


def picked_fields(codes: list[str]) -> list[Tree]:
    """Return picked items as rows of a form."""
    return [{"code": code} for code in codes]


def picked_codes(tree: Tree) -> list[str]:
    """Return the codes of the picked items, each once, in their order."""
    return list(dict.fromkeys(text_at(row, "code") for row in rows_at(tree, PICKED)))


def with_picked(tree: Tree, code: str) -> Tree:
    """Return the tree with one more picked item; the same for no code."""
    if code and code not in picked_codes(tree):
        tree[PICKED] = [*rows_at(tree, PICKED), {"code": code}]
    return tree


def sought(tree: Tree) -> str:
    """Return what items are looked for by."""
    return text_at(tree, SOUGHT)[:100]
