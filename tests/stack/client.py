"""A small HTTP client that costs little beside the server: one keep-alive connection, cookies, times."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.stack.server import HOST

TRIES = 2  # a server may close an idle connection just as we write


@dataclass
class Reply:
    """Status, headers in lower case, body, and bytes received."""

    status: int
    headers: dict[str, str]
    body: bytes
    size: int


@dataclass
class Client:
    """One browser. `times` collects seconds by step; `bytes` counts what came in."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    tries: int = TRIES
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    bytes: int = 0
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, *, step: str) -> Reply:
        """Open an address."""
        return await self._timed("GET", path, b"", "", step=step)

    async def post(self, path: str, data: dict[str, str], *, step: str) -> Reply:
        """Send a form."""
        kind = "application/x-www-form-urlencoded"
        return await self._timed("POST", path, urlencode(data).encode(), kind, step=step)

    async def post_json(self, path: str, body: bytes, *, step: str) -> Reply:
        """Send JSON."""
        return await self._timed("POST", path, body, "application/json", step=step)

    async def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _timed(self, method: str, path: str, body: bytes, kind: str, *, step: str) -> Reply:
        begin = time.perf_counter()
        for attempt in range(self.tries):
            try:
                reply = await self._exchange(method, path, body, kind)
                break
            except (ConnectionError, asyncio.IncompleteReadError):
                await self.close()
                if attempt == self.tries - 1:
                    raise
        self.times[step].append(time.perf_counter() - begin)
        self.bytes += reply.size
        return reply

    def _head(self, method: str, path: str, body: bytes, kind: str) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {HOST}",
            "X-Forwarded-Proto: https",
            f"Referer: https://{HOST}/",
        ]
        lines.append("Accept-Language: zh-CN")
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            token = self.cookies.get("__Host-csrftoken", "")
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}", f"X-CSRFToken: {token}"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def _exchange(self, method: str, path: str, body: bytes, kind: str) -> Reply:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        reader, writer = self._streams
        writer.write(self._head(method, path, body, kind) + body)
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        status, headers = self._parse(head.decode("latin-1"))
        if headers.get("transfer-encoding") == "chunked":
            content = await self._chunks(reader)
        else:
            content = await reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection", "").lower() == "close":
            await self.close()
        return Reply(status, headers, content, len(head) + len(content))

    async def _chunks(self, reader: asyncio.StreamReader) -> bytes:
        content = b""
        while size := int((await reader.readline()).strip(), 16):
            content += await reader.readexactly(size)
            await reader.readexactly(2)
        await reader.readexactly(2)
        return content

    def _parse(self, head: str) -> tuple[int, dict[str, str]]:
        first, *lines = head.strip().split("\r\n")
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(":")
            if name.lower() == "set-cookie":
                cookie, _, rest = value.strip().partition(";")
                key, _, stored = cookie.partition("=")
                if "max-age=0" in rest.lower():
                    self.cookies.pop(key, None)
                else:
                    self.cookies[key] = stored
            headers[name.lower()] = value.strip()
        return int(first.split()[1]), headers


def percentile(values: list[float], share: float) -> float:
    """Return the value below which so large a share lies, in milliseconds."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else float("nan")
