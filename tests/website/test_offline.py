"""What phones get for the time without a network: worker, offline page, name of the app."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def account_in(answer) -> str:
    return re.search(r'data-account="(\w*)"', answer.content.decode()).group(1)


def test_worker_serves_the_whole_site_and_is_asked_for_anew(client):
    answer = client.get("/worker.js")
    facts = json.loads(re.match(r"const SETTINGS = (\{.*\});", answer.content.decode()).group(1))

    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/javascript; charset=utf-8", "no-cache")
    assert all(finders.find(path.removeprefix("/static/")) for path in facts["files"])
    assert [client.get(path).status_code for path in facts["offline"].values()] == [200, 200]
    assert re.match(facts["lesson"], "/learning/abc/12/")
    assert not re.match(facts["lesson"], "/learning/abc/12/copy/")
    assert re.match(facts["attempt"], "/attempts/abc/")
    assert not re.match(facts["attempt"], "/attempts/abc/result/")


@pytest.mark.parametrize(("language", "title"), [("zh", "网络已断开"), ("en", "No connection")])
def test_offline_page_is_the_same_for_everybody(client, user, language, title):
    for_nobody = client.get(f"/offline/{language}/").content.decode()
    client.force_login(user, backend=BACKEND)
    for_somebody = client.get(f"/offline/{language}/").content.decode()

    assert f"<h1>{title}</h1>" in for_nobody
    assert for_somebody == for_nobody
    assert "data-account" not in for_nobody


def test_pages_tell_accounts_apart_without_naming_them(client, user, django_user_model):
    other = django_user_model.objects.create_user("G10002", "correct-horse-7")
    assert account_in(client.get("/accounts/login/")) == ""
    found = []
    for somebody in (user, user, other):
        client.force_login(somebody, backend=BACKEND)
        found.append(account_in(client.get("/learning/")))

    assert found[0] == found[1] != found[2]
    assert re.fullmatch(r"[0-9a-f]{20}", found[0])


def test_phones_can_install_the_app(client):
    answer = client.get("/manifest.webmanifest")
    facts = answer.json()

    assert answer["Content-Type"] == "application/manifest+json"
    assert (facts["display"], facts["scope"], facts["start_url"]) == ("standalone", "/", "/")
    for icon in facts["icons"]:
        with Image.open(Path(finders.find(icon["src"].removeprefix("/static/")))) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
