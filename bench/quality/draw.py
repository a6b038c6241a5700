"""A made report set out as the form asks: title, sections, tables with their merged cells."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from bench.quality.made import Made
from bench.quality.scene import Drawn, Part, Row, Slot, Table, Text
from corpus.forms import Entry, FormTable, load
from corpus.headings import SECTION_TITLES
from corpus.model import Number

_NUMERALS = "零一二三四五六"
_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def draw(made: Made) -> Drawn:
    """Every figure as plain digits; all labels as on the form."""
    form = load(made.form)
    tables = {2: _table2(made, form.table2), 3: _table3(made, form.table3), 4: _table4(made)}
    parts: list[Part] = [Text(made.title, "title")]
    parts += [Text(text, "prose", 0) for text in made.prose[0]]
    for number in range(1, 7):
        heading = f"{_NUMERALS[number]}、{SECTION_TITLES[number]}"
        parts.append(Text(heading, "heading", number))
        parts += [Text(text, "prose", number) for text in made.prose.get(number, ())]
        parts += [tables[number]] if number in tables else []
    return Drawn(tuple(parts), made.agency, made.year)


def figure(made: Made, key: str, across: int = 1) -> Slot:
    """The slot of one figure."""
    value: Number = made.figures[key]
    return Slot(str(value), "figure", key, value, across=across)


def _label(text: str, role: str, down: int = 1, across: int = 1) -> Slot:
    return Slot(text, role, down=down, across=across)


def _table2(made: Made, table: FormTable) -> Table:
    rows: list[Row] = []
    for article, group in groupby(table.rows, key=lambda row: row.article):
        entries = list(group)
        columns = entries[0].columns
        rows.append((_label(article, "article", across=4),))
        heads = [_label(table.column(column).label, "column") for column in columns]
        rows.append(_widened((_label("信息内容", "corner"), *heads)))
        for entry in entries:
            keys = [f"t2.{entry.key}.{column}" for column in columns]
            figures = [figure(made, key) for key in keys]
            rows.append(_widened((_label(entry.label, "row"), *figures)))
    return Table(2, tuple(rows))


def _widened(row: Sequence[Slot]) -> Row:
    """Four columns wide: the last cell takes what is left."""
    *head, last = row
    return (*head, replace(last, across=4 - len(head)))


def _table3(made: Made, table: FormTable) -> Table:
    return Table(3, (*_heads3(table), *_body3(made, table)))


def _heads3(table: FormTable) -> Iterator[Row]:
    person, *leaves, total = (column.label for column in table.columns)
    yield _label(_NOTE, "corner", 3, 3), _label("申请人情况", "head", across=7)
    wide = _label("法人或其他组织", "head", across=5)
    yield _label(person, "column", 2), wide, _label(total, "column", 2)
    yield tuple(_label(leaf, "column") for leaf in leaves)


def _body3(made: Made, table: FormTable) -> Iterator[Row]:
    outcome = table.groups[0]
    inside = [row for row in table.rows if row.key not in ("new", "carried_in", "carried_out")]
    seen: set[str] = set()
    for row in table.rows:
        labels: list[Slot] = []
        if row is inside[0]:
            labels.append(_label(_marked(outcome), "group", len(inside)))
        if row.group and row.group not in seen:
            seen.add(row.group)
            size = sum(each.group == row.group for each in table.rows)
            group = next(each for each in table.groups if each.key == row.group)
            labels.append(_label(_marked(group), "group", size))
        labels.append(_label(_marked(row), "row", across=1 if row.group else 3 - (row in inside)))
        keys = [f"t3.{row.key}.{column.key}" for column in table.columns]
        yield (*labels, *(figure(made, key) for key in keys))


def _marked(entry: Entry) -> str:
    """The label behind the form's own number."""
    if entry.mark.startswith("（"):
        return entry.mark + entry.label
    return f"{entry.mark}.{entry.label}" if entry.mark.isdigit() else f"{entry.mark}、{entry.label}"


def _table4(made: Made) -> Table:
    table = load(made.form).table4
    outcomes = [column.label for column in table.columns]
    review, *suits = table.rows
    first = (_label(review.label, "block", across=5), _label("行政诉讼", "head", across=10))
    second = (
        *(_label(outcome, "column", 2) for outcome in outcomes),
        *(_label(block.head, "block", across=5) for block in suits),
    )
    third = tuple(_label(outcome, "column") for _ in suits for outcome in outcomes)
    keys = [f"t4.{block.key}.{each.key}" for block in table.rows for each in table.columns]
    return Table(4, (first, second, third, tuple(figure(made, key) for key in keys)))
