"""The standard tables restored: one row-head column with indents, group rows of their own.

Rows and columns come from the form, in its order and wording; cells from the report's statistics.
A cell that the report should have and that could not be read is "?", never a zero.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.forms import (
    Entry,
    FormTable,
    OfficialForm,
    all_forms,
    annex,
    indicators,
    keys_of,
    load,
)
from corpus.model import Form, Passage, Report, Span, Statistic, Status
from search_api.pages.address import anchor
from search_api.pages.cells import ABSENT, MISSING, Shown, number, shown, signs
from search_api.pages.checks import Doubt
from search_api.pages.text import Parts, parts
from search_api.pages.told import Told, told_of

TITLES = {
    1: "政府信息公开情况统计表（2014年格式）",
    2: "表二 主动公开政府信息情况",
    3: "表三 收到和处理政府信息公开申请情况",
    4: "表四 政府信息公开行政复议、行政诉讼情况",
}
SECTION_OF = {1: 6, 2: 2, 3: 3, 4: 4}
"""The section a table stands in: tables carry the numbers of their sections; 1 is an annex."""

Mark = Callable[[str], Sequence[Span]]
"""Where the words of the query stand in a label."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell. `doubt` is None where nothing speaks against it."""

    id: str
    shown: Shown
    unit: str  # only where the form fixes none, or the report writes another
    total: bool
    doubt: Doubt | None
    implied: str  # the only value the form's identities allow; "" if it is not needed
    remark: str  # words of the report beside the number, or why it could not be read
    told: tuple[Told, ...] = ()  # numbers of the text that speak of it


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of cells, or a group row that has none."""

    id: str
    path: str  # the groups above it, for those who hear the table
    label: Parts
    depth: int  # 0-2
    is_group: bool
    is_total: bool
    anchors: tuple[str, ...]  # passages that put this row into words
    cells: tuple[GridCell, ...]
    told: tuple[Told, ...] = ()  # of a group row: numbers of the text that speak of all its rows


@dataclass(frozen=True, slots=True)
class Head:
    """A head cell; `columns` and `rows` are what it spans."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of HTML."""

    caption: str
    heads: tuple[tuple[Head, ...], ...]
    rows: tuple[GridRow, ...]
    width: int  # value columns


@dataclass(frozen=True, slots=True)
class Table:
    """A standard table of a report. `lost` is true if not one cell of it was found."""

    id: str  # "t3"
    title: str
    lost: bool
    anchors: tuple[str, ...]  # places of the cells of a lost table: links to them land on its note
    damaged: bool  # part of it is cut off or unreadable
    grids: tuple[Grid, ...]
    signs: tuple[Shown, ...]  # to be explained below it
    file: int  # 1-based source that most of it was read from; its lines:
    first_line: int | None
    last_line: int | None


@dataclass(frozen=True, slots=True)
class _Maker:
    """What is known of the cells of one report."""

    known: Mapping[str, Statistic]
    doubts: Mapping[str, Doubt]
    damaged: frozenset[str]
    anchors: Mapping[str, tuple[str, ...]]  # "t3.new" -> passages
    mark: Mark
    told: Mapping[str, Sequence[Told]]

    def cell(self, key: str, *, total: bool) -> GridCell:
        statistic = self.known.get(key)
        doubt = self.doubts.get(key)
        if statistic is None:
            lost = MISSING if key.partition(".")[0] in self.damaged else ABSENT
            return GridCell(anchor(key), lost, "", total, doubt, "", "")
        implied = statistic.implied if doubt is None or not doubt.located else doubt.implied
        differs = implied is not None and implied != statistic.value
        return GridCell(
            id=anchor(key),
            shown=shown(statistic.value, statistic.status, statistic.printed),
            unit=_own_unit(statistic),
            total=total,
            doubt=doubt,
            implied=number(implied) if implied is not None and differs else "",
            remark=statistic.remark or "",
            told=tuple(self.told.get(key, ())),
        )

    def row(self, key: str, entry: Entry, path: str, columns: Sequence[str]) -> GridRow:
        label = _label(entry)
        return GridRow(
            id=anchor(key),
            path=path,
            label=parts(label, self.mark(label)),
            depth=_depth(entry.mark),
            is_group=False,
            is_total="total" in key,
            anchors=self.anchors.get(key, ()),
            cells=tuple(
                self.cell(f"{key}.{column}", total=column == "total" or "total" in key)
                for column in columns
            ),
        )

    def group(self, key: str, entry: Entry) -> GridRow:
        label = _label(entry)
        marked = parts(label, self.mark(label))
        told = tuple(self.told.get(key, ()))
        return GridRow(anchor(key), "", marked, _depth(entry.mark), True, False, (), (), told)


def tables(report: Report, doubts: Mapping[str, Doubt], mark: Mark) -> tuple[Table, ...]:
    """The tables of a report, as its form draws them; those of an unknown form are lost."""
    maker = _Maker(
        known={one.indicator: one for one in report.statistics},
        doubts=doubts,
        damaged=frozenset(report.damage),
        anchors=_anchors(report.passages),
        mark=mark,
        told=told_of(report),
    )
    draw = {1: _grids1, 2: _grids2, 3: _grids3, 4: _grids4}
    drawn = (1,) if report.form in annex.ANNEXES else (2, 3, 4)
    return tuple(_table(n, report, maker, draw[n](report.form, maker)) for n in drawn)


def _table(n: int, report: Report, maker: _Maker, grids: tuple[Grid, ...]) -> Table:
    own = [one for one in report.statistics if one.indicator.startswith(f"t{n}.")]
    places = [one.place for one in own if one.place is not None]
    # Of several sources another may have filled some cells; its lines would mean nothing here.
    file = Counter(place.source for place in places).most_common(1)[0][0] if places else 0
    lines = [place.line for place in places if place.source == file]
    cells = [cell for grid in grids for row in grid.rows for cell in row.cells]
    kinds = {cell.shown.kind for cell in cells}
    lost = all(one.status is Status.MISSING for one in own)
    return Table(
        id=f"t{n}",
        title=annex.title(report.form) if n == 1 else TITLES[n],
        lost=lost,
        anchors=_places(n, report) if lost else (),
        damaged=f"t{n}" in maker.damaged,
        grids=grids,
        signs=signs(kinds),
        file=file + 1,
        first_line=min(lines, default=None),
        last_line=max(lines, default=None),
    )


def _places(n: int, report: Report) -> tuple[str, ...]:
    """Every cell that the report names of a table, and every one that its form has."""
    named = (cell.indicator for finding in report.findings for cell in finding.cells)
    keys = (*keys_of(report.form), *(one.indicator for one in report.statistics), *named)
    return tuple(dict.fromkeys(anchor(key) for key in keys if key.startswith(f"t{n}.")))


def _grids1(form: Form, maker: _Maker) -> tuple[Grid, ...]:
    """One grid for each topic of the 统计表; parts stand indented under the item they add up to."""
    grids = []
    for topic, listed in groupby(annex.items(form), key=lambda item: annex.topic(item.key)):
        rows = tuple(_row1(item, maker) for item in listed)
        grids.append(Grid(topic, ((Head("统计指标"), Head("统计数")),), rows, 1))
    return tuple(grids)


def _row1(item: annex.Item, maker: _Maker) -> GridRow:
    above = annex.by_key()[item.parent].label if item.parent else ""
    entry = Entry(item.key, f"{item.label}（{item.unit}）", item.label)
    row = maker.row(f"t1.{item.key}", entry, above, ("count",))
    return replace(row, depth=annex.level(item.key))


def _grids2(form: Form, maker: _Maker) -> tuple[Grid, ...]:
    """One grid for each item of article 20, as each has columns of its own."""
    made = _form(form, maker, "t2")
    if made is None:
        return ()
    grids = []
    for article, rows in groupby(made.table2.rows, key=lambda row: row.article):
        entries = tuple(rows)
        columns = [made.table2.column(key) for key in entries[0].columns]
        grids.append(
            Grid(
                caption=article,
                heads=((Head("信息内容"), *(Head(_with_unit(one)) for one in columns)),),
                rows=tuple(maker.row(f"t2.{row.key}", row, "", row.columns) for row in entries),
                width=len(columns),
            )
        )
    return tuple(grids)


def _grids3(form: Form, maker: _Maker) -> tuple[Grid, ...]:
    made = _form(form, maker, "t3")
    if made is None:
        return ()
    columns = made.table3.columns
    return (
        Grid(
            caption="",
            heads=(
                (
                    Head("项目", rows=2),
                    Head(columns[0].label, rows=2),
                    Head("法人或其他组织", columns=len(columns) - 2),
                    Head(columns[-1].label, rows=2),
                ),
                tuple(Head(column.label) for column in columns[1:-1]),
            ),
            rows=tuple(_rows3(made.table3, maker)),
            width=len(columns),
        ),
    )


def _grids4(form: Form, maker: _Maker) -> tuple[Grid, ...]:
    made = _form(form, maker, "t4")
    if made is None:
        return ()
    columns = [column.key for column in made.table4.columns]
    heads = (Head("项目"), *(Head(column.label) for column in made.table4.columns))
    rows = tuple(maker.row(f"t4.{row.key}", row, "", columns) for row in made.table4.rows)
    return (Grid("", (heads,), rows, len(columns)),)


def _rows3(table: FormTable, maker: _Maker) -> Iterable[GridRow]:
    """Rows in form order; each group row stands before the first row that needs it."""
    columns = [column.key for column in table.columns]
    groups = {group.key: group for group in table.groups}
    outcome = groups["outcome"]
    opened: set[str] = set()
    for entry in _entries3(table, maker):
        needed = [outcome] if _depth(entry.mark) or entry.group else []
        needed += [groups[entry.group]] if entry.group in groups else []
        for group in needed:
            if group.key not in opened:
                opened.add(group.key)
                yield maker.group(f"t3.{group.key}", group)
        path = "，".join(_label(group) for group in needed)
        yield maker.row(f"t3.{entry.key}", entry, path, columns)


def _entries3(table: FormTable, maker: _Maker) -> Sequence[Entry]:
    """The rows of the form, and rows of the other form that this report has all the same."""
    present = {key.split(".")[1] for key in maker.known if key.startswith("t3.")}
    own = {row.key for row in table.rows}
    rows = list(table.rows)
    for other in all_forms():
        rows += [row for row in other.table3.rows if row.key in present - own]
        own |= {row.key for row in rows}
    order = {row.key: place for place, row in enumerate(_both_forms())}
    return sorted(rows, key=lambda row: order[row.key])


def _both_forms() -> Sequence[Entry]:
    """Rows of table 3 of both forms: （六）其他处理 of 2019 stands before its parts of 2021."""
    old, new = (form.table3.rows for form in all_forms())
    single = [row for row in old if row.key not in {one.key for one in new}]
    place = next(n for n, row in enumerate(new) if row.group == "other")
    return [*new[:place], *single, *new[place:]]


def _form(form: Form, maker: _Maker, table: str) -> OfficialForm | None:
    """The form a table is drawn by: the report's, or the one whose columns its cells stand in.

    A report may have the old table 2 and the new table 3, so the cells decide.
    """
    keys = {key for key in maker.known if key.startswith(f"{table}.")}
    if not keys:
        return None
    fits = {made.form: sum(key in keys for key in _keys(made, table)) for made in all_forms()}
    best = max(fits, key=lambda one: (fits[one], one is form))
    return load(best)


def _keys(made: OfficialForm, table: str) -> Iterable[str]:
    part: FormTable = getattr(made, f"table{table[1:]}")
    for row in part.rows:
        for column in row.columns or tuple(column.key for column in part.columns):
            yield f"{table}.{row.key}.{column}"


def _anchors(passages: Iterable[Passage]) -> Mapping[str, tuple[str, ...]]:
    """The row at which each passage made of cells begins."""
    found: dict[str, tuple[str, ...]] = {}
    for passage in passages:
        if passage.kind == "table" and passage.indicators:
            row = passage.indicators[0].rpartition(".")[0]
            found[row] = (*found.get(row, ()), f"p{passage.order}")
    return found


def _own_unit(statistic: Statistic) -> str:
    known = indicators().get(statistic.indicator)
    usual = "" if known is None else known.unit
    return statistic.unit if statistic.unit and statistic.unit != usual else ""


def _label(entry: Entry) -> str:
    """With the form's own number: 一、本年新收, （一）予以公开, 1. 属于国家秘密."""
    if entry.mark.isdigit():
        return f"{entry.mark}. {entry.label}"
    comma = "、" if entry.mark and not entry.mark.startswith("（") else ""
    return f"{entry.mark}{comma}{entry.label}"


def _depth(mark: str) -> int:
    if mark.isdigit():
        return 2
    return 1 if mark.startswith("（") else 0


def _with_unit(column: Entry) -> str:
    """The head of a column of table 2 with its unit, where the form fixes one."""
    if not column.unit or column.unit in column.label or column.label.endswith("件数"):
        return column.label
    return f"{column.label}（{column.unit}）"
