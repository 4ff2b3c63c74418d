"""Reads and checks environment variables, once; a wrong value stops start-up and says the cure."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from core.patience import PatientConnection

HOST = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
BROKERS = {"redis", "rediss", "amqp", "amqps"}


@dataclass(frozen=True, slots=True)
class Environment:
    """The variables of one process. `source` is os.environ outside of tests."""

    source: Mapping[str, str]

    def text(self, name: str, *, default: str | None = None) -> str:
        """Return a variable; without a default a missing or empty one is refused."""
        value = self.source.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise ImproperlyConfigured(
                f"{name} is not set. Set it in the environment or in .env (see .env.example)."
            )
        return default

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a yes/no variable: 1, true, yes, on or 0, false, no, off."""
        value = self.source.get(name, "").strip().lower()
        if not value:
            return default
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"0", "false", "no", "off"}:
            return False
        raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no. Write {name}=1 or {name}=0.")

    def number(self, name: str, *, default: int, least: int, most: int) -> int:
        """Return a whole number between `least` and `most`, both included."""
        value = self.source.get(name, "").strip()
        if not value:
            return default
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise ImproperlyConfigured(f"{name}={value!r} must be a whole number from {least} to {most}.")
        return int(value)

    def names(self, name: str, *, default: str = "") -> list[str]:
        """Return a comma-separated list without blanks."""
        return [part.strip() for part in self.source.get(name, default).split(",") if part.strip()]

    def codes(self, name: str, *, known: list[str]) -> list[str]:
        """Return a comma-separated list, each of which must be known."""
        values = self.names(name)
        unknown = [value for value in values if value not in known]
        if unknown:
            raise ImproperlyConfigured(f"{name} names {', '.join(unknown)}. Choose from: {', '.join(known)}.")
        return values

    def hosts(self, name: str) -> list[str]:
        """Return a comma-separated list of host names as people type them: no scheme, port or path, and no wildcard."""
        values = self.names(name)
        wrong = [value for value in values if not HOST.fullmatch(value)]
        if wrong:
            raise ImproperlyConfigured(
                f"{name} names {', '.join(wrong)}. Write hosts alone, for example train.example.cn."
            )
        return values

    def own_address(self, name: str) -> str:
        """Return the https address of this site, without a slash at its end."""
        value = self.text(name).rstrip("/")
        try:
            parts = urlsplit(value)
            is_whole = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_whole = False
        if not is_whole or parts.path or parts.query or parts.fragment or parts.username:
            raise ImproperlyConfigured(
                f"{name}={value!r} is no https address of a site. It is printed into the QR codes of certificates: "
                f"write, for example, {name}=https://train.example.cn."
            )
        return value

    def broker(self, name: str) -> str:
        """Return the address of a broker that is supported; the embedded one unless set."""
        value = self.text(name, default="filesystem://")
        scheme, mark, rest = value.partition("://")
        if value != "filesystem://" and not (mark and rest and scheme in BROKERS):
            raise ImproperlyConfigured(
                f"{name}={value!r} is no broker. Use filesystem://, redis://host:6379/0 or amqp://user@host:5672//."
            )
        return value

    def networks(self, name: str, *, default: str = "") -> list[IPv4Network | IPv6Network]:
        """Return a comma-separated list of addresses and ranges of addresses."""
        try:
            return [ip_network(part) for part in self.names(name, default=default)]
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name} is no list of addresses: {error}. Write, for example, {name}=127.0.0.1,10.0.0.0/24."
            ) from error


def database_from_url(url: str) -> dict[str, Any]:
    """Return Django's DATABASES entry for sqlite:////path or postgresql://user@host/name."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path[1:]))
    if parts.scheme in {"postgresql", "postgres"}:
        return _postgresql(parts)
    raise ImproperlyConfigured(
        f"DATABASE_URL starts with {parts.scheme!r}. Use sqlite:////absolute/path.sqlite3 or postgresql://…"
    )


def _sqlite(path: str) -> dict[str, Any]:
    """WAL, FULL and IMMEDIATE: an acknowledged answer survives a power cut, and a writer waits instead of failing."""
    if not Path(path).is_absolute():
        raise ImproperlyConfigured(
            f"DATABASE_URL names no whole path ({path!r}): each process would look in its own folder. "
            "Write sqlite:////absolute/path.sqlite3."
        )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;"
            ),
        },
    }


def _postgresql(parts: SplitResult) -> dict[str, Any]:
    """Pooled, with time limits that keep one slow query from stopping a room."""
    if not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL names no database. Write postgresql://user@host:5432/annuan.")
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL has a wrong port: {error}. Write postgresql://user@host:5432/annuan."
        ) from error
    limits = "-c statement_timeout=10000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000"
    # Of what core.prepared keeps planned and of triggers: both look rows up by keys, whatever the key.
    plans = "-c plan_cache_mode=force_generic_plan"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 5, "connection_class": PatientConnection},
            "prepare_threshold": 2,  # of core.prepared; what Django asks otherwise is never prepared
            "options": f"{limits} {plans}",
            **dict(parse_qsl(parts.query)),
        },
    }


def make_folder(path: Path, *, name: str) -> None:
    """Make a folder that the running system writes, below the one that a variable names."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} does not do: {path} cannot be made ({error.strerror}). Name a folder that this account may write."
        ) from error


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over; `starttls` and `tls` say how the line is kept private."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_server_from_url(url: str) -> MailServer | None:
    """Return the server of smtp://host (in the clear), smtp+tls://… (STARTTLS) or smtps://…; None without a URL."""
    if not url:
        return None
    cure = "Write EMAIL_URL=smtp+tls://user:password@mail.example.cn:587, or smtps:// with port 465."
    parts = urlsplit(url)
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise ImproperlyConfigured(f"EMAIL_URL names no mail server. {cure}")
    try:
        port = parts.port or MAIL_PORTS[parts.scheme]
    except ValueError as error:
        raise ImproperlyConfigured(f"EMAIL_URL has a wrong port. {cure}") from error
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    starttls, tls = parts.scheme == "smtp+tls", parts.scheme == "smtps"
    return MailServer(parts.hostname, port, user, password, starttls=starttls, tls=tls)


def read_dotenv(path: Path) -> dict[str, str]:
    """Return the NAME=value lines of a .env file; none when there is no such file.

    What follows a blank and a # is a remark, unless the value stands in quotes.
    """
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): _unquoted(value.strip()) for name, _, value in pairs}


def _unquoted(value: str) -> str:
    if value[:1] in {"'", '"'}:
        return value.strip("'\"")
    return re.split(r"\s#", value, maxsplit=1)[0].strip()


def load(dotenv: Path) -> Environment:
    """Return this process's environment; real variables win over the .env file."""
    return Environment({**read_dotenv(dotenv), **os.environ})
