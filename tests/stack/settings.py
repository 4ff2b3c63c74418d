"""Production, with plain static files: a drill looks at records, and need not collect and hash the design first."""

from config.settings.production import *  # noqa: F403 -- settings modules extend the base by design
from config.settings.production import STORAGES

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
