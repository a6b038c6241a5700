"""PDF files written by hand: text at places, ruling lines, tables over pages, and broken files.

The font is one that every reader knows by name and no file brings along, so what a file says is all
in its own bytes: each character stands at the place given, one em wide, Latin ones half an em.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595.0, 842.0  # A4 in points
_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
    b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
    b"/W[1 95 500]/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/ItalicAngle 0"
    b"/FontBBox[-25 -254 1000 880]/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
)


def em(text: str) -> float:
    """How wide a text is, in sizes of its font."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


@dataclass
class MadePage:
    """One page. Places are points from the upper left corner; text is placed by its foot."""

    width: float = WIDTH
    height: float = HEIGHT
    turned: int = 0  # /Rotate, in degrees
    content: list[str] = field(default_factory=list)

    def text(self, x: float, base: float, text: str, size: float = 10.5, *, turn: str = "") -> None:
        """A text; `turn` is the start of a text matrix, "0 1 -1 0" for text that reads upwards."""
        place = f"{turn or '1 0 0 1'} {x:.2f} {self.height - base:.2f} Tm"
        units = text.encode("utf-16-be").hex()
        self.content.append(f"BT /F1 {size} Tf {place} <{units}> Tj ET")

    def line(self, x0: float, top: float, x1: float, bottom: float, width: float = 0.5) -> None:
        """A stroke."""
        ends = f"{x0:.2f} {self.height - top:.2f} m {x1:.2f} {self.height - bottom:.2f} l"
        self.content.append(f"{width} w {ends} S")

    def box(self, x0: float, top: float, x1: float, bottom: float, paint: str = "S") -> None:
        """A rectangle: "S" strokes it, "f" fills it."""
        size = f"{x1 - x0:.2f} {bottom - top:.2f}"
        self.content.append(f"{x0:.2f} {self.height - bottom:.2f} {size} re {paint}")

    def picture(self) -> None:
        """A picture over the whole page, as of a scan."""
        self.content.append(f"q {self.width} 0 0 {self.height} 0 0 cm /I Do Q")


def pdf(pages: Sequence[MadePage]) -> bytes:
    """The file."""
    return pdf_of_streams([stream("\n".join(page.content).encode()) for page in pages], pages)


def stream(data: bytes, entries: bytes = b"/Filter/FlateDecode", *, packed: bool = True) -> bytes:
    """A stream object; `packed` False if the data is compressed already."""
    body = zlib.compress(data) if packed else data
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(body), entries, body)


def pdf_of_streams(contents: Sequence[bytes], pages: Sequence[MadePage] = ()) -> bytes:
    """A file whose pages draw these streams, one each."""
    first = 5  # objects before the pages: catalogue, tree, font, picture
    kids = b" ".join(b"%d 0 R" % (first + 2 * index) for index in range(len(contents)))
    picture = (
        b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(contents)),
        _FONT,
        stream(b"\x80", picture, packed=False),
    ]
    for index, content in enumerate(contents):
        page = pages[index] if pages else MadePage()
        number = first + 2 * index + 1
        box = b"%.2f %.2f" % (page.width, page.height)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]/Rotate %d/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>/XObject<</I 4 0 R>>>>>>" % (box, page.turned, number)
        )
        objects.append(content)
    return pdf_of_objects(objects)


def pdf_of_objects(objects: Iterable[bytes], trailer: bytes = b"") -> bytes:
    """The bytes of a file with these objects; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(places) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)
