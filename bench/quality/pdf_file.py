"""PDF files from drawing instructions: objects, cross references, and a font for every character.

The font inside has a single glyph, a box: the file says of each character what it is (ToUnicode)
and how wide, which is all that a reader of text asks for.
"""

import struct
import zlib
from collections.abc import Sequence

_ASCENT, _DESCENT = 860, -140  # of a thousand parts of the font size
_HALF = 12_287  # codes up to here are half as wide as high; behind them stand Chinese characters


def pdf_file(pages: Sequence[str], width: int, height: int) -> bytes:
    """The bytes of the file. Text is set in /F1, two bytes a character, UTF-16."""
    kids = " ".join(f"{9 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Box /Encoding /Identity-H "
        b"/DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Box /DW 1000 /CIDToGIDMap 8 0 R "
        b"/W [0 %d 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> /FontDescriptor 5 0 R >>" % _HALF,
        b"<< /Type /FontDescriptor /FontName /Box /Flags 4 /FontBBox [0 %d 1000 %d] /Ascent %d "
        b"/Descent %d /ItalicAngle 0 /CapHeight 700 /StemV 80 /FontFile2 7 0 R >>"
        % (_DESCENT, _ASCENT, _ASCENT, _DESCENT),
        _stream(_to_unicode().encode()),
        _stream(_font()),
        _stream(bytes(2 * 65536)),  # every character is drawn with glyph 0
    ]
    for number, content in enumerate(pages):
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {10 + 2 * number} 0 R >>"
        )
        objects += [page.encode(), _stream(content.encode())]
    return _joined(objects)


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed)


def _joined(objects: Sequence[bytes]) -> bytes:
    """Objects with the table of where each begins."""
    made, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return made + f"{end}startxref\n{len(made)}\n%%EOF\n".encode()


def _to_unicode() -> str:
    """Every code is its own character. A range may not cross its first byte."""
    ranges = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(256)]
    blocks = [ranges[at : at + 100] for at in range(0, len(ranges), 100)]
    maps = "\n".join(
        f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Box def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{maps}\nendcmap end end"
    )


def _font() -> bytes:
    """A TrueType font of one glyph: a box as wide and high as a Chinese character."""
    x, y = (50, 0, 900, 0), (0, 800, 0, -800)  # steps from corner to corner
    glyph = struct.pack(">hhhhh", 1, 50, 0, 950, 800)  # one contour and the box around it
    glyph += struct.pack(">HH", 3, 0) + bytes([1] * 4) + struct.pack(">8h", *x, *y)
    glyph += bytes(-len(glyph) % 4)
    tables = {
        b"glyf": glyph,
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh",
            *(0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0, 1000, 0, 0),
            *(0, _DESCENT, 1000, _ASCENT, 0, 8, 2, 0, 0),
        ),
        b"hhea": struct.pack(">IhhhH11hH", 0x00010000, _ASCENT, _DESCENT, 0, 1000, *([0] * 11), 1),
        b"hmtx": struct.pack(">Hh", 1000, 50),
        b"loca": struct.pack(">HH", 0, len(glyph) // 2),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x00010000, 1, 4, 1, *([0] * 11)),
    }
    head = struct.pack(">IHHHH", 0x00010000, len(tables), 64, 2, 32)
    place, entries, body = len(head) + 16 * len(tables), b"", b""
    for name, data in tables.items():
        entries += struct.pack(">4sIII", name, 0, place + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return head + entries + body
