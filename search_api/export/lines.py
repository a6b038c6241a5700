"""Tables as text: CSV that opens in a spreadsheet as what it is, and JSON Lines for programs.

CSV has a byte-order mark, or Chinese Excel takes it for GBK, and nothing that a spreadsheet would
take for a formula.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from search_api.export.rows import Cell, Row

BOM = "\ufeff"

# Spreadsheets read these as the start of a formula, full-width ones in East Asian versions; tab,
# return and NUL hide what follows. A plain signed number is none: it stays a number.
_FORMULA = re.compile(r"[\s\0]*[=+\-@＝＋－＠]|[\t\r\n\0]")
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?", re.ASCII)


def csv_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """The table line by line, the first with the byte-order mark."""
    yield BOM + _line(columns)
    for row in rows:
        yield _line([_safe(cell) for cell in row])


def json_line(value: Mapping[str, Any]) -> str:
    """One value on a line of its own. There is no NaN in JSON."""
    return f"{json.dumps(value, ensure_ascii=False, allow_nan=False)}\n"


def disposition(name: str, plain: str) -> str:
    """Content-Disposition (RFC 6266) for a file name in Chinese; `plain` for those who cannot."""
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def _line(cells: Sequence[Cell]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)  # RFC 4180
    return text.getvalue()
