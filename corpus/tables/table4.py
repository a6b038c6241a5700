"""Table 4 (行政复议、行政诉讼): fifteen figures under three blocks of five outcomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.forms import load
from corpus.model import Cell, Form, Grid
from corpus.tables.geometry import heads, under
from corpus.tables.labels import Named, name
from corpus.tables.numbers import is_figure, read_cell
from corpus.tables.readings import Readings
from corpus.tables.records import framed
from corpus.tables.stream import Run

_TABLE = load(Form.Y2021).table4
_BLOCKS = [block.key for block in _TABLE.rows]
_LAWSUIT = "行政诉讼"  # the head above the last two of them
_OUTCOMES = [column.key for column in _TABLE.columns]
KEYS = tuple(f"t4.{block.key}.{outcome}" for block in _TABLE.rows for outcome in _OUTCOMES)


@dataclass(slots=True)
class _Group:
    """Figures that stand together, with the heads met since the group before."""

    cells: list[Cell]
    blocks: list[str]
    outcomes: list[str]
    grid: Grid | None = None
    lawsuit: bool = False  # the head 行政诉讼 was met
    turned: bool = False  # the blocks were not met in the form's order

    @property
    def drawn(self) -> bool:
        """Whether it stands in a grid that knows its merged cells: a blank has its place there."""
        return self.grid is not None and self.grid.spans


def read_table4(runs: Sequence[Run]) -> Readings:
    """Every cell found. Neither fifteen cells nor five under a named block: not placed."""
    readings = Readings()
    outcomes: list[str] = []
    for group in _groups(runs):
        outcomes = group.outcomes or outcomes
        if headed := _under_heads(group):
            for key, cell in headed.items():
                readings.cell(key, cell, "件")
            continue
        keys = _keys(group, outcomes)
        cells = _exactly(group, len(keys))
        if cells is None or not keys:
            line = group.cells[0].place.line
            readings.notes.append(f"第 {line} 行起表四有 {len(group.cells)} 格，未能与表头对应")
            continue
        for key, cell in zip(keys, cells, strict=True):
            readings.cell(key, cell, "件")
    return readings


def _keys(group: _Group, outcomes: Sequence[str]) -> tuple[str, ...]:
    """All fifteen under heads in the form's order; the five of a block drawn by itself; or none."""
    one_block = len(group.blocks) == 1 and len(outcomes) == len(_OUTCOMES)
    if one_block and list(outcomes) == _OUTCOMES and len(group.cells) < len(KEYS):
        return tuple(f"t4.{group.blocks[0]}.{outcome}" for outcome in _OUTCOMES)
    rest = iter(_OUTCOMES * len(_TABLE.rows))
    in_order = all(any(head == outcome for head in rest) for outcome in outcomes)
    return KEYS if in_order and not group.turned else ()


def _under_heads(group: _Group) -> Mapping[str, Cell]:
    """All fifteen by the heads above them, if a drawn table has these in another order."""
    if group.grid is None or not group.drawn:
        return {}
    blocks, outcomes = heads(group.grid, "block4"), heads(group.grid, "outcome4")
    both = blocks.keys() & outcomes.keys()
    columns = {column: f"t4.{blocks[column]}.{outcomes[column]}" for column in sorted(both)}
    if sorted(columns.values()) != sorted(KEYS) or tuple(columns.values()) == KEYS:
        return {}
    found = under(group.cells, columns)
    return found if len(found) == len(KEYS) == len(group.cells) else {}


def _groups(runs: Sequence[Run]) -> list[_Group]:
    """Groups of figures in reading order: a row of a grid, or lines up to the next head."""
    found: list[_Group] = []
    open_ = _Group([], [], [])
    for run in runs:
        whole_row = run.row and any(is_figure(cell.text) for cell in run.cells)
        open_.grid = run.grid
        for cell in run.cells:
            named = name(cell.text, ("outcome4", "block4", "head")) if cell.text else None
            room = not cell.text and bool(open_.cells)  # a blank cell among lines of one cell
            if is_figure(cell.text) or room or (whole_row and named is None):
                open_.cells.append(cell)
            elif cell.text and open_.cells:
                found, open_ = [*found, open_], _Group([], [], [])
            if named:
                _met(open_, named)
        if whole_row:
            found, open_ = [*found, open_], _Group([], [], [])
    return [group for group in [*found, open_] if any(cell.text for cell in group.cells)]


def _met(group: _Group, named: Named) -> None:
    """A head of the group, in the order met."""
    if named.kind == "head":
        group.lawsuit |= named.key == _LAWSUIT
    elif named.kind == "block4":
        if named.key not in group.blocks:
            before = _BLOCKS[: _BLOCKS.index(named.key)]
            group.turned |= any(block not in before for block in group.blocks)
            group.turned |= named.key == _BLOCKS[0] and group.lawsuit
        group.blocks.append(named.key)
    else:
        group.outcomes.append(named.key)


def _exactly(group: _Group, count: int) -> Sequence[Cell] | None:
    """That many cells: those with text, else all but blank padding at the end.

    In text a blank or a word at either end may stand beside a lost figure; there is no telling.
    """
    cells = [cell for cell in group.cells if cell.text]
    if len(cells) != count:
        cells = list(group.cells)
    while len(cells) > count and not cells[-1].text:
        cells.pop()
    certain = group.drawn or (framed(cells) and (all(cell.text for cell in cells) or _sums(cells)))
    return cells if len(cells) == count and certain else None


def _sums(cells: Sequence[Cell]) -> bool:
    """Whether every block adds up with its blanks as 0: then none of them hides a lost figure."""
    values = [read_cell(cell.text).value or 0 for cell in cells]
    width = len(_OUTCOMES)
    blocks = [values[at : at + width] for at in range(0, len(values), width)]
    return all(sum(block[:-1]) == block[-1] for block in blocks)
