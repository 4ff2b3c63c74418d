"""The forms of one set beside each other: what each holds, and where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from exams.models import FormItem, FormSet, PreparedForm
from exams.queries.exposure import resting_items

Value = int | Decimal
Form = Sequence[FormItem]


@dataclass(frozen=True, slots=True)
class Line:
    """One fact about the forms, with its value in each of them."""

    label: str
    values: tuple[Value, ...]

    @property
    def is_even(self) -> bool:
        """Tell whether the forms are alike in this."""
        return len(set(self.values)) == 1


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind under a heading."""

    heading: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The forms of a set in the order of their letters, and what they hold."""

    prepared: list[PreparedForm]
    groups: list[Group]

    @property
    def spread(self) -> Decimal:
        """Return how far the expected shares of points lie apart, in percentage points."""
        shares = [row.difficulty for row in self.prepared]
        return percent(max(shares) - min(shares))


def percent(share: Decimal) -> Decimal:
    """Return a share in percent, to one place."""
    return (share * 100).quantize(Decimal("0.1"))


def compare(form_set: FormSet) -> Comparison:
    """Return the forms of a set beside each other.

    Which items rested is told by the limit of today and the forms used before the set was built. Cost: two queries,
    one more where the exam limits exposure.
    """
    prepared = list(form_set.prepared.select_related("form").order_by("letter"))
    held: dict[int, list[FormItem]] = {row.form_id: [] for row in prepared}
    for item in FormItem.objects.filter(form__in=held).select_related("version__item__area").order_by("position"):
        held[item.form_id].append(item)
    forms = [held[row.form_id] for row in prepared]
    groups = [Group(_("Whole form"), _whole(form_set, prepared, forms))]
    if names := prepared[0].form.section_names:
        groups.append(Group(_("Items by section"), _counted(forms, lambda row: _section(row, names))))
    groups += [
        Group(_("Items by content area"), _counted(forms, lambda row: row.version.item.area.local_label)),
        Group(_("Items by level"), _counted(forms, lambda row: str(row.version.get_level_display()))),
        Group(_("Items by type"), _counted(forms, lambda row: str(row.version.get_item_type_display()))),
    ]
    return Comparison(prepared, groups)


def _section(row: FormItem, names: dict[int, str]) -> str:
    return _("in no section") if row.section is None else f"{row.section}. {names[row.section]}"


def _whole(form_set: FormSet, prepared: Sequence[PreparedForm], forms: Sequence[Form]) -> list[Line]:
    resting = resting_items(form_set.exam, before=form_set.built_at)
    uses = Counter(row.version.item_id for form in forms for row in form)

    def line(label: str, value: Callable[[Form], Value]) -> Line:
        return Line(label, tuple(value(form) for form in forms))

    return [
        line(_("How many items"), len),
        line(_("Points"), _points),
        Line(_("Expected share of points, %"), tuple(percent(row.difficulty) for row in prepared)),
        Line(_("Items whose difficulty was measured"), tuple(row.measured for row in prepared)),
        line(_("Critical items"), lambda form: sum(row.is_critical for row in form)),
        line(
            _("Items that another form holds too"), lambda form: sum(uses[row.version.item_id] > 1 for row in form)
        ),
        line(_("Items that should have rested"), lambda form: sum(row.version.item_id in resting for row in form)),
    ]


def _points(form: Form) -> Value:
    points = sum((row.points for row in form), Decimal(0))
    return int(points) if points == int(points) else points


def _counted(forms: Sequence[Form], name: Callable[[FormItem], str]) -> list[Line]:
    counts = [Counter(name(row) for row in form) for form in forms]
    return [Line(label, tuple(count[label] for count in counts)) for label in sorted(set().union(*counts))]
