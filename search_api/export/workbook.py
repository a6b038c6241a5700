"""XLSX, written row by row so that a large table need not fit into memory.

Text is written as text whatever it begins with, never as a formula or a link; numbers as numbers;
nothing as an empty cell. What a sheet cannot take is said in the notes, never silently cut.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from types import TracebackType
from typing import IO, Self

from xlsxwriter import Workbook as XlsxWorkbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from search_api.export.rows import Row

SHEET_ROWS = 100_000
"""Rows of a sheet: as many as a list of queries may bring, written in some twelve seconds. The
format ends at 1,048,576; whoever wants more is served better by CSV or the whole catalogue."""

CELL_CHARACTERS = 32_767
"""Characters of a cell: where the format ends."""

NOTES = "说明"

_EXACT = 10**15  # integers beyond 15 digits lose their last ones in a spreadsheet
_WIDTHS = {"段落": 80, "标题": 40, "指标": 40, "对应数据": 40, "内容": 100, "检索词": 30}
_USUAL_WIDTH = 16
# XML 1.0 has no way to write these, and half characters are none.
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_MADE = datetime(2000, 1, 1)  # the same table is the same file


class Sheet:
    """A sheet being written. `columns` stand in its first row."""

    def __init__(self, sheet: Worksheet, columns: Sequence[str], bold: Format) -> None:
        self.name = sheet.get_name()
        self.rows = 0  # written, without the first
        self.left = 0  # rows that did not fit
        self.shortened = 0  # cells whose text did not fit
        self._sheet = sheet
        for at, name in enumerate(columns):
            sheet.set_column(at, at, _WIDTHS.get(name, _USUAL_WIDTH))
        sheet.freeze_panes(1, 0)
        for at, name in enumerate(columns):
            sheet.write_string(0, at, name, bold)

    @property
    def is_full(self) -> bool:
        """Whether it takes no further row."""
        return self.rows >= SHEET_ROWS

    def add(self, row: Row) -> None:
        """One row; where the sheet is full it is only counted."""
        if self.is_full:
            self.left += 1
            return
        self.rows += 1
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                self._write_text(at, cell)
            elif cell is not None and abs(cell) < _EXACT:
                self._sheet.write_number(self.rows, at, cell)
            elif cell is not None:
                self._write_text(at, str(cell))

    def _write_text(self, at: int, text: str) -> None:
        writable = _UNWRITABLE.sub("\ufffd", text)
        # The format counts in units of UTF-16, where rare characters take two.
        if len(writable) + sum(char > "\uffff" for char in writable) > CELL_CHARACTERS:
            self.shortened += 1
            writable = writable[: CELL_CHARACTERS // 2]
        if writable.startswith("<r>") and writable.endswith("</r>"):
            writable += " "  # XlsxWriter would take it for mark-up of its own, unescaped
        if writable:
            self._sheet.write_string(self.rows, at, writable)


class Workbook:
    """A workbook being written to a file. Sheets may be written side by side; the notes come last.

    Used in a `with`; at its end the file is whole.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._book = XlsxWorkbook(
            file,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        self._book.set_properties({"created": _MADE})
        self._bold = self._book.add_format({"bold": True})
        self._sheets: list[Sheet] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._book.close()

    def sheet(self, name: str, columns: Sequence[str]) -> Sheet:
        """A further sheet."""
        made = Sheet(self._book.add_worksheet(name), columns, self._bold)
        self._sheets.append(made)
        return made

    def notes(self, notes: Iterable[tuple[str, str]]) -> None:
        """The last sheet: what was asked, what is in the others, and what is not."""
        cut = [note for sheet in self._sheets for note in _cut(sheet)]
        sheet = self.sheet(NOTES, ("项目", "内容"))
        for row in (*notes, *cut):
            sheet.add(row)


def _cut(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """What a sheet could not take."""
    name, instead = f"工作表“{sheet.name}”", "请用 CSV 或 JSON Lines"
    if sheet.left:
        yield name, f"另有 {sheet.left} 行超出每表 {SHEET_ROWS} 行的上限，没有写入；{instead}"
    if sheet.shortened:
        yield name, f"有 {sheet.shortened} 格文字过长，只写了前面的部分；{instead}"
