"""Drawn reports as plain text: tabs, pipes, spaces, or one cell a line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from bench.quality.scene import Drawn, Slot, Table, Text

Filled = Slot | str
"""A place of the full grid: a cell, or what a merged cell covers: "across" or "down"."""


@dataclass(frozen=True, slots=True)
class File:
    """A rendered report. `layout` names how it was laid out."""

    name: str
    text: str  # of formats that are no text: what shows best what is in the file
    layout: str
    encoding: str = "utf-8"
    raw: bytes | None = None  # of formats that are no text

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.text.encode(self.encoding, "replace") if self.raw is None else self.raw


def full_grid(table: Table) -> list[list[Filled]]:
    """Every row with an entry for every column that a merged cell covers."""
    covered: dict[tuple[int, int], str] = {}
    rows: list[list[Filled]] = []
    for at, row in enumerate(table.rows):
        filled: list[Filled] = []
        for slot in row:
            _skip_covered(at, filled, covered)
            start = len(filled)
            for below in range(1, slot.down):
                covered |= {(at + below, start + step): "down" for step in range(slot.across)}
            filled += [slot, *["across"] * (slot.across - 1)]
        _skip_covered(at, filled, covered)
        rows.append(filled)
    return rows


def _skip_covered(at: int, filled: list[Filled], covered: Mapping[tuple[int, int], str]) -> None:
    while (at, len(filled)) in covered:
        filled.append("down")


Lines = Callable[[Table, Random], list[str]]


def render_text(drawn: Drawn, layout: str, random: Random) -> File:
    """The report as a text file in one of LAYOUTS. Paragraphs are parted by a blank line."""
    chosen = _styles(layout, random)
    pieces: list[str] = []
    for part in drawn.parts:
        if isinstance(part, Text):
            pieces += [part.text, ""]
        else:
            pieces += [*(chosen if not part.how else _styles(part.how, random))(part, random), ""]
    text = "\n".join(pieces)
    if drawn.beside is not None:
        text += "\n" + render_text(drawn.beside, layout, random).text
    return File("report.txt", text, layout)


def _styles(layout: str, random: Random) -> Lines:
    """The layout with its free choices made once for the whole file."""
    if layout == "tabs":
        return _tabs(random.random() < 0.6, random.random() < 0.6, random.choice(_PADDINGS))
    return LAYOUTS[layout]


_PADDINGS = ("none", "even")


def tabs(keep_across: bool, keep_down: bool, padding: str) -> Lines:
    """Rows parted by tabs; see `_tabs`."""
    return _tabs(keep_across, keep_down, padding)


def _tabs(keep_across: bool, keep_down: bool, padding: str) -> Lines:
    """Whether places covered by merged cells leave an empty cell, and how rows end."""

    def lines(table: Table, random: Random) -> list[str]:
        kept = [_kept(row, keep_across, keep_down) for row in full_grid(table)]
        width = max(map(len, kept))
        return ["\t".join(_padded(row, width, padding, random)) for row in kept]

    return lines


def _kept(row: list[Filled], across: bool, down: bool) -> list[str]:
    """Texts; "" for covered places that leave a trace. Merged figures leave one at the end only."""
    wanted = {"across": across, "down": down}
    return [
        place.text if isinstance(place, Slot) else ""
        for place in row
        if isinstance(place, Slot) or wanted[place]
    ]


def _padded(row: list[str], width: int, padding: str, random: Random) -> list[str]:
    if padding == "even":
        return row + [""] * (width - len(row))
    if padding == "uneven":
        return row + [""] * random.choice([0, 0, 1, 2, 3])
    return row


def _pipes(table: Table, random: Random) -> list[str]:
    """A Markdown table: merged cells leave empty ones, a rule under the first row."""
    rows = [_kept(row, True, True) for row in full_grid(table)]
    rule = "|" + "---|" * max(map(len, rows))
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return [lines[0], rule, *lines[1:]]


def _bare_pipes(table: Table, random: Random) -> list[str]:
    """No rule, no space: merged cells leave bare pipes, |||."""
    return ["|" + "|".join(_kept(row, True, True)) + "|" for row in full_grid(table)]


def _trailing_pipes(table: Table, random: Random) -> list[str]:
    """One row a line, a pipe behind every cell, covered places left out."""
    return [
        " | ".join(slot.text for slot in row if slot.text or slot.role == "figure") + " |"
        for row in table.rows
        if row
    ]


def _spaces(table: Table, random: Random) -> list[str]:
    """One row a line, cells parted by a space: what copying from a page often leaves."""
    return [" ".join(slot.text for slot in row if slot.text) for row in table.rows]


def _aligned(table: Table, random: Random) -> list[str]:
    """Columns lined up with spaces, as text extractors lay out a page; two spaces at least."""
    rows = [_kept(row, True, True) for row in full_grid(table)]
    labels = 3 if table.number == 3 else 1
    widths = [
        max((_width(row[at]) for row in rows[1:] if at < len(row)), default=0)
        for at in range(max(map(len, rows)))
    ]
    return [
        "  ".join(
            text + " " * (widths[at] - _width(text)) if at < labels else text.rjust(widths[at])
            for at, text in enumerate(row)
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if sign > "\u2fff" else 1 for sign in text)


def _cells(table: Table) -> list[str]:
    """One cell a line. A blank figure is an empty line, which vanishes where lines are joined."""
    return [slot.text for row in table.rows for slot in row if slot.text or slot.role == "figure"]


def _lines(table: Table, random: Random) -> list[str]:
    return _cells(table)


def _lines_apart(table: Table, random: Random) -> list[str]:
    return [line for text in _cells(table) for line in (text, "")]


def _lines_piped(table: Table, random: Random) -> list[str]:
    return [f"{text} |" for text in _cells(table)]


def _lines_between_pipes(table: Table, random: Random) -> list[str]:
    return [line for text in _cells(table) for line in (text, "|")]


def _columns(table: Table, random: Random) -> list[str]:
    """Column after column, one cell a line: what a column-wise text extractor makes of a page."""
    rows = full_grid(table)
    width = max(map(len, rows))
    places = [row[at] for at in range(width) for row in rows if at < len(row)]
    return [place.text for place in places if isinstance(place, Slot) and place.text]


def _labels_first(table: Table, random: Random) -> list[str]:
    """All labels, then all figures in rows: labels and values taken apart."""
    labels = [slot.text for row in table.rows for slot in row if slot.role != "figure"]
    values = [[slot.text for slot in row if slot.role == "figure"] for row in table.rows]
    return [*labels, *("\t".join(row) for row in values if row)]


LAYOUTS: Mapping[str, Lines] = {
    "tabs": _tabs(True, True, "none"),
    "tabs, uneven padding": _tabs(True, True, "uneven"),
    "tabs, 1-3 label cells": _tabs(False, False, "none"),
    "pipes": _pipes,
    "bare pipes": _bare_pipes,
    "trailing pipes": _trailing_pipes,
    "spaces": _spaces,
    "aligned": _aligned,
    "lines": _lines,
    "lines apart": _lines_apart,
    "lines, piped": _lines_piped,
    "lines between pipes": _lines_between_pipes,
    "column-wise": _columns,
    "labels first": _labels_first,
}
"""Name -> how a table becomes lines. "tabs" leaves its choices to chance."""
