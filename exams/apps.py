"""Floor 3: assessment."""

import importlib
import pkgutil

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExamsConfig(AppConfig):
    name = "exams"
    verbose_name = _("Exams")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import every item type, so that it registers itself: a new type is one new file."""
        from exams import item_types  # app ready

        for module in pkgutil.iter_modules(item_types.__path__):
            importlib.import_module(f"{item_types.__name__}.{module.name}")
