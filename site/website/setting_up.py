"""What a new installation still lacks before anybody can learn there, in the order in which it is done."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.enums import Right


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is: how many units, whether there are job roles, people and places, and which rights are held."""

    units: int
    has_job_roles: bool
    has_people: bool
    has_locations: bool
    rights: Set[Right]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: what, by whom or how, and where."""

    title: str | Promise
    text: str | Promise
    url_name: str


UNITS = Step(_("Add the units"), _("The roster names each by its code."), "people:units")
JOB_ROLES = Step(
    _("Add the job roles"), _("The roster and the training matrix speak of them."), "people:job_roles"
)
RIGHTS = {
    Right.HR: Step(
        _("Name human resources"),
        _("With that right for the whole organisation they import the roster and hand out start codes."),
        "people:right_give",
    ),
    Right.SAFETY: Step(
        _("Name the safety department"),
        _("They say who must hold what. It takes a second administrator."),
        "people:right_give",
    ),
    Right.TRAINER: Step(_("Name a trainer"), _("Trainers write courses, items and exams."), "people:right_give"),
    Right.APPROVER: Step(
        _("Name a course approver"),
        _("Nobody publishes alone: another trainer who holds this right as well approves."),
        "people:right_give",
    ),
    Right.PROCTOR: Step(_("Name a proctor"), _("Proctors run the exams on site."), "people:right_give"),
}
PEOPLE = Step(
    _("The roster is to come"),
    _("Human resources import it. Everybody else gets an account, and rights, after that."),
    "people:accounts",
)
LOCATIONS = Step(_("Add a location"), _("On site and on paper, an exam is sat somewhere."), "people:locations")


def steps(found: Standing) -> list[Step]:
    """Return what is still to do; the top unit alone is no organisation, and no account comes before the roster."""
    wanted = [
        (UNITS, found.units > 1),
        (JOB_ROLES, found.has_job_roles),
        (RIGHTS[Right.HR], Right.HR in found.rights),
        (PEOPLE, found.has_people),
        *((step, right in found.rights) for right, step in RIGHTS.items() if right is not Right.HR),
        (LOCATIONS, found.has_locations),
    ]
    return [step for step, is_done in wanted if not is_done]
