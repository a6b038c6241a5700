"""A document's cells as three streams, one a table, whatever shape the file gives them.

Rows of a grid and single lines both become `Run`s: a grid row is a run of its cells; lines that
hold one cell each are gathered into one run until a line of prose or a heading ends it. Which table
a run belongs to is told by its own words, so a lost heading or a page break does no harm.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from corpus.headings import section_number
from corpus.model import Block, Cell, Grid, Line, Place
from corpus.tables.labels import Named, item_keys, name
from corpus.tables.numbers import is_figure

_PAGE_MARK = re.compile(
    r"\s*(?:[-—–－]\s*\d{1,3}\s*[-—–－]|[Pp]\.?\s*\d{1,3}|第\s*\d{1,3}\s*页.*)\s*"
)
_LONGEST_CELL = 60  # characters; the longest official label has 41 and may carry a remark
_MOST_JOINED = 4  # lines a label may be broken over above its row
_OFTEN = 0.2  # of the steps between cells; in a table of blanks for zeros most steps are longer
_MOST_BLANKS = 7  # blank cells in a row: one row of table 3
_FEWEST_BARE = 5  # figures in a line of figures alone: a block of table 4
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[。！？]")
_ROOM = re.compile(r"\s{2,}")

ANCHORS = {
    1: ("item1",),
    2: ("article", "column2"),
    3: ("row3", "column3"),
    4: ("outcome4", "block4"),
}
"""Kinds of label that show which table a run belongs to. 1 is the 统计表 of 2014-2018."""

_ALL_KINDS = ("column2", "column3", "outcome4", "block4", "head", "article", "group3")
_TABLED = (2, 3, 4)  # sections whose heading announces the table of the same number


@dataclass(frozen=True, slots=True)
class Run:
    """Cells that stand together: one row of a grid, or lines of one cell each.

    `row` is True for a grid row, whose end ends what its label says; in a run of lines a label's
    figures end only at the next label. `grid` and `top` find the row in its grid, for column heads.
    """

    cells: tuple[Cell, ...]
    row: bool
    table: int  # 1 to 4; 0 while it is not known
    grid: Grid | None = None
    lines: frozenset[int] = frozenset()  # source lines it covers


def runs(blocks: Sequence[Block]) -> tuple[Run, ...]:
    """Every run of the document that belongs to a table, in reading order."""
    found: list[Run] = []
    table = 0
    for run in _mended(list(_all_runs(blocks))):
        if isinstance(run, int):
            table = run
            continue
        here = _table_of(run, table)
        if here:
            found.append(replace(run, table=here))
            table = here
    return tuple(found)


def _mended(met: Sequence[Run | int]) -> Iterator[Run | int]:
    """Runs in order; a row whose label began on the lines above it gets its whole label back."""
    kept: list[Run | int] = []
    for run in met:
        above = kept[-1] if kept else 0
        if isinstance(run, int) or isinstance(above, int) or above.row or not run.row:
            kept.append(run)
            continue
        left, whole = _label_joined(above, run)
        kept[-1:] = [whole] if left is None else [left, whole]
    return iter(kept)


def _label_joined(above: Run, row: Run) -> tuple[Run | None, Run]:
    """The lines without the beginning of the row's label, and the row with it.

    Taken only if the joined words are exactly a label and the row's own are none.
    """
    first = next((cell for cell in row.cells if cell.text and not is_figure(cell.text)), None)
    if first is None or _label(first.text):
        return above, row
    for count in range(1, min(_MOST_JOINED, len(above.cells)) + 1):
        parts = above.cells[-count:]
        whole = "".join([*(part.text for part in parts), first.text])
        if not any(is_figure(part.text) for part in parts) and _label(whole):
            cells = tuple(
                replace(cell, text=whole) if cell is first else cell for cell in row.cells
            )
            rest = above.cells[:-count]
            lines = row.lines | {part.place.line for part in parts}
            left = replace(above, cells=rest, lines=above.lines - lines) if rest else None
            return left, replace(row, cells=cells, lines=lines)
    return above, row


def _label(text: str) -> bool:
    """Whether the text is word for word a label of a table."""
    found = name(text, ("row2", "row3", "column2", "group3"))
    return found is not None and found.exact


def _all_runs(blocks: Sequence[Block]) -> Iterator[Run | int]:
    """Runs not yet assigned, and the table number (or 0) wherever heading or prose sets it."""
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Line) and _PAGE_MARK.fullmatch(block.text):
            continue  # a page may end between a label and its figures
        if isinstance(block, Line) and _is_cell(block):
            lines.append(block)
            continue
        if lines:
            yield from _line_runs(lines)
            lines = []
        if isinstance(block, Grid):
            yield from _grid_runs(block)
        else:
            number = section_number(block.text)
            yield number if number in _TABLED else 0
    if lines:
        yield from _line_runs(lines)


def _is_cell(line: Line) -> bool:
    """A line short enough for a cell, without a sentence; headings are none."""
    text = line.text.strip()
    if _SENTENCE.search(text):
        return False
    if len(text) > _LONGEST_CELL and max(map(len, _ROOM.split(text))) > _LONGEST_CELL:
        return False
    return section_number(text) is None


def _grid_runs(grid: Grid) -> Iterator[Run]:
    """A row a run; rows of a single cell are gathered, they are lines drawn as a table."""
    single: list[Cell] = []
    for row in grid.rows:
        if len([cell for cell in row if cell.text]) <= 1 and not grid.spans and len(row) <= 2:
            single += [cell for cell in row if cell.text]
            continue
        if single:
            yield _run(_with_blanks(single))
            single = []
        yield Run(row, True, 0, grid, frozenset({row[0].place.line}))
    if single:
        yield _run(_with_blanks(single))


def _run(cells: Sequence[Cell], until: int = 0) -> Run:
    """Cells of one line each; `until` is the last line, where that is below the last cell's."""
    first, last = cells[0].place.line, max(until, cells[-1].place.line)
    return Run(tuple(cells), False, 0, None, frozenset(range(first, last + 1)))


def _line_runs(lines: Sequence[Line]) -> Iterator[Run]:
    """One run of cells, line breaks inside a cell mended where blank lines part the cells.

    Where cells change table inside the run (no heading between), it is cut there.
    """
    apart = sum(line.gap for line in lines) >= 0.6 * len(lines)
    texts: list[tuple[str, int]] = []
    for line in lines:
        text = line.text.replace("\xa0", " ").strip().strip("|").strip()
        joins = apart and not line.gap and texts and not is_figure(text)
        if joins and not is_figure(texts[-1][0]) and not _two_labels(texts[-1][0], text):
            texts[-1] = (texts[-1][0] + text, texts[-1][1])
        elif text:
            texts += [(part, line.place.line) for part in _parted(text)]
    cells = _with_blanks([Cell(text, Place(number), 0, 0) for text, number in texts])
    start, table = 0, 0
    for index, cell in enumerate(cells):
        here = _anchor(cell.text)
        if here and table and here != table:
            yield _run(cells[start:index], cell.place.line - 1)
            start = index
        table = here or table
    if cells[start:]:
        yield _run(cells[start:], lines[-1].place.line)


def _two_labels(above: str, text: str) -> bool:
    """Whether each is word for word a label: then they are two cells, and no one label broken."""
    return _label(above) and _label(text)


def _parted(text: str) -> list[str]:
    """The cells of a line: parted by wide gaps, or by single spaces if each part is a label or if
    figures stand behind one."""
    if len(text.split()) == 1:
        return [text]
    if row := _label_and_figures(text.split()):
        return row
    cells: list[str] = []
    for part in _ROOM.split(text):
        words = part.split()
        heads = len(words) > 1 and not name(part, _ALL_KINDS) and all(map(_is_head, words))
        cells += words if heads else [part]
    return cells


def _label_and_figures(words: Sequence[str]) -> list[str]:
    """A label and the figures behind it, or a row of figures alone; [] if the words are neither."""
    first = next((at for at, word in enumerate(words) if is_figure(word)), len(words))
    label, figures = "".join(words[:first]), words[first:]
    if not figures or not all(map(is_figure, figures)):
        return []
    if label:
        return [label, *figures] if _HAN.search(label) else []
    return list(figures) if len(figures) >= _FEWEST_BARE else []


def _is_head(text: str) -> bool:
    return name(text, _ALL_KINDS) is not None


def _with_blanks(cells: Sequence[Cell]) -> list[Cell]:
    """The cells, and a blank one wherever the lines leave room for one.

    Cells that follow each other stand one step apart, the smallest that is common in the run; two
    that stand twice as far apart have a blank cell between them. Whether it is one is for the row
    to say: it counts only where it makes the row whole.
    """
    steps = Counter(two.place.line - one.place.line for one, two in pairwise(cells))
    common = [step for step, count in steps.items() if count >= _OFTEN * sum(steps.values())]
    step = min(common, default=0)
    if step < 1:
        return list(cells)
    found = list(cells[:1])
    for one, two in pairwise(cells):
        blanks, uneven = divmod(two.place.line - one.place.line - step, step)
        if not uneven and 0 < blanks <= _MOST_BLANKS:
            lines = (one.place.line + step * at for at in range(1, blanks + 1))
            found += [Cell("", Place(line), 0, 0) for line in lines]
        found.append(two)
    return found


def _table_of(run: Run, current: int) -> int:
    """The table whose words the run uses; without any, the one before it goes on."""
    votes = [number for number in map(_anchor, (cell.text for cell in run.cells)) if number]
    if votes:
        return max(set(votes), key=votes.count)
    figures = any(is_figure(cell.text) for cell in run.cells)
    if current:
        named = any(cell.text and name(cell.text, ANCHORS[current]) for cell in run.cells)
        return current if figures or run.row or named else 0
    row = run.row and any(cell.text and name(cell.text, ("row2",)) for cell in run.cells)
    return 2 if row and figures else 0


def _anchor(text: str) -> int:
    """The one table this label can belong to, or 0. Words that tables share decide nothing."""
    return _anchor_short(text) if len(text) <= _LONGEST_CELL else 0


@lru_cache(maxsize=8192)  # the files of one run share most labels and small figures
def _anchor_short(text: str) -> int:
    if is_figure(text):
        return 0
    if item_keys(text):
        return 1
    for number, kinds in ANCHORS.items():
        found = name(text, kinds)
        if found and not _shared(found):
            return number
    head = name(text, ("head",))
    return {"信息内容": 2, "行政诉讼": 4, None: 0}.get(head.key if head else None, 3)


def _shared(found: Named) -> bool:
    """总计 and 其他 stand in two tables; 行政复议 in headings of running text too."""
    return found.key in {"total", "other", "total_processed", "other_3_other", "review"}
