"""A trainer who brings files of items, and a bank with two areas."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from core import jobs
from exams import tasks  # noqa: F401 -- registers the jobs
from exams.models import ContentArea, ItemImport
from library.models import Standard
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import RoleGrant, Unit

SAMPLES = Path(__file__).parent.parent / "exchange_samples"


def png(color: str = "navy", size: tuple[int, int] = (100, 50)) -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def bank():
    """Two areas and one standard."""
    Standard.objects.create(code="GB 46768-2025", title="有限空间作业安全技术规范")
    return [
        ContentArea.objects.create(code=code, name=name) for code, name in (("M1", "有限空间"), ("M2", "检测"))
    ]


@pytest.fixture
def trainer(client, user, at, monkeypatch):
    """Somebody who may read keys, signed in; the interface in English."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    unit = Unit.objects.create(code="G", name="集团", kind="branch", valid_from=date(2015, 1, 1))
    rebuild_closure()
    RoleGrant.objects.create(
        user=user, right=Right.TRAINER, unit=unit, starts_on=date(2020, 1, 1), reason="appointed"
    )
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = "en"
    return user


@pytest.fixture
def work(at):
    """Do the work that waits, as the worker would."""

    def run():
        while (job_id := jobs.most_urgent()) is not None:
            jobs.run(job_id, at=at)

    return run


@pytest.fixture
def bring(client, trainer, bank, work):
    """Upload a file and have it checked; returns its row."""

    def run(content: bytes, *, name: str = "items.txt", area: ContentArea | None = None) -> ItemImport:
        data = {"file": SimpleUploadedFile(name, content), "area": area.pk if area else "", "level": "2"}
        reply = client.post(reverse("exams:imports"), data)
        assert reply.status_code == 302, reply.content.decode()
        work()
        return ItemImport.objects.latest("pk")

    return run
