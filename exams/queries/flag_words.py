"""What a person should ask of an item, in plain words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exams.domain.item_analysis import FEWEST_ANSWERS, Flag
from exams.domain.markup import plain
from exams.queries.analysis import ItemRow

SENTENCES: dict[Flag, Promise] = {
    Flag.FEW_ANSWERS: _("Fewer than %(fewest)d answers: too early to say anything."),
    Flag.TOO_EASY: _("Nearly everybody has it right. Does it still ask anything?"),
    Flag.TOO_HARD: _("Few have it right. Is it taught, and is it clear?"),
    Flag.AGAINST_THE_GRAIN: _("The better candidates miss it more often. Is the key right?"),
    Flag.WEAK: _("It hardly tells those who know from those who do not."),
    Flag.UNUSED_DISTRACTOR: _("Nobody chose “%(option)s”. Would anybody believe it?"),
    Flag.STRONG_DISTRACTOR: _(
        "The better candidates choose “%(option)s” more often than the weaker. Is it wrong?"
    ),
}


def flag_sentences(row: ItemRow) -> list[str]:
    """Return the questions that the figures of a wording ask, each one sentence or two."""
    found = []
    for flag, option in row.figures.flags:
        text = plain(row.choices[option].text) if option in row.choices else ""
        found.append(str(SENTENCES[flag]) % {"fewest": FEWEST_ANSWERS, "option": text})
    return found
