"""Makes corpus/agencies/lookalikes.tsv: which characters a character of a place is misread for.

    python -m bench.lookalikes SANS.ttc SERIF.ttc > corpus/agencies/lookalikes.tsv

Needs Pillow, which the product does not. Both fonts are drawn, blurred a little as print
and scans are, and compared; two characters look alike where both fonts say so. The likeness of
two pictures is the cosine between them, 1 for the same.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

PLACES = Path("corpus/agencies/places.tsv")

LIKENESS = 0.845
"""沭 and 沐 have 0.95, 淮 and 准 0.88, 泌 and 沁 0.85, 邳 and 邱 0.77. Of sixty pairs at this value
nearly all differ in one side or one stroke; at 0.82 nobody would mistake half of them."""

_SIZE = 48  # pixels; more changes nothing in the third digit
_MARGIN = 4
_BLUR = 1.2  # pixels: about what a scan of 100 dots an inch does to print of 12 points
_SIMPLIFIED = 2  # the face of a Noto CJK collection that draws as the mainland does

HEADING = """\
# A character of a place in places.tsv, and the characters of GB 2312 that look like it.
# Made by bench/lookalikes.py. Do not edit.
"""


def main(fonts: list[str]) -> None:
    """Print the table."""
    wanted = sorted({char for name in _names() for char in name})
    others = sorted({*_gb2312(), *wanted})
    likeness = np.minimum.reduce([_likeness(Path(font), wanted, others) for font in fonts])
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    print(HEADING, end="")
    for char, row in zip(wanted, likeness, strict=True):
        alike = [others[at] for at in np.flatnonzero(row > LIKENESS) if others[at] != char]
        if alike:
            print(f"{char}\t{''.join(alike)}")


def _names() -> Iterator[str]:
    for line in PLACES.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")[1]


def _gb2312() -> Iterator[str]:
    """Its 6,763 characters."""
    for first in range(0xB0, 0xF8):
        for second in range(0xA1, 0xFF):
            yield bytes((first, second)).decode("gb2312", "ignore")


def _likeness(font: Path, wanted: list[str], others: list[str]) -> "np.ndarray":
    face = ImageFont.truetype(str(font), _SIZE, index=_SIMPLIFIED)
    drawn = [np.stack([_drawn(face, char) for char in chars]) for chars in (wanted, others)]
    alike: np.ndarray = drawn[0] @ drawn[1].T
    return alike


def _drawn(face: ImageFont.FreeTypeFont, char: str) -> "np.ndarray":
    picture = Image.new("L", (_SIZE + 2 * _MARGIN,) * 2, 0)
    ImageDraw.Draw(picture).text((_MARGIN, -_MARGIN), char, font=face, fill=255)
    ink = np.asarray(picture.filter(ImageFilter.GaussianBlur(_BLUR)), dtype=np.float32).ravel()
    length = np.linalg.norm(ink)
    return ink / length if length else ink


if __name__ == "__main__":
    main(sys.argv[1:])
