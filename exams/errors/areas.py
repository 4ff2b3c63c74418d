"""Named refusals about content areas."""

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal


class AreaInUse(Refusal):
    """Something hangs on the area; `data` says how many items, areas below and blueprint rows."""

    code = "area_in_use"
    default_message = _(
        "This area is in use: items %(items)d, areas below %(areas)d, blueprint rows %(rows)d. Move them first."
    )

    @property
    def message(self) -> str:
        """Return the sentence with its numbers."""
        return str(self._message) % self.data


class AreaMoveRefused(Refusal):
    """An area cannot lie below itself."""

    code = "area_move_refused"
    default_message = _("An area cannot be moved below itself, nor too deep. Choose another place.")


class LessonElsewhere(Refusal):
    """The lesson is none of the course that the item's area belongs to."""

    code = "lesson_elsewhere"
    default_message = _("This lesson is not one of the course of the content area. Choose anew.")
