"""One's own settings inside the authoring screens."""

from __future__ import annotations

from typing import Any

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel


class OwnSettings(AccountView):
    """Language, appearance and notices. Name and address come from the roster, so nobody changes them here."""

    def get_panels(self) -> list[Any]:
        """Return the parts of the form."""
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]


own_settings = require_admin_access(OwnSettings.as_view())
