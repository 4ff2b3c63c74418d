"""The base of every expected refusal: a rule said no, and the door words it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """A rule refused an action; nothing was changed.

    `code` names the rule for programs, `message` is a translated sentence that says what to do next,
    `data` carries values for the caller (never secrets).
    """

    code: ClassVar[str] = "refused"
    default_message: ClassVar[str | Promise] = _("This is not possible now.")

    def __init__(self, message: str | Promise | None = None, *, data: Mapping[str, Any] | None = None) -> None:
        self._message = message if message is not None else self.default_message
        self.data: dict[str, Any] = dict(data or {})
        super().__init__(self.code)

    @property
    def message(self) -> str:
        """Return the sentence in the language active now."""
        return str(self._message)

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"
