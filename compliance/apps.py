"""Floor 5: are we safe to work?"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplianceConfig(AppConfig):
    name = "compliance"
    verbose_name = _("Compliance")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what hears of changed employments, and show a required course to whom it is required of."""
        from compliance import receivers  # noqa: F401
        from compliance.permissions import required_of
        from courses.permissions import ALSO_SEEN

        if required_of not in ALSO_SEEN:
            ALSO_SEEN.append(required_of)
