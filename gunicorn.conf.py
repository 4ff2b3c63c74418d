"""Read by gunicorn by itself: import path, workers, time limits."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))

bind = os.environ.get("ANNUAN_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))  # one per core; more did not help on two cores
threads = 4
timeout = 30
max_requests = 5000  # a slow leak in a library never grows for ever
max_requests_jitter = 500
