"""Where the project lies on disk; the only module that counts parents."""

from pathlib import Path

SITE_DIR = Path(__file__).resolve().parent.parent
REPO_DIR = SITE_DIR.parent
