"""Drawn reports as Word documents: paragraphs and tables as word processors write them."""

from collections.abc import Callable, Mapping
from html import escape
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bench.quality.render_text import File, full_grid
from bench.quality.scene import Drawn, Slot, Table, Text, is_label

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_EARLY = (1980, 1, 1, 0, 0, 0)  # the same report gives the same bytes


Runs = Callable[[str, bool, Random], str]
"""The inside of a paragraph, from its text and whether it is a figure."""


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _whole(text: str, figure: bool, random: Random) -> str:
    return _run(text)


def _cut(text: str, figure: bool, random: Random) -> str:
    """Runs with borders anywhere, inside numbers too: what editing and spelling checks leave."""
    runs = []
    while text:
        size = random.randint(1, 4)
        runs.append(_run(text[:size]))
        text = text[size:]
    return "".join(runs)


STYLES: Mapping[str, Runs] = {"docx": _whole, "docx, cut in runs": _cut, "docx, nested": _whole}
"""Name -> how text becomes runs. "nested" has the whole report inside a table of one cell."""


def render_docx(drawn: Drawn, layout: str, random: Random) -> File:
    """The report as a Word document in one of STYLES."""
    parts = [*drawn.parts, *(drawn.beside.parts if drawn.beside else ())]
    body = "".join(_part(part, STYLES[layout], random) for part in parts)
    if layout == "docx, nested":
        body = f"<w:tbl><w:tr><w:tc>{body}<w:p/></w:tc></w:tr></w:tbl><w:p/>"
    document = f"<w:document {_SPACE}><w:body>{body}<w:sectPr/></w:body></w:document>"
    return File("report.docx", document, layout, raw=_zipped(document))


def _zipped(document: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?>{document}'),
        ):
            package.writestr(ZipInfo(name, _EARLY), text.encode(), ZIP_DEFLATED)
    return made.getvalue()


def _part(part: Text | Table, runs: Runs, random: Random) -> str:
    if isinstance(part, Text):
        return _paragraphs(part.text, False, runs, random)
    rows = "".join(_row(row, runs, random) for row in _marked(part))
    return f"<w:tbl><w:tblPr/>{rows}</w:tbl><w:p/>"


def _paragraphs(text: str, figure: bool, runs: Runs, random: Random) -> str:
    """One for each line of the text."""
    lines = text.split("\n")
    return "".join(f"<w:p>{runs(line, figure, random)}</w:p>" for line in lines)


_Place = tuple[
    Slot | None, str, int
]  # a cell or what it covers; "", "restart", "continue"; columns


def _marked(table: Table) -> list[list[_Place]]:
    """Rows as Word has them: cells merged downwards stand again in every row they cover."""
    rows: list[list[_Place]] = []
    for filled in full_grid(table):
        row: list[_Place] = []
        for place in filled:
            if isinstance(place, Slot):
                row.append((place, "restart" if place.down > 1 else "", place.across))
            elif place == "down":
                row.append((None, "continue", 1))
        rows.append(row)
    return rows


def _row(row: list[_Place], runs: Runs, random: Random) -> str:
    return "<w:tr>" + "".join(_cell(*place, runs, random) for place in row) + "</w:tr>"


def _cell(slot: Slot | None, merged: str, across: int, runs: Runs, random: Random) -> str:
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    down = f'<w:vMerge w:val="{merged}"/>' if merged else ""
    figure = slot is not None and not is_label(slot)
    text = slot.text if slot else ""
    inside = _paragraphs(text, figure, runs, random)
    return f"<w:tc><w:tcPr>{span}{down}</w:tcPr>{inside}</w:tc>"
