"""Tables and reports written from numbers, in the shapes that files give them."""

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from corpus.forms import Entry, keys_of, load
from corpus.model import Form, Place, Statistic, Status

COLUMNS = tuple(column.key for column in load(Form.Y2021).table3.columns)
LEAVES = COLUMNS[:-1]
OUTCOMES = tuple(outcome.key for outcome in load(Form.Y2021).table4.columns)
BLOCKS = tuple(block.key for block in load(Form.Y2021).table4.rows)
IDENTITY = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

PLACE = Place(1, 1)

Values = Mapping[str, str]
"""Indicator -> what stands in its cell."""


@dataclass(frozen=True)
class Cell:
    """A cell of a drawn table, once at its upper left corner."""

    text: str
    rowspan: int = 1
    colspan: int = 1


Rows = list[list[Cell]]


def rows_of(form: Form) -> tuple[str, ...]:
    """Keys of the rows of table 3 that hold figures."""
    return tuple(row.key for row in load(form).table3.rows)


def outcomes_of(form: Form) -> tuple[str, ...]:
    """Those of them that add up to the total processed."""
    around = {"new", "carried_in", "total_processed", "carried_out"}
    return tuple(key for key in rows_of(form) if key not in around)


def table2(form: Form, values: Values) -> Rows:
    table, rows = load(form).table2, list[list[Cell]]()
    for article in dict.fromkeys(row.article for row in table.rows):
        under = [row for row in table.rows if row.article == article]
        rows.append([Cell(article, colspan=4)])
        rows.append(
            [Cell("信息内容"), *(Cell(table.column(key).label) for key in under[0].columns)]
        )
        for row in under:
            cells = (Cell(values[f"t2.{row.key}.{column}"]) for column in row.columns)
            rows.append([Cell(row.label), *cells])
    return rows


def table3(form: Form, values: Values) -> Rows:
    table = load(form).table3
    rows = [
        [Cell(IDENTITY, 3, 3), Cell("申请人情况", 1, 7)],
        [Cell("自然人", 2), Cell("法人或其他组织", 1, 5), Cell("总计", 2)],
        [Cell(column.label) for column in table.columns[1:6]],
    ]
    outcomes = [row for row in table.rows if row.key not in {"new", "carried_in", "carried_out"}]
    for row in table.rows:
        figures = [Cell(values[f"t3.{row.key}.{column}"]) for column in COLUMNS]
        rows.append(
            [*_labels(row, outcomes, {group.key: group for group in table.groups}), *figures]
        )
    return rows


def _labels(row: Entry, outcomes: Sequence[Entry], groups: Mapping[str, Entry]) -> Iterator[Cell]:
    if row not in outcomes:
        yield Cell(f"{row.mark}、{row.label}", 1, 3)
        return
    if row is outcomes[0]:
        yield Cell("三、本年度办理结果", len(outcomes))
    if not row.group:
        yield Cell(f"{row.mark}{row.label}", 1, 2)
        return
    members = [each for each in outcomes if each.group == row.group]
    if row is members[0]:
        yield Cell(f"{groups[row.group].mark}{groups[row.group].label}", len(members))
    yield Cell(f"{row.mark}.{row.label}")


def table4(values: Values) -> Rows:
    outcomes = [Cell(outcome.label) for outcome in load(Form.Y2021).table4.columns]
    return [
        [Cell("行政复议", 1, 5), Cell("行政诉讼", 1, 10)],
        [
            *(Cell(each.text, 2) for each in outcomes),
            Cell("未经复议直接起诉", 1, 5),
            Cell("复议后起诉", 1, 5),
        ],
        [*outcomes, *outcomes],
        [Cell(values[f"t4.{block}.{outcome}"]) for block in BLOCKS for outcome in OUTCOMES],
    ]


def placed(rows: Rows) -> list[list[str]]:
    """The table as a matrix: merged cells stand at their upper left corner, "" elsewhere."""
    taken: dict[tuple[int, int], str] = {}
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            while (index, column) in taken:
                column += 1
            for down in range(cell.rowspan):
                taken.update(
                    {(index + down, column + across): "" for across in range(cell.colspan)}
                )
            taken[index, column] = cell.text
            column += cell.colspan
    width = 1 + max(column for _, column in taken)
    return [
        [taken.get((index, column), "") for column in range(width)] for index in range(len(rows))
    ]


def as_tabs(rows: Rows) -> str:
    return "\n".join("\t".join(row) for row in placed(rows))


def as_pipes(rows: Rows) -> str:
    lines = [f"| {' | '.join(row)} |" for row in placed(rows)]
    return "\n".join([lines[0], "|" + " --- |" * len(placed(rows)[0]), *lines[1:]])


def as_lines(rows: Rows) -> str:
    """One cell a line: blank cells vanish, as they do when a page is copied."""
    return "\n".join(cell.text for row in rows for cell in row if cell.text)


def as_page(rows: Rows) -> str:
    drawn = (
        "<tr>"
        + "".join(
            f'<td rowspan="{cell.rowspan}" colspan="{cell.colspan}">{html.escape(cell.text)}</td>'
            for cell in row
        )
        + "</tr>"
        for row in rows
    )
    return f"<table>{''.join(drawn)}</table>"


SHAPES = {"tabs": as_tabs, "pipes": as_pipes, "lines": as_lines, "page": as_page}
TITLE = "云澄市青屏区教育局2023年政府信息公开工作年度报告"
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def report(form: Form, values: Values, shape: str = "tabs") -> bytes:
    """A whole report with these tables."""
    draw = SHAPES[shape]
    bodies = ("全年主动公开信息三件。", draw(table2(form, values)), draw(table3(form, values)))
    parts = (*bodies, draw(table4(values)), "人手不足，明年加强培训。", "没有收费。")
    if shape != "page":
        text = "\n\n".join(
            f"{heading}\n\n{body}" for heading, body in zip(HEADINGS, parts, strict=True)
        )
        return f"{TITLE}\n\n{text}\n".encode()
    text = "".join(
        f"<h2>{heading}</h2>{body if body.startswith('<') else f'<p>{body}</p>'}"
        for heading, body in zip(HEADINGS, parts, strict=True)
    )
    return f"<html><body><h1>{TITLE}</h1>{text}</body></html>".encode()


FORMS = st.sampled_from([Form.Y2019, Form.Y2021])
LARGEST = [0, 1, 9, 400]  # figures of most rows, of towns, of bureaus, of cities


@st.composite
def sound(draw: st.DrawFn, form: Form) -> dict[str, int]:
    """Numbers for every cell of the form that satisfy every identity.

    One seed makes them all: two hundred draws a table would take longer than reading it.
    """
    return filled(form, Random(draw(st.integers(0, 2**32))), draw(st.sampled_from(LARGEST)))


def filled(form: Form, chance: Random, most: int) -> dict[str, int]:
    """Numbers up to `most` for every cell of the form that satisfy every identity."""
    values: dict[str, int] = {}
    for column in LEAVES:
        busy = chance.random() < 0.5  # most columns of real tables hold nothing but zeros
        few = [chance.randint(0, most) if busy and chance.random() < 0.4 else 0 for _ in range(30)]
        outcomes = [f"t3.{row}.{column}" for row in outcomes_of(form)]
        values |= dict(zip(outcomes, few, strict=False))
        processed, carried_out = sum(values[key] for key in outcomes), few[-1]
        carried_in = chance.randint(0, processed + carried_out)
        values[f"t3.total_processed.{column}"] = processed
        values[f"t3.carried_out.{column}"] = carried_out
        values[f"t3.carried_in.{column}"] = carried_in
        values[f"t3.new.{column}"] = processed + carried_out - carried_in
    for row in rows_of(form):
        values[f"t3.{row}.total"] = sum(values[f"t3.{row}.{column}"] for column in LEAVES)
    for block in BLOCKS:
        results = [chance.randint(0, most) for _ in OUTCOMES[:-1]]
        keys = [f"t4.{block}.{outcome}" for outcome in OUTCOMES]
        values |= dict(zip(keys, [*results, sum(results)], strict=True))
    for entry in load(form).table2.rows:
        values |= {f"t2.{entry.key}.{key}": chance.randint(0, most) for key in entry.columns}
    return values


def printed(values: Mapping[str, int]) -> dict[str, str]:
    return {key: str(value) for key, value in values.items()}


def statistics(form: Form, values: Mapping[str, int | None]) -> list[Statistic]:
    """A statistic for every cell of the form, in form order; None is a cell that is missing."""
    return [statistic(key, values.get(key)) for key in keys_of(form)]


def statistic(
    key: str, value: int | None, *, place: Place | None = PLACE, implied: int | None = None
) -> Statistic:
    """A cell with that number, or one that is missing: from a row, or with its whole row."""
    if value is None:
        return Statistic(key, None, None, Status.MISSING, "件", place, implied)
    return Statistic(key, value, str(value), Status.PRINTED, "件", place)
