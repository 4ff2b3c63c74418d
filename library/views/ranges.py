"""Sends part of a file, so that a player can seek without fetching the whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from library.domain.ranges import RangeNotSatisfiable, byte_range

BLOCK_BYTES = 64 * 1024


class _Part:
    """Part of an open file, from where it stands, block by block; closes it at the end."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self.file, self.left = file, length

    def __iter__(self) -> Iterator[bytes]:
        while self.left and (block := self.file.read(min(BLOCK_BYTES, self.left))):
            self.left -= len(block)
            yield block

    def close(self) -> None:
        """Close the file."""
        self.file.close()


def with_ranges(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return the response to a request for a file, or the part of it that was asked for (206), or 416."""
    if not isinstance(response, FileResponse) or response.status_code != 200:
        return response
    response["Accept-Ranges"] = "bytes"
    header, known = request.headers.get("Range"), request.headers.get("If-Range")
    if request.method != "GET" or header is None or known not in {None, response.get("Last-Modified")}:
        return response
    size = int(response["Content-Length"])
    try:
        asked = byte_range(header, size=size)
    except RangeNotSatisfiable:
        response.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if asked is None:
        return response
    first, last = asked
    file = response.file_to_stream
    file.seek(first)
    response.streaming_content = _Part(file, last - first + 1)
    response.status_code = 206
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response
