"""What a picture of an item may be."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from hashlib import sha256

from PIL import Image, ImageOps

MOST_BYTES = 8 * 1024 * 1024  # a photograph of a phone, uncut
MOST_PIXELS = 40_000_000  # more than any phone takes; a small file that unpacks to more is a bomb
LONGEST_SIDE = 2000  # more than a screen shows; larger ones are made smaller
SMALLEST_SIDE = 32
KINDS = {"PNG": ("image/png", "png"), "JPEG": ("image/jpeg", "jpg"), "WEBP": ("image/webp", "webp")}


class PictureWrong(ValueError):
    """The file is no picture that can be used; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture drawn anew from its pixels: nothing of the file that was sent is left but what one sees."""

    content: bytes
    content_type: str
    extension: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """Return the fingerprint of the content."""
        return sha256(self.content).hexdigest()


def clean_picture(data: bytes) -> CleanPicture:
    """Return a picture as it may be stored: upright, at most LONGEST_SIDE, without metadata.

    Raises PictureWrong: too_large, not_a_picture (SVG and HTML too, whatever the file is called), too_many_pixels,
    too_small.
    """
    if len(data) > MOST_BYTES:
        raise PictureWrong("too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(KINDS)) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise PictureWrong("too_many_pixels")
                if min(opened.size) < SMALLEST_SIDE:
                    raise PictureWrong("too_small")
                return _drawn_anew(opened)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PictureWrong("too_many_pixels") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, PictureWrong):
            raise
        raise PictureWrong("not_a_picture") from error


def _drawn_anew(opened: Image.Image) -> CleanPicture:
    kind = str(opened.format)
    content_type, extension = KINDS[kind]
    upright = ImageOps.exif_transpose(opened)
    pixels = upright.convert("RGB" if kind == "JPEG" else "RGBA" if "A" in upright.getbands() else "RGB")
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    fresh = Image.new(pixels.mode, pixels.size)
    fresh.paste(pixels)
    out = io.BytesIO()
    fresh.save(out, kind, quality=88, optimize=True)  # a PNG knows no quality, and none is lost
    return CleanPicture(out.getvalue(), content_type, extension, *fresh.size)
