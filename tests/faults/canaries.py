"""Marks every piece of every answer key with a word or a number that occurs nowhere else, and finds it in bytes."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

WORD = "LEAK"
SETTINGS = {"scoring", "match_case"}  # words of ours, not of an author
END = "end"  # so is the end of a situation
NUMBER = re.compile(r"\d+\.\d+")


@dataclass
class Canaries:
    """Every canary with what it stands for."""

    planted: dict[str, str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def word(self, text: str, *, of: str) -> str:
        """Return the text with a canary at its end."""
        canary = f"{WORD}{next(self._numbers):04d}Z"
        self.planted[canary] = of
        return f"{text}{canary}"

    def number(self, text: str, *, of: str) -> str:
        """Return a number a little larger than this one, with digits that are a canary."""
        canary = f"{text}0{7130 + next(self._numbers)}"
        self.planted[canary] = of
        return canary

    def keyed(self, code: str, body: dict[str, Any], key: dict[str, Any]) -> dict[str, Any]:
        """Return the key with a canary in each text and each number; what the body shows too stays as it is."""
        shown = set(_strings(body))
        return self._marked(deepcopy(key), shown, of=code)

    def _marked(self, value: Any, shown: set[str], *, of: str) -> Any:
        if isinstance(value, dict):
            return {k: v if k in SETTINGS else self._marked(v, shown, of=f"{of}.{k}") for k, v in value.items()}
        if isinstance(value, list):
            return [self._marked(part, shown, of=f"{of}[{n}]") for n, part in enumerate(value)]
        if not isinstance(value, str) or value in shown | {END} or _is_id(of):
            return value
        if NUMBER.fullmatch(value):
            return self.number(value, of=of)
        return value if _is_number(value) else self.word(value, of=of)

    def found(self, content: bytes) -> dict[str, str]:
        """Return the canaries in these bytes, with what each stands for."""
        text = content.decode("utf-8", errors="ignore")
        return {canary: of for canary, of in self.planted.items() if canary in text}


def _is_id(path: str) -> bool:
    return path.rpartition(".")[2] == "id"


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except ArithmeticError:
        return False


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, str):
        yield value


def bytes_of(response: Any) -> bytes:
    """Return everything that a response carries: status line, headers, cookies, body; archives and PDF as text too."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    heads = [f"{name}: {value}" for name, value in response.items()]
    heads += [morsel.OutputString() for morsel in response.cookies.values()]
    return "\n".join(heads).encode() + b"\n" + body + _unpacked(body)


def _unpacked(body: bytes) -> bytes:
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    if body.startswith(b"%PDF") and len(body) > 500:
        return subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True).stdout
    return b""
