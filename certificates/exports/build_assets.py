"""Draws the ground of certificates.

    python certificates/exports/build_assets.py

The same code draws the same bytes.
"""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
MILLIMETRE = 6  # pixels, at 152 dots an inch
SCALE = 2  # drawn twice as large, then reduced: smooth lines
RED, GOLD, PAPER = (146, 26, 30), (178, 142, 74), (253, 252, 247)


def ground() -> Image.Image:
    """Return the paper: two frames and a fine wave that copies badly."""
    unit = MILLIMETRE * SCALE
    size = (297 * unit, 210 * unit)
    image = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(image)
    for shift in range(26):
        points = []
        for x in range(16 * unit, 281 * unit, unit):
            wave = math.sin(x / (23 * unit) + shift * 0.13) + 0.45 * math.sin(x / (9.5 * unit) - shift * 0.21)
            points.append((x, 118 * unit + wave * (14 + shift * 1.2) * unit))
        pen.line(points, fill=(246, 241, 226), width=SCALE)
    for inset, width, colour in ((8, 1.6, RED), (10.6, 0.35, GOLD), (11.6, 0.35, GOLD)):
        box = [inset * unit, inset * unit, size[0] - inset * unit, size[1] - inset * unit]
        pen.rectangle(box, outline=colour, width=round(width * unit))
    for x in (11.6, 297 - 11.6):
        for y in (11.6, 210 - 11.6):
            for radius in (3.0, 4.6, 6.2):
                box = [(x - radius) * unit, (y - radius) * unit, (x + radius) * unit, (y + radius) * unit]
                pen.ellipse(box, outline=GOLD, width=round(0.3 * unit))
    return image.resize((297 * MILLIMETRE, 210 * MILLIMETRE), Image.Resampling.LANCZOS)


def main() -> None:
    """Draw the file."""
    ASSETS.mkdir(exist_ok=True)
    ground().save(ASSETS / "ground.jpg", quality=72, optimize=True, subsampling=0)


if __name__ == "__main__":
    main()
