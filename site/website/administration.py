"""What the administration page offers, section by section. To add a screen there, add one card here."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.enums import Right
from people.permissions import MAY_KEEP_LOCATIONS

OVERSEERS = frozenset({Right.MANAGER, Right.HR, Right.SAFETY, Right.AUDITOR})
KEEPERS = frozenset({Right.TRAINER, Right.SAFETY})


@dataclass(frozen=True, slots=True)
class Card:
    """One screen: its name, what it is for in one sentence, its address, and the rights that open it.

    The address itself asks for the right; the card only spares people a door that stays shut.
    """

    title: str | Promise
    text: str | Promise
    url_name: str
    rights: frozenset[Right]


@dataclass(frozen=True, slots=True)
class Section:
    """Cards that belong together, under one heading."""

    title: str | Promise
    cards: tuple[Card, ...]


SECTIONS: tuple[Section, ...] = (
    Section(
        _("Organisation and people"),
        (
            Card(
                _("Rosters"),
                _("State who works here now from one file: checked first, applied when you say so."),
                "people:rosters",
                frozenset({Right.HR}),
            ),
            Card(
                _("Units"),
                _("See the organisation as a tree; add, rename, move and close its parts."),
                "people:units",
                frozenset({Right.HR, Right.ADMIN}),
            ),
            Card(
                _("Locations"),
                _("Keep the rooms where exams are sat, on site and on paper."),
                "people:locations",
                frozenset(MAY_KEEP_LOCATIONS),
            ),
            Card(
                _("Job roles"),
                _("Keep the list of job roles that the training matrix speaks of."),
                "people:job_roles",
                frozenset({Right.HR, Right.ADMIN}),
            ),
        ),
    ),
    Section(
        _("Learning"),
        (
            Card(
                _("Assignments"),
                _(
                    "Give a course to a unit, a job role or single people, by a day; see who has begun, take it back."
                ),
                "courses:assignments",
                frozenset({Right.TRAINER, Right.MANAGER, Right.HR, Right.SAFETY}),
            ),
        ),
    ),
    Section(
        _("Exams and marks"),
        (
            Card(
                _("Marking"),
                _("Mark written answers question by question, without names; decide where two markers differ."),
                "exams:marking",
                KEEPERS,
            ),
            Card(
                _("Appeals"),
                _("Read what candidates say against their results, and decide with a reason."),
                "exams:appeals",
                KEEPERS,
            ),
            Card(
                _("Item analysis"),
                _("How exams and questions came out, which question wants a second look, and why."),
                "exams:analysis",
                KEEPERS | {Right.HR, Right.AUDITOR},
            ),
            Card(
                _("Accommodations"),
                _("Give somebody more time, larger print or lists for pictures in exams: decided by two persons."),
                "exams:accommodations",
                frozenset({Right.HR, Right.SAFETY, Right.AUDITOR}),
            ),
            Card(
                _("Rulings on attempts"),
                _(
                    "Make an attempt void after a disturbance, or let somebody try once more: decided by two persons."
                ),
                "exams:rulings",
                KEEPERS,
            ),
            Card(
                _("Corrections of keys"),
                _("A key proved wrong after use: see whose result changes; a second person approves."),
                "exams:corrections",
                KEEPERS,
            ),
        ),
    ),
    Section(
        _("Certificates"),
        (
            Card(
                _("Certificate register"),
                _("Find every certificate of your people, take the list or the PDFs along, see its history."),
                "certificates:register",
                OVERSEERS,
            ),
            Card(
                _("Held certificates"),
                _("Earned, but not printed: a name holds a character that the font lacks. Says what to do."),
                "certificates:held",
                frozenset({Right.HR}),
            ),
            Card(
                _("Revocations"),
                _("Proposed by one, decided by a second person: certificates that end before their time."),
                "certificates:revocations",
                frozenset({Right.HR, Right.SAFETY, Right.AUDITOR}),
            ),
        ),
    ),
    Section(
        _("Accounts and rights"),
        (
            Card(
                _("Rights"),
                _("See who may do what, where and until when; give a right, name a deputy, end a right."),
                "people:rights",
                OVERSEERS | {Right.ADMIN},
            ),
            Card(
                _("Accounts"),
                _("See who may sign in; switch an account off when somebody leaves, help after a lost phone."),
                "people:accounts",
                frozenset({Right.HR, Right.ADMIN}),
            ),
            Card(
                _("Audit trail"),
                _("See who did what, when and with what: search it, and take what you found along."),
                "compliance:trail",
                frozenset({Right.SAFETY, Right.AUDITOR}),
            ),
            Card(
                _("Start codes"),
                _("Print slips for everybody of a unit who has no password yet."),
                "people:start_codes",
                frozenset({Right.HR, Right.MANAGER}),
            ),
        ),
    ),
    Section(
        _("Training rules"),
        (
            Card(
                _("Training matrix"),
                _("Say which job role must hold which credential, from when, and with how many days of grace."),
                "compliance:matrix",
                OVERSEERS,
            ),
            Card(
                _("Credentials"),
                _("Say what can be earned: by which course and exam, for how long, and on what basis."),
                "compliance:credentials",
                frozenset({Right.SAFETY, Right.ADMIN, Right.HR, Right.AUDITOR}),
            ),
            Card(
                _("Exemptions"),
                _("Free somebody of a credential for a time: asked for by one, decided by a second person."),
                "compliance:exemptions",
                OVERSEERS,
            ),
        ),
    ),
)


def sections_for(rights: Set[Right]) -> list[Section]:
    """Return the sections with the cards that these rights open; sections without any are left out."""
    found = [Section(s.title, tuple(card for card in s.cards if card.rights & rights)) for s in SECTIONS]
    return [section for section in found if section.cards]
