"""Read by gunicorn by itself: import path, workers, time limits."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))

from config import environment
from config.paths import REPO_DIR

env = environment.load(REPO_DIR / ".env")
bind = env.text("ANNUAN_BIND", default="127.0.0.1:8000")
worker_class = "gthread"
workers = env.number("WEB_WORKERS", default=2, least=1, most=64)  # one per core; more did not help on two cores
threads = 4
timeout = 30
max_requests = 5000  # a slow leak in a library never grows for ever
max_requests_jitter = 500
