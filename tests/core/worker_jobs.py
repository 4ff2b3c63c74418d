"""Jobs for the worker processes that test_brokers starts; `celery worker --include` reads this module."""

import os
from pathlib import Path

from core.jobs import job


@job("tests.echo")
def echo(ctx, *, word):
    """Give back what was asked."""
    return {"word": word}


@job("tests.stuck_once")
def stuck_once(ctx, *, folder):
    """Get stuck the first time: wait for a writer that never comes. The second time there is nothing to wait for."""
    pipe = Path(folder) / "pipe"
    if not pipe.exists():
        os.mkfifo(pipe)
        pipe.open().read()
    return {"again": True}
