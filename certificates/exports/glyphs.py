"""Which text of a held certificate lacks which character, and where it is put right."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.exports.fonts import missing_glyphs
from certificates.models import Certificate

ROSTER, COURSES, RULES = "roster", "courses", "rules"
FIELDS: tuple[tuple[str, str | Promise, str], ...] = (
    ("holder_name", pgettext_lazy("person", "Name"), ROSTER),
    ("employee_no", _("Employee number"), ROSTER),
    ("unit_path", _("Unit"), ROSTER),
    ("job_role", _("Job role"), ROSTER),
    ("credential", _("Credential"), RULES),
    ("course_title", _("Course"), COURSES),
    ("exam_title", _("Exam"), COURSES),
    ("basis", _("Basis"), RULES),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One text that cannot be drawn: its field, where it is kept, its characters with code points, the text today."""

    label: str | Promise
    kept_in: str
    text: str
    characters: tuple[tuple[str, str], ...]
    today: str
    is_cured: bool


def faults(certificate: Certificate, *, today: dict[str, str]) -> list[Fault]:
    """Return the texts of a snapshot that the faces cannot draw; none when they can by now.

    `today` holds the same texts as they are written now, for those that may be corrected.
    """
    found = []
    for field, label, kept_in in FIELDS:
        text = certificate.snapshot.get(field, "")
        now = today.get(field, text)
        if missing := missing_glyphs(text):
            points = tuple((character, f"U+{ord(character):04X}") for character in missing)
            found.append(Fault(label, kept_in, text, points, now, not missing_glyphs(now)))
    return found
