"""Damage to the shape of tables: cut, without heads or labels, out of order, with strange rows."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

from bench.quality.draw import draw
from bench.quality.made import made
from bench.quality.scene import Drawn, Part, Row, Slot, Table, Text, figures, is_label
from corpus.model import Form

_PAGE_MARKS = ("- {n} -", "— {n} —", "P. {n}", "第 {n} 页", "{n}")


def _body_start(table: Table) -> int:
    """Index of the first row with figures; the number of rows if there is none."""
    return next((at for at, row in enumerate(table.rows) if figures(row)), len(table.rows))


def _fitted(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Merged cells cut to the rows that are left."""
    return tuple(
        tuple(replace(slot, down=min(slot.down, len(rows) - at)) for slot in row)
        for at, row in enumerate(rows)
    )


def _cut(table: Table, at: int) -> tuple[Table, Table]:
    return (
        replace(table, rows=_fitted(table.rows[:at])),
        replace(table, rows=_fitted(table.rows[at:])),
    )


def _whole(table: Table, *numbers: int) -> bool:
    """One of these tables, and not yet cut so short that nothing more can be done to it."""
    return table.number in numbers and len(table.rows) - _body_start(table) >= 4


def _somewhere(table: Table, random: Random) -> int:
    """Index of a row behind the first with figures."""
    return random.randrange(_body_start(table) + 1, len(table.rows))


def page_break(drawn: Drawn, random: Random) -> Drawn:
    """Tables 2 and 3 go on behind a blank line or a page mark; group labels stay on page one."""

    def change(table: Table) -> Sequence[Part]:
        if not _whole(table, 2, 3):
            return [table]
        first, second = _cut(table, _somewhere(table, random))
        mark = random.choice(["", *_PAGE_MARKS]).format(n=random.randint(2, 9))
        between: list[Part] = [Text(mark, "page mark")] if mark else [Text("", "page mark")]
        return [first, *between, second]

    return drawn.map_tables(change)


def page_break_with_heads(drawn: Drawn, random: Random) -> Drawn:
    """Table 3 goes on on the next page with its heads printed again."""

    def change(table: Table) -> Sequence[Part]:
        if not _whole(table, 3):
            return [table]
        start = _body_start(table)
        first, second = _cut(table, _somewhere(table, random))
        again = replace(second, rows=_fitted((*table.rows[:start], *second.rows)))
        return [first, Text("", "page mark"), again]

    return drawn.map_tables(change)


def page_break_in_row(drawn: Drawn, random: Random) -> Drawn:
    """A page ends inside a row of table 3: its label on one page, its figures on the next."""

    def change(table: Table) -> Sequence[Part]:
        if not _whole(table, 3):
            return [table]
        at = _somewhere(table, random)
        labels = tuple(filter(is_label, table.rows[at]))
        first = replace(table, rows=_fitted((*table.rows[:at], labels)))
        second = replace(
            table, rows=_fitted((tuple(figures(table.rows[at])), *table.rows[at + 1 :]))
        )
        return [first, Text("- 5 -", "page mark"), second]

    return drawn.map_tables(change)


def heads_apart(drawn: Drawn, random: Random) -> Drawn:
    """The head of table 3 or 4 stands on one page, the body on the next."""

    def change(table: Table) -> Sequence[Part]:
        if table.number == 2:
            return [table]
        first, second = _cut(table, _body_start(table))
        return [first, Text("", "page mark"), second]

    return drawn.map_tables(change)


def heads_lost(drawn: Drawn, random: Random) -> Drawn:
    """The column heads of table 3 are gone."""
    return drawn.map_tables(
        lambda table: _cut(table, _body_start(table))[1] if table.number == 3 else table
    )


def group_labels_lost(drawn: Drawn, random: Random) -> Drawn:
    """三、本年度办理结果 and （三）–（六） are not printed."""
    return drawn.map_rows(lambda _, row: tuple(slot for slot in row if slot.role != "group"))


def table_ends(drawn: Drawn, random: Random) -> Drawn:
    """Table 3 stops somewhere, and the next section is missing with its table."""
    parts: list[Part] = []
    for part in drawn.parts:
        if isinstance(part, Table) and _whole(part, 3):
            parts.append(_cut(part, _somewhere(part, random))[0])
        elif not _in_section(part, 4):
            parts.append(part)
    return drawn.with_parts(parts)


def _in_section(part: Part, number: int) -> bool:
    return (part.number if isinstance(part, Table) else part.section) == number


def row_labels_lost(drawn: Drawn, random: Random) -> Drawn:
    """One row label in eight of table 3 is not there; the figures are."""

    def change(table: Table, row: Row) -> Row:
        hit = table.number == 3 and figures(row) and random.random() < 0.125
        return tuple(slot for slot in row if not (hit and slot.role == "row"))

    return drawn.map_rows(change)


def figures_without_labels(drawn: Drawn, random: Random) -> Drawn:
    """Table 3 has lost all its labels, heads included."""

    def change(table: Table) -> Table:
        if table.number != 3:
            return table
        rows = [tuple(figures(row)) for row in table.rows]
        return replace(table, rows=tuple(row for row in rows if row))

    return drawn.map_tables(change)


def labels_without_figures(drawn: Drawn, random: Random) -> Drawn:
    """A form nobody filled: no cell of any table has a figure."""
    return drawn.map_rows(lambda _, row: tuple(filter(is_label, row)))


def some_figures_lost(drawn: Drawn, random: Random) -> Drawn:
    """A row in eight of table 3 has its label and no figure."""

    def change(table: Table, row: Row) -> Row:
        hit = table.number == 3 and random.random() < 0.125
        return tuple(filter(is_label, row)) if hit else row

    return drawn.map_rows(change)


def child_labels_lost(drawn: Drawn, random: Random) -> Drawn:
    """Under one or more groups only the group's label is left, and a run of figures."""
    lost = random.sample("不予公开 无法提供 不予处理 其他处理".split(), random.randint(1, 2))
    inside = False

    def change(table: Table, row: Row) -> Row:
        nonlocal inside
        groups = [slot.text for slot in row if slot.role == "group"]
        if groups and figures(row):
            inside = any(word in groups[-1] for word in lost)
        if _outside_groups(row):
            inside = False
        return tuple(slot for slot in row if not (inside and slot.role == "row"))

    return drawn.map_rows(change)


def _outside_groups(row: Row) -> bool:
    return any(slot.role == "row" and slot.text[:1] in "（一二四" for slot in row)


def page_marks(drawn: Drawn, random: Random) -> Drawn:
    """Page numbers between the rows of tables."""

    def change(table: Table) -> Table:
        if len(table.rows) < 2:
            return table
        mark = random.choice(_PAGE_MARKS[:4]).format(n=random.randint(2, 30))
        at = random.randrange(1, len(table.rows))
        row = (Slot(mark, "page mark"),)
        return replace(table, rows=(*table.rows[:at], row, *table.rows[at:]))

    return drawn.map_tables(change)


def bare_page_numbers(drawn: Drawn, random: Random) -> Drawn:
    """A page number without any dash between two rows of table 3: it looks like a figure."""

    def change(table: Table) -> Table:
        if not _whole(table, 3):
            return table
        at = _somewhere(table, random)
        row = (Slot(str(random.randint(2, 12)), "figure"),)
        return replace(table, rows=(*table.rows[:at], row, *table.rows[at:]))

    return drawn.map_tables(change)


def page_marks_between_cells(drawn: Drawn, random: Random) -> Drawn:
    """A page number inside a row of tables 2 and 3, between two cells."""
    mark = Slot(random.choice(_PAGE_MARKS[:3]).format(n=random.randint(2, 9)), "page mark")

    def change(table: Table) -> Table:
        if not _whole(table, 2, 3):
            return table
        at = random.randrange(_body_start(table), len(table.rows))
        row = table.rows[at]
        place = random.randint(1, len(row))
        broken = (*row[:place], mark, *row[place:])
        return replace(table, rows=(*table.rows[:at], broken, *table.rows[at + 1 :]))

    return drawn.map_tables(change)


def invented_heads(drawn: Drawn, random: Random) -> Drawn:
    """Table 3 in pieces, each under a head that no form has."""

    def change(table: Table) -> Sequence[Part]:
        if not _whole(table, 3):
            return [table]
        parts: list[Part] = []
        rows = table.rows[_body_start(table) :]
        cuts = [0, *sorted(random.sample(range(1, len(rows)), 3)), len(rows)]
        for start, end in pairwise(cuts):
            words = random.choice(_INVENTED)
            head = tuple(Slot(word, "invented") for word in words)
            bare = [tuple(s for s in row if s.role != "group") for row in rows[start:end]]
            flat = [tuple(replace(slot, down=1, across=1) for slot in row) for row in bare]
            parts += [replace(table, rows=(head, *flat)), Text("", "page mark")]
        return parts

    return drawn.map_tables(change)


_INVENTED = (
    "类别 数据1 数据2 数据3 数据4 数据5 数据6 总计".split(),
    "项目 本年新收件数 上年结转件数 予以公开 部分公开 不予公开 结转下年度 总计".split(),
    "项目 列一 列二 列三 列四 列五 列六 列七".split(),
)


def rows_out_of_order(drawn: Drawn, random: Random) -> Drawn:
    """The rows of table 3 stand in any order, group labels left out; labels and figures hold."""

    def change(table: Table) -> Table:
        if table.number != 3:
            return table
        start = _body_start(table)
        rows = [tuple(s for s in row if s.role != "group") for row in table.rows[start:]]
        flat = [tuple(replace(slot, down=1) for slot in row) for row in rows]
        random.shuffle(flat)
        wide = [tuple(replace(s, across=3 if is_label(s) else 1) for s in row) for row in flat]
        return replace(table, rows=(*table.rows[:start], *wide))

    return drawn.map_tables(change)


def columns_out_of_order(drawn: Drawn, random: Random) -> Drawn:
    """The five kinds of bodies in table 3 stand in another order, heads and figures alike."""
    order = random.sample(range(5), 5)

    def change(table: Table, row: Row) -> Row:
        if table.number != 3:
            return row
        leaves = [slot for slot in row if slot.role == "column"]
        if len(leaves) == 5:
            return tuple(leaves[at] for at in order)
        cells = figures(row)
        if len(cells) != 7:
            return row
        moved = [cells[0], *(cells[1 + at] for at in order), cells[6]]
        return (*filter(is_label, row), *moved)

    return drawn.map_rows(change)


def blocks_out_of_order(drawn: Drawn, random: Random) -> Drawn:
    """Table 4 drawn block by block, each under its own heads."""

    def change(table: Table) -> Sequence[Part]:
        if table.number != 4 or len(table.rows) < 4 or len(figures(table.rows[-1])) != 15:
            return [table]
        cells, parts = figures(table.rows[-1]), list[Part]()
        heads = tuple(replace(slot, down=1) for slot in table.rows[1] if slot.role == "column")
        blocks = ["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"]
        order = random.sample(range(3), 3)
        for at in order:
            title, five = (Slot(blocks[at], "block", across=5),), tuple(cells[5 * at : 5 * at + 5])
            rows = (title, heads, five)
            parts += [replace(table, rows=rows), Text("", "page mark")]
        return parts

    return drawn.map_tables(change)


def unofficial_rows(drawn: Drawn, random: Random) -> Drawn:
    """Rows that no form has, with figures: 其他主动公开文件 in table 2, 其中 lines in table 3."""

    def change(table: Table) -> Table:
        if not _whole(table, 2, 3):
            return table
        at = _somewhere(table, random)
        count = len(figures(table.rows[at])) or 1
        words = random.choice(_STRANGERS)
        strays = tuple(Slot(str(random.randint(0, 99)), "figure") for _ in range(count))
        across = (4 if table.number == 2 else 10) - count
        row = (Slot(words, "stranger", across=across), *strays)
        rows = list(table.rows)
        if any(slot.down > 1 for earlier in rows[:at] for slot in earlier if slot.role == "group"):
            at = len(rows)  # inside merged groups the row would not fit; it comes last
        return replace(table, rows=(*rows[:at], row, *rows[at:]))

    return drawn.map_tables(change)


_STRANGERS = ("其他主动公开文件", "其中：网上收到的", "备注说明类", "另：口头咨询")


def figures_in_group_rows(drawn: Drawn, random: Random) -> Drawn:
    """（三）不予公开 and the others have a row of their own with the sums of their children."""

    def change(table: Table) -> Table:
        if table.number != 3:
            return table
        start = _body_start(table)
        rows: list[Row] = list(table.rows[:start])
        for row in table.rows[start:]:
            for slot in row:
                if slot.role == "group":
                    count = 7 if slot.text.startswith("（") else 0
                    sums = (Slot(str(random.randint(0, 40)), "figure") for _ in range(count))
                    rows.append((replace(slot, down=1, across=3 if count else 10), *sums))
            kept = (slot for slot in row if slot.role != "group")
            rows.append(tuple(replace(s, across=3) if is_label(s) else s for s in kept))
        return replace(table, rows=tuple(rows))

    return drawn.map_tables(change)


def mixed_forms(drawn: Drawn, random: Random) -> Drawn:
    """Table 2 of 2021 above a table 3 with the single old row （六）其他处理."""
    old, new = draw(made(random, form=Form.Y2019)), draw(made(random, form=Form.Y2021))
    third = next(part for part in old.parts if isinstance(part, Table) and part.number == 3)
    mixed = new.map_tables(lambda table: third if table.number == 3 else table)
    return replace(mixed, lost={})


def row_numbers(drawn: Drawn, random: Random) -> Drawn:
    """A first column that numbers the rows of tables 2 and 3: a figure before the label."""

    def change(table: Table) -> Table:
        if table.number == 4:
            return table
        start, rows = _body_start(table), list[Row]()
        for at, row in enumerate(table.rows):
            text = str(at - start + 1) if figures(row) else "序号" if at == 0 else ""
            rows.append((Slot(text, "stranger"), *row))
        return replace(table, rows=tuple(rows))

    return drawn.map_tables(change)


def remarks_column(drawn: Drawn, random: Random) -> Drawn:
    """A last column of table 3 for remarks, blank or with a word."""

    def change(table: Table) -> Table:
        if table.number != 3:
            return table
        start, rows = _body_start(table), list[Row]()
        for at, row in enumerate(table.rows):
            words = random.choice(["", "", "", "含上级转办", "见说明"]) if at >= start else ""
            rows.append((*row, Slot("备注" if at == 0 else words, "stranger")))
        return replace(table, rows=tuple(rows))

    return drawn.map_tables(change)


def one_table(drawn: Drawn, random: Random) -> Drawn:
    """Sections 2 to 4 are one table: headings are rows of it."""
    rows: list[Row] = []
    parts: list[Part] = []
    for part in drawn.parts:
        if isinstance(part, Table):
            rows += part.rows
        elif part.role == "heading" and part.section in (2, 3, 4):
            rows.append((Slot(part.text, "heading", across=15),))
        else:
            parts.append(part)
    before = [part for part in parts if isinstance(part, Text) and part.section < 2]
    return drawn.with_parts([*before, Table(2, tuple(rows)), *parts[len(before) :]])
