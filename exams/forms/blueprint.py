"""What somebody types about a blueprint: sections, rows, and items that are in every form."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from exams.actions.policies import Blueprint, Row, Section
from exams.domain.form_tree import Tree, rows_at, text_at
from exams.enums import ItemStatus
from exams.item_types.registry import REGISTRY, read_decimal
from exams.models import BlueprintRow, BlueprintSection, ItemVersion

MOST_ROWS, MOST_SECTIONS, MOST_ITEMS = 60, 12, 300
MOST_POINTS = Decimal(100)
MOST_MINUTES = 1440


def section_fields(sections: Sequence[BlueprintSection]) -> list[Tree]:
    """Return sections as rows of the form; rows of the blueprint name them by `key`."""
    return [
        {
            "key": str(section.pk),
            "name": section.name,
            "name_en": section.name_en,
            "minimum": _plain(section.minimum_percent),
            "minutes": str(section.minutes or ""),
        }
        for section in sections
    ]


def row_fields(rows: Sequence[BlueprintRow]) -> list[Tree]:
    """Return blueprint rows as rows of the form."""
    return [
        {
            "area": row.area.code,
            "level": str(row.level or ""),
            "type": row.item_type,
            "count": str(row.count),
            "points": _plain(row.points),
            "section": str(row.section_id or ""),
        }
        for row in rows
    ]


def _plain(number: Decimal | None) -> str:
    return "" if number is None else format(number.normalize(), "f")


def new_section(tree: Tree) -> Tree:
    """Return the row of a further section, with a key that no other has."""
    taken = {text_at(row, "key") for row in rows_at(tree, "sections")}
    return {"key": next(key for n in range(len(taken) + 1) if (key := f"n{n}") not in taken)}


def read_blueprint(
    tree: Tree, *, areas: Mapping[str, int], fixed: Sequence[ItemVersion], minutes: int | None
) -> tuple[Blueprint, list[str]]:
    """Return what was typed, and what is wrong with it, each fault with its number and cure.

    `areas` are the areas that may be chosen, by code; `fixed` the wordings of the items that are in every form;
    `minutes` those of the whole exam, None where they cannot be read.
    """
    sections, faults = _read_sections(rows_at(tree, "sections")[:MOST_SECTIONS])
    rows, more = _read_rows(
        rows_at(tree, "rows")[:MOST_ROWS], areas=areas, sections={section.key for section in sections}
    )
    used = {row.section for row in rows}
    if not more:
        text = _("Section %(number)d: no row belongs to it. Give it one, or remove it.")
        empty = [n for n, section in enumerate(sections, start=1) if section.key not in used]
        faults += [text % {"number": n} for n in empty]
        faults += time_faults(sections, rows, minutes=minutes)
    text = _("%(code)s has no approved version, so it cannot be in every form. Remove it, or have it approved.")
    waiting = [version.item.code for version in fixed if version.status != ItemStatus.APPROVED]
    faults += [text % {"code": code} for code in waiting]
    return Blueprint(rows, sections, [version.item_id for version in fixed]), faults + more


def _read_sections(typed: Sequence[Tree]) -> tuple[list[Section], list[str]]:
    sections, faults = [], []
    for number, row in enumerate(typed, start=1):
        name, least = text_at(row, "name"), text_at(row, "minimum")
        minimum = read_decimal(least) if least else None
        if not name:
            faults.append(_("Section %(number)d: give it a name.") % {"number": number})
        if least and (minimum is None or not 0 <= minimum <= 100):
            text = _("Section %(number)d: the minimum is a percentage from 0 to 100, or empty.")
            faults.append(text % {"number": number})
            minimum = None
        time, fault = _read_minutes(text_at(row, "minutes"), number=number)
        faults += fault
        sections.append(Section(text_at(row, "key"), name[:60], text_at(row, "name_en")[:60], minimum, time))
    return sections, faults


def _read_minutes(typed: str, *, number: int) -> tuple[int | None, list[str]]:
    if not typed:
        return None, []
    if typed.isascii() and typed.isdecimal() and 1 <= int(typed) <= MOST_MINUTES:
        return int(typed), []
    text = _("Section %(number)d: the minutes are a whole number from 1 to %(most)d, or empty.")
    return None, [text % {"number": number, "most": MOST_MINUTES}]


def time_faults(sections: Sequence[Section], rows: Sequence[Row], *, minutes: int | None) -> list[str]:
    """Return what is wrong with the times of sections: all have one or none has, and together they fit in the exam."""
    timed = [section.minutes for section in sections if section.minutes is not None]
    if not timed:
        return []
    text = _("Section %(number)d has no minutes, though others have. Give every section its minutes, or none.")
    without = [n for n, section in enumerate(sections, start=1) if section.minutes is None]
    faults = [text % {"number": n} for n in without]
    text = _("Row %(row)d belongs to no section. Beside sections with minutes every row needs one: choose it.")
    faults += [text % {"row": n} for n, row in enumerate(rows, start=1) if not row.section]
    if minutes is not None and sum(timed) > minutes:
        text = _(
            "Sections 1 to %(number)d take %(sum)d minutes together, the exam has %(limit)d. Give the exam more"
            " minutes, or the sections fewer."
        )
        faults.append(text % {"number": len(sections), "sum": sum(timed), "limit": minutes})
    return faults


def _read_rows(
    typed: Sequence[Tree], *, areas: Mapping[str, int], sections: Collection[str]
) -> tuple[list[Row], list[str]]:
    rows, faults = [], []
    for number, row in enumerate(typed, start=1):
        area, count, worth = areas.get(text_at(row, "area")), text_at(row, "count"), text_at(row, "points")
        points = read_decimal(worth) if worth else None
        level, kind, section = text_at(row, "level"), text_at(row, "type"), text_at(row, "section")
        if area is None:
            faults.append(_("Row %(row)d: choose a content area.") % {"row": number})
        elif not count.isascii() or not count.isdecimal() or not 1 <= int(count) <= MOST_ITEMS:
            faults.append(
                _("Row %(row)d: say how many items, 1 to %(most)d.") % {"row": number, "most": MOST_ITEMS}
            )
        elif worth and (points is None or not 0 < points <= MOST_POINTS):
            faults.append(
                _("Row %(row)d: the points are more than 0 and at most %(most)d, or empty.")
                % {"row": number, "most": MOST_POINTS}
            )
        else:
            rows.append(
                Row(
                    area,
                    int(level) if level in {"1", "2", "3"} else None,
                    kind if kind in REGISTRY else "",
                    int(count),
                    None if points is None else round(points, 2),
                    section if section in sections else "",
                )
            )
    return rows, faults if typed else [_("The blueprint is empty. Add a row.")]
