"""Wrong settings stop start-up with a sentence that says the cure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config.environment import (
    Environment,
    MailServer,
    database_from_url,
    mail_server_from_url,
    make_folder,
    read_dotenv,
)
from config.paths import REPO_DIR, SITE_DIR


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("Yes", True), ("off", False), ("", True)])
def test_flag_reads_the_usual_words(value, expected):
    assert Environment({"DEBUG": value}).flag("DEBUG", default=True) is expected


@pytest.mark.parametrize(
    ("read", "cure"),
    [
        (lambda env: env.flag("DEBUG", default=False), "DEBUG=1 or DEBUG=0"),
        (lambda env: env.text("SECRET_KEY"), "Set it in the environment"),
        (lambda env: env.number("PORT", default=1, least=1, most=65535), "from 1 to 65535"),
        (lambda env: env.codes("DEBUG", known=["hr", "safety"]), "Choose from: hr, safety"),
        (lambda env: database_from_url("mysql://x/y"), "Use sqlite:"),
        (lambda env: database_from_url("postgresql://x@h/"), "names no database"),
        (lambda env: mail_server_from_url("http://mail.example.cn"), "names no mail server"),
        (lambda env: mail_server_from_url("smtps://"), "names no mail server"),
        (lambda env: mail_server_from_url("smtp://mail.example.cn:mail"), "wrong port"),
        (lambda env: database_from_url("postgresql://x@h:port/y"), "wrong port"),
        (lambda env: database_from_url("sqlite:///"), "names no whole path"),
        (lambda env: database_from_url("sqlite:///here.sqlite3"), "names no whole path"),
        (lambda env: env.broker("DEBUG"), "is no broker"),
        (lambda env: env.hosts("HOSTS"), "names http://a, b:80, \\*. Write hosts alone"),
        (lambda env: env.own_address("DEBUG"), "is no https address of a site"),
        (lambda env: make_folder(Path("/proc/nowhere"), name="VAR_DIR"), "VAR_DIR does not do"),
    ],
    ids=[
        "flag",
        "missing",
        "number",
        "codes",
        "database",
        "database name",
        "mail",
        "mail host",
        "mail port",
        "database port",
        "no file",
        "no whole path",
        "broker",
        "hosts",
        "own address",
        "folder",
    ],
)
def test_wrong_value_is_refused_with_its_cure(read, cure):
    with pytest.raises(ImproperlyConfigured, match=cure):
        read(Environment({"DEBUG": "maybe", "PORT": "99999", "HOSTS": "http://a,b:80,ok.cn,.ok.cn,[::1],*"}))


@pytest.mark.parametrize(
    "address",
    ["http://a.cn", "https://", "https://a.cn/x", "https://a.cn:x", "https://me@a.cn", "https://a.cn?x=1"],
)
def test_address_that_is_printed_is_whole(address):
    with pytest.raises(ImproperlyConfigured, match="no https address of a site"):
        Environment({"BASE_URL": address}).own_address("BASE_URL")
    assert Environment({"BASE_URL": "https://a.cn:8443/"}).own_address("BASE_URL") == "https://a.cn:8443"


@pytest.mark.parametrize("url", ["", "filesystem://", "redis://h:6379/0", "amqp://u:p@h:5672//"])
def test_brokers_that_are_supported_are_taken(url):
    assert Environment({"BROKER_URL": url}).broker("BROKER_URL") == (url or "filesystem://")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", None),
        ("smtp://127.0.0.1", MailServer("127.0.0.1", 25, "", "", starttls=False, tls=False)),
        ("smtp+tls://a%40b.cn:p%2Fw@m.cn", MailServer("m.cn", 587, "a@b.cn", "p/w", starttls=True, tls=False)),
        ("smtps://u:p@m.cn:1465", MailServer("m.cn", 1465, "u", "p", starttls=False, tls=True)),
    ],
)
def test_mail_server_is_read_from_its_url(url, expected):
    assert mail_server_from_url(url) == expected


def test_dotenv_skips_comments_and_quotes(tmp_path):
    file = tmp_path / ".env"
    file.write_text("# note\nA=1  # why\nB='two # words'\nC=a#b\n\n", encoding="utf-8")

    assert read_dotenv(file) == {"A": "1", "B": "two # words", "C": "a#b"}


def production(**variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in {"DEBUG", "DEMO_MODE", "SECRET_KEY"}}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=REPO_DIR,
        env={**clean, "DJANGO_SETTINGS_MODULE": "config.settings.production", **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [({}, "False True True"), ({"DEBUG": "1"}, "True True False")],
    ids=["as it comes", "DEBUG=1"],
)
def test_development_answers_as_production_does_unless_debug_is_asked_for(change, expected):
    code = (
        "from django.conf import settings; from django.template import engines;"
        "loader = type(engines['django'].engine.template_loaders[0]);"
        "print(settings.DEBUG, settings.WHITENOISE_AUTOREFRESH, loader.__module__.endswith('cached'))"
    )
    clean = {name: value for name, value in os.environ.items() if name != "DEBUG"}
    answer = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", code],
        cwd=REPO_DIR,
        env={**clean, "DJANGO_SETTINGS_MODULE": "config.settings.development", **change},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )

    assert answer.stdout.strip() == expected


GOOD = {
    "SECRET_KEY": "kq3Zr8vPw1sXbN6uTy0LmJ5hGf2dCa9eVi7oQnRzKxWlSjHtBpYg4M",
    "ALLOWED_HOSTS": "train.example.cn",
    "BASE_URL": "https://train.example.cn",
    "CERTIFICATE_ISSUER": "暖城热力有限公司",
}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"DEBUG": "1"}, "Production never runs with it"),
        ({"DEMO_MODE": "1"}, "Demo accounts have known passwords"),
        ({"SECRET_KEY": "short"}, "default or too weak"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty"),
        ({"EMAIL_URL": "smtps://mail.example.cn"}, "EMAIL_FROM is not set"),
        ({"BASE_URL": ""}, "BASE_URL is not set"),
        ({"CERTIFICATE_ISSUER": ""}, "CERTIFICATE_ISSUER is not set"),
    ],
    ids=["debug", "demo", "secret", "hosts", "nobody writes the letters", "address", "issuer"],
)
def test_production_refuses_to_start(change, sentence):
    answer = production(**{**GOOD, **change})

    assert answer.returncode != 0
    assert sentence in answer.stderr


def test_production_check_deploy_is_clean():
    answer = production(**GOOD)

    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.django_db
def test_database_runs_with_durable_settings():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,)  # FULL
            cursor.execute("PRAGMA foreign_keys")
            assert cursor.fetchone() == (1,)
            assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        else:
            cursor.execute("SELECT current_setting('synchronous_commit'), current_setting('statement_timeout')")
            assert cursor.fetchone() == ("on", "10s")


def test_site_folder_is_an_import_root_and_never_a_package():
    assert not (SITE_DIR / "__init__.py").exists()
    import site

    assert not hasattr(site, "__path__")
