"""Grids of any shape, merged cells tiling a rectangle; and the tables of the sample pages."""

from pathlib import Path

from hypothesis import strategies as st

from corpus.model import Cell, Document, Grid, Place
from corpus.tables import read_tables

SAMPLES = sorted((Path(__file__).resolve().parents[3] / "corpus" / "samples").glob("*.html"))
"""Web pages of the sample corpus, whose tables know their merged cells."""

TEXTS = st.sampled_from(["", "0", "12", "1,234", "总计", "（一）予以公开", "本年新收", "3.其他"])


def shape(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    """Every cell as (text, row, column, rowspan, colspan), in reading order."""
    return [
        (cell.text, cell.row, cell.column, cell.rowspan, cell.colspan)
        for row in grid.rows
        for cell in row
    ]


def figures(document: Document) -> dict[str, tuple[object, ...]]:
    """What the standard tables of a document say, without where: value, words, status."""
    cells = read_tables(document).statistics
    return {cell.indicator: (cell.value, cell.printed, cell.status) for cell in cells}


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Two to five columns, two to six rows; each ends in the first row or column, so it is seen."""
    rows, columns = draw(st.integers(2, 6)), draw(st.integers(2, 5))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    found: list[list[Cell]] = [[] for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in free:
                continue
            down, across = draw(st.sampled_from([(1, 1)] * 4 + [(1, 2), (2, 1), (2, 2), (3, 1)]))
            down, across = min(down, rows - row), min(across, columns - column)
            taken = {(row + r, column + c) for r in range(down) for c in range(across)}
            edge = (column == 0 and down > 1) or (row == 0 and across > 1)
            if not taken <= free or edge:
                down = across = 1
                taken = {(row, column)}
            free -= taken
            text = draw(TEXTS) or ("行" if column == 0 else "")
            place = Place(row + 1, len(found[row]) + 1)
            found[row].append(Cell(text, place, row, column, down, across))
    return Grid(tuple(map(tuple, found)), spans=True, place=Place(1))
