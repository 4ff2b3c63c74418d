"""Wiring of the project: settings, Celery, URLs. Makes the repository root importable."""

import sys

from config.paths import REPO_DIR

if str(REPO_DIR) not in sys.path:
    sys.path.insert(0, str(REPO_DIR))

from config.celery import app as celery_app

__all__ = ["celery_app"]
