"""Draws the round seal of certificates: the issuer's name along its rim, a star, and what the seal is for."""

from __future__ import annotations

import io
import math
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FACE = str(Path(__file__).resolve().parent.parent / "fonts" / "AnnuanSerif-Bold.ttf")
INK = (146, 26, 30, 235)
PURPOSE = "培训考核专用章"
SIDE = 1000  # pixels, reduced afterwards: smooth lines
RIM = 358  # how far the middle of a character is from the centre
STEP, MOST_SPAN = 40.0, 205.0  # degrees from one character to the next, and from the first to the last
LARGEST = 128


@cache  # one issuer a process
def seal(issuer: str) -> bytes:
    """Return the seal as PNG on nothing. The same name gives the same bytes; a longer one has smaller characters."""
    image = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse([20, 20, SIDE - 20, SIDE - 20], outline=INK, width=26)
    star = []
    for corner in range(10):
        radius = 150 if corner % 2 == 0 else 58
        angle = math.radians(-90 + corner * 36)
        star.append((SIDE / 2 + radius * math.cos(angle), SIDE / 2 + radius * math.sin(angle)))
    pen.polygon(star, fill=INK)
    step = min(STEP, MOST_SPAN / max(1, len(issuer) - 1))
    face = ImageFont.truetype(FACE, min(LARGEST, int(0.8 * math.radians(step) * RIM)))
    half = int(face.size)
    for place, character in enumerate(issuer):
        turn = step * (place - (len(issuer) - 1) / 2)  # from the top, with the clock
        tile = Image.new("RGBA", (2 * half, 2 * half), (0, 0, 0, 0))
        ImageDraw.Draw(tile).text((half, half), character, font=face, fill=INK, anchor="mm")
        x = SIDE / 2 + RIM * math.sin(math.radians(turn))
        y = SIDE / 2 - RIM * math.cos(math.radians(turn))
        image.alpha_composite(
            tile.rotate(-turn, resample=Image.Resampling.BICUBIC), (round(x) - half, round(y) - half)
        )
    pen.text((SIDE / 2, 770), PURPOSE, font=ImageFont.truetype(FACE, 74), fill=INK, anchor="mm")
    out = io.BytesIO()
    image.resize((360, 360), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
