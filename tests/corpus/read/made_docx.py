"""Word documents written by hand, part by part."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from xml.sax.saxutils import escape

from corpus.model import Block, Cell, Grid
from tests.corpus.read.laid_out import column_edges

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{_MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADINGS = "".join(
    f'<w:style w:type="paragraph" w:styleId="H{level}"><w:name w:val="heading {level}"/></w:style>'
    for level in (1, 2, 3)
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(content: str, properties: str = "") -> str:
    """A paragraph; `content` is text, or runs."""
    inner = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def numbered(text: str, list_id: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def tc(content: str, properties: str = "") -> str:
    """A cell; `content` is text, or paragraphs and tables."""
    inner = content if content.startswith("<w:") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, columns: Sequence[float] = ()) -> str:
    """A table; `columns` are their widths in points."""
    widths = "".join(f'<w:gridCol w:w="{round(20 * width)}"/>' for width in columns)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{widths}</w:tblGrid>{''.join(rows)}</w:tbl>"


def levels(*forms: tuple[str, str], start: int = 1) -> str:
    """The levels of a list: (number format, text)."""
    return "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate(forms)
    )


def docx(
    body: str,
    *,
    styles: str = HEADINGS,
    lists: str = "",
    head: str = '<?xml version="1.0" encoding="UTF-8"?>',
    main: str = "word/document.xml",
    parts: Mapping[str, str] | None = None,
) -> bytes:
    """The file. `lists` is the content of the numbering part."""
    name = main.rpartition("/")[2]
    content = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations(("officeDocument", f"/{main}")),
        main: f"{head}<w:document {_NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        f"word/_rels/{name}.rels": _relations(
            ("styles", "styles.xml"), ("numbering", "numbering.xml"), ("header", "header1.xml")
        ),
        "word/styles.xml": f"<w:styles {_NAMES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_NAMES}>{lists}</w:numbering>",
        "word/header1.xml": f"<w:hdr {_NAMES}>{p('页眉')}</w:hdr>",
        **(parts or {}),
    }
    return zipped(content)


def zipped(content: Mapping[str, str | bytes]) -> bytes:
    """A ZIP with these files."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in content.items():
            file.writestr(name, data)
    return out.getvalue()


def _relations(*relations: tuple[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="r{index}" Type="{_TYPE}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(relations)
    )
    return f"<Relationships>{items}</Relationships>"


def docx_of(blocks: Sequence[Block]) -> bytes:
    """The blocks of a document as a Word file."""
    return docx("".join(_block(block) for block in blocks))


def _block(block: Block) -> str:
    if isinstance(block, Grid):
        return table_of(block)
    return p(block.text, f'<w:pStyle w:val="H{block.level}"/>' if block.level else "")


def table_of(grid: Grid) -> str:
    """A grid with its merged cells, as Word writes it: every row has a cell for every column."""
    starts = {(cell.row, cell.column): cell for row in grid.rows for cell in row}
    covered: dict[tuple[int, int], Cell] = {}
    for cell in starts.values():
        for row in range(cell.row + 1, cell.row + cell.rowspan):
            covered[row, cell.column] = cell
    rows = []
    for row in range(len(grid.rows)):
        places = sorted(column for at, column in (*starts, *covered) if at == row)
        cells = (_cell(starts.get((row, at)), covered.get((row, at))) for at in places)
        rows.append(tr(*cells))
    edges = column_edges(grid)
    return tbl(*rows, columns=[right - left for left, right in pairwise(edges)])


def _cell(begins: Cell | None, goes_on: Cell | None) -> str:
    cell = begins or goes_on
    assert cell is not None
    across = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    if begins is None:
        return tc("", f"{across}<w:vMerge/>")
    down = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
    return tc(begins.text, across + down)
