"""Files that mean harm, made anew each time, and a way to take one in under a limit of memory.

    python -m tests.corpus.read.hostile CASE

puts the file into a folder beside a sound report, takes the folder in as `gongkai ingest` does, and
prints what became of it, as JSON: "said", the reason of each file or "" for a report; "rest", the
same of the sound report; "left", files that were not there before; "seconds" of processor time;
"megabytes", the most that any one process held.
"""

import json
import os
import struct
import sys
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.ingest import Rejected, outcomes
from tests.corpus.read.made_docx import docx, p, tbl, tc, tr, zipped
from tests.corpus.read.made_pdf import MadePage, pdf, pdf_of_objects, pdf_of_streams, stream

if sys.platform != "win32":
    import resource

MEMORY = 1 << 30
GOOD = "青平区人民政府2016年政府信息公开工作年度报告\n一、概述\n公开三件。\n"
NOTHING: Mapping[bytes, bytes] = {}
REST = "~后面的报告.txt"  # comes last in its folder


def spaces(count: int) -> bytes:
    """So many million spaces, deflated, without ever holding them: one block again and again."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * count + b"\x03\x00"


def with_sum(deflated: bytes) -> bytes:
    """As PDF packs it: with a head, and a sum that nobody checks."""
    return b"\x78\x9c" + deflated + b"\x00" * 4


def growing_zip(entries: Mapping[bytes, bytes], plain: Mapping[bytes, bytes] = NOTHING) -> bytes:
    """An archive of entries that are deflated already, each a gigabyte long, as it says; and of
    `plain` ones that are what they say."""
    local, central = b"", b""
    for name, deflated in (*plain.items(), *entries.items()):
        honest = name in plain
        method, size = (0, len(deflated)) if honest else (8, 10**9)
        crc = zlib.crc32(deflated) if honest else 0
        sizes = struct.pack("<5H3I2H", 20, 0, method, 0, 0, crc, len(deflated), size, len(name), 0)
        place = struct.pack("<3H2I", 0, 0, 0, 0, len(local))
        local += b"PK\x03\x04" + sizes + name + deflated
        central += b"PK\x01\x02\x14\x00" + sizes + place + name
    count = len(entries)
    end = struct.pack("<4H2IH", 0, 0, count, count, len(central), len(local), 0)
    return local + central + b"PK\x05\x06" + end


def lines(count: int) -> MadePage:
    """A page with a net of so many lines each way, and text in it."""
    page = MadePage()
    for index in range(count):
        page.line(50, 50 + index * 5.0, 550, 50 + index * 5.0)
        page.line(50 + index * 5.0, 50, 50 + index * 5.0, 800)
    page.text(60, 400, "政府信息公开工作年度报告" * 3, 5)
    return page


def page_tree(kids: bytes, count: int) -> bytes:
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    return pdf_of_objects([b"<</Type/Catalog/Pages 2 0 R>>", tree, leaf])


def to_unicode() -> bytes:
    """A font that maps 2^28 characters in a single line."""
    ranges = b"1 beginbfrange <00000000> <0fffffff> <0000> endbfrange"
    return pdf_of_objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>",
            stream(b"BT /F1 12 Tf (ab) Tj ET"),
            b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 6 0 R"
            b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/A>>]>>",
            stream(ranges),
        ]
    )


def entities() -> str:
    """Twenty entities, each ten times the one before."""
    first = '<!ENTITY a "aaaaaaaaaa">'
    rest = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(20))
    return f'<?xml version="1.0"?><!DOCTYPE a [{first}{rest}]>'


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def packed_odt() -> bytes:
    """A text of LibreOffice whose content is a gigabyte of spaces."""
    kind = b"application/vnd.oasis.opendocument.text"
    return growing_zip({b"content.xml": spaces(1000)}, {b"mimetype": kind})


THRICE = b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"
WIDE = "<tr>" + "<td rowspan=400 colspan=64>1</td>" * 1000 + "</tr>"
ROW = tr(*[tc("<w:p/>")] * 100)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
LOCKED = OLD_OFFICE + "EncryptedPackage".encode("utf-16-le")
LONG_STYLES = "".join(
    f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(50_000)
)

CASES: Mapping[str, Callable[[], tuple[str, bytes]]] = {
    "pdf, encrypted": lambda: (
        "a.pdf",
        pdf_of_objects(
            [
                b"<</Type/Catalog/Pages 2 0 R>>",
                b"<</Type/Pages/Kids[]/Count 0>>",
                b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"41" * 32, b"42" * 32),
            ],
            b"/Encrypt 3 0 R/ID[<00><00>]",
        ),
    ),
    "pdf, truncated": lambda: ("a.pdf", cut(pdf([lines(9)] * 9))),
    "pdf, ten thousand pages": lambda: ("a.pdf", pdf_of_streams([stream(b"")] * 10_000)),
    "pdf, one page two hundred thousand times": lambda: (
        "a.pdf",
        page_tree(b"3 0 R " * 200_000, 200_000),
    ),
    "pdf, two billion pages that are not there": lambda: (
        "a.pdf",
        page_tree(b"3 0 R", 2_000_000_000),
    ),
    "pdf, pages within themselves": lambda: ("a.pdf", page_tree(b"2 0 R", 5)),
    "pdf, a gigabyte of spaces": lambda: (
        "a.pdf",
        pdf_of_streams([stream(with_sum(spaces(1000)), packed=False)]),
    ),
    "pdf, a gigabyte packed three times": lambda: (
        "a.pdf",
        pdf_of_streams(
            [stream(zlib.compress(zlib.compress(with_sum(spaces(1000)))), THRICE, packed=False)]
        ),
    ),
    "pdf, six hundred thousand texts": lambda: (
        "a.pdf",
        pdf_of_streams([stream(b"BT /F1 9 Tf 9 9 Td " + b"<0041> Tj " * 600_000 + b"ET")]),
    ),
    "pdf, a million lines": lambda: (
        "a.pdf",
        pdf_of_streams([stream(b"0 0 m 9 9 l S " * 1_000_000)]),
    ),
    "pdf, fine nets on twenty pages": lambda: ("a.pdf", pdf([lines(150)] * 20)),
    "pdf, a font with 2^28 characters": lambda: ("a.pdf", to_unicode()),
    "pdf, a hundred thousand brackets": lambda: (
        "a.pdf",
        pdf_of_objects([b"<</Type/Catalog/X " + b"[" * 100_000 + b"]" * 100_000 + b">>"]),
    ),
    "pdf, which is noise": lambda: ("a.pdf", b"%PDF-1.4\n" + bytes(range(256)) * 4000),
    "docx, encrypted": lambda: ("a.docx", LOCKED),
    "docx, truncated": lambda: ("a.docx", cut(docx(p("文")))),
    "docx, a gigabyte of spaces": lambda: (
        "a.docx",
        growing_zip({b"[Content_Types].xml": spaces(0), b"word/document.xml": spaces(1000)}),
    ),
    "docx, entities in entities": lambda: (
        "a.docx",
        docx(p("<w:r><w:t>&u;</w:t></w:r>"), head=entities()),
    ),
    "docx, an entity from outside": lambda: (
        "a.docx",
        docx(
            p("<w:r><w:t>&x;</w:t></w:r>"),
            head='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        ),
    ),
    "docx, a million nested tags": lambda: ("a.docx", docx("<w:sdt>" * 1_000_000)),
    "docx, tables in tables": lambda: (
        "a.docx",
        docx("<w:tbl><w:tr><w:tc>" * 80 + p("文") + "</w:tc></w:tr></w:tbl>" * 80),
    ),
    "docx, a million cells": lambda: ("a.docx", docx(tbl(*[ROW] * 10_000))),
    "docx, cells of endless width": lambda: (
        "a.docx",
        docx(tbl(*[tr(tc("1", '<w:gridSpan w:val="99999999"/>'))] * 2000)),
    ),
    "docx, three million paragraphs": lambda: ("a.docx", docx("<w:p/>" * 3_000_000)),
    "docx, styles upon styles": lambda: ("a.docx", docx(p("文"), styles=LONG_STYLES)),
    "docx, thirty thousand parts": lambda: (
        "a.docx",
        zipped({"[Content_Types].xml": "", **{f"word/{n}": "" for n in range(30_000)}}),
    ),
    "html, a million nested tags": lambda: ("a.html", b"<html>" + b"<div>" * 1_000_000),
    "html, a million cells": lambda: (
        "a.html",
        b"<html><table>" + (b"<tr>" + b"<td>1" * 1000) * 1000,
    ),
    "html, cells that cover each other": lambda: (
        "a.html",
        f"<html><table>{WIDE * 100}</table>".encode(),
    ),
    "html, a tag with two hundred thousand attributes": lambda: (
        "a.html",
        b"<html><p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">x",
    ),
    "html, entities in entities": lambda: ("a.html", entities().encode() + b"<html><p>&u;"),
    "html, ten million angle brackets": lambda: ("a.html", b"<html><p>x" + b"<" * 10_000_000),
    "txt, a million cells": lambda: ("a.txt", b"1\t" * 1_000_000),
    "txt, one line of forty million": lambda: ("a.txt", b"a" * 40_000_000),
    "doc, which is a picture": lambda: ("a.doc", b"\x89PNG\r\n\x1a\n" + b"\x00" * 999),
    "doc, which is a page": lambda: ("a.doc", f"<html><p>{GOOD}".encode()),
    "pdf, which is a Word file": lambda: ("a.pdf", docx(p("公开三件。"))),
    "docx, which is a text": lambda: ("a.docx", GOOD.encode()),
    "zip, names that lead elsewhere": lambda: (
        "a.zip",
        zipped({"../../../tmp/x.txt": GOOD, "/etc/passwd": GOOD, "a\nb.txt": GOOD}),
    ),
    "zip, bombs beside a report": lambda: (
        "a.zip",
        zipped({"1.txt": b"0" * 60_000_000, "2.zip": zipped({"x": GOOD}), "3.txt": GOOD}),
    ),
    "zip, a gigabyte in each of five files": lambda: (
        "a.zip",
        growing_zip({b"%d.txt" % n: spaces(1000) for n in range(5)}),
    ),
    "odt, a gigabyte of spaces": lambda: ("a.odt", packed_odt()),
    "mhtml, a hundred thousand parts": lambda: (
        "a.mht",
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
        + b"--x\nContent-Type: text/plain\n\na\n" * 100_000,
    ),
    "txt, a newline in its name": lambda: ("a\nb\x1b[31m.txt", GOOD.encode()),
    "zip, truncated": lambda: ("a.zip", cut(zipped({"a.txt": GOOD, "b.txt": GOOD}))),
    "zip, a hundred thousand files": lambda: ("a.zip", b"PK\x03\x04" + b"PK\x01\x02" * 100_000),
}


def taken_in(folder: Path) -> list[str]:
    """What became of each file in the folder: the reason, "" for a report."""
    return [
        str(outcome.error) if isinstance(outcome, Rejected) else ""
        for outcome in outcomes([folder], {})
    ]


def worked() -> float:
    """Seconds of processor time of this process and those it started: not what others took."""
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system


def megabytes() -> float:
    """The most that this process or one of those it started has held."""
    if sys.platform == "win32":
        return 0.0
    most = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def main() -> None:
    """Takes one case in and says what became of it."""
    name, data = CASES[sys.argv[1]]()
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with TemporaryDirectory() as root:
        folder = Path(root) / "a" / "b" / "c"
        folder.mkdir(parents=True)
        (folder / name).write_bytes(data)
        (folder / REST).write_text(f"{GOOD}后面的报告。\n", "utf-8")
        before = {*Path(root).rglob("*")}
        start = worked()
        *said, rest = taken_in(folder)
        seconds = worked() - start
        left = sorted(map(str, {*Path(root).rglob("*")} - before))
    found = {"said": " | ".join(said), "rest": rest, "left": left, "seconds": seconds}
    print(json.dumps({**found, "megabytes": megabytes()}))


if __name__ == "__main__":
    main()
