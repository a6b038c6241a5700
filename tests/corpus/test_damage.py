"""Sound reports, damaged as files are: what is read is right or missing, never wrong.

Each sample, in the layout it has or with one cell a line, is cut, joined and shifted at random. The
truth is the sample's own. How much may be lost is bounded too, or a reader of nothing would pass.
"""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document, Grid, Number, Statistic
from corpus.read import read
from corpus.tables import read_tables

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES, GOLD = ROOT / "corpus" / "samples", ROOT / "tests" / "gold"
NAMES = sorted(path.stem for path in GOLD.glob("*.json"))
GAPS = {  # cells without figures: with one cell a line they leave no trace, so their rows are lost
    "qingping_shichang_jianguan_ju_2022",
    "yanxi_weisheng_jiankang_weiyuanhui_2020",
}
ROWS = [  # files that draw their tables in rows
    name
    for name in NAMES
    if name not in {"qingping_jiaoyu_ju_2020", "yanxi_weisheng_jiankang_weiyuanhui_2022"}
]

Lines = list[str]
Truth = dict[str, Number | None]


@cache
def truth(name: str) -> tuple[str, Truth]:
    """File name and values of a sample."""
    gold = json.loads((GOLD / f"{name}.json").read_text("utf-8"))
    return gold["file"], gold["statistics"]


@cache
def laid_out(name: str, layout: str) -> tuple[str, ...]:
    """The lines of a sample: as they are (those of a page with tabs), with rows padded unevenly by
    blank cells, or with one cell a line."""
    file, _ = truth(name)
    document = read(file, (SAMPLES / file).read_bytes())
    lines = _with_tabs(document) if document.format == "html" else document.text.split("\n")
    if layout == "rows":
        return tuple(lines)
    if layout == "padded rows":
        tabs = (
            line + "\t" * (at * 7 % 4) if "\t" in line else line for at, line in enumerate(lines)
        )
        return tuple(tabs)
    single = [cell for line in lines for cell in _cells(line)]
    return tuple(single) if layout == "cells" else tuple("\n\n".join(single).split("\n"))


def _with_tabs(document: Document) -> Lines:
    lines: Lines = []
    for block in document.blocks:
        if isinstance(block, Grid):
            lines += ["\t".join(cell.text for cell in row) for row in block.rows]
        else:
            lines.append(block.text)
    return lines


def _cells(line: str) -> Lines:
    if re.fullmatch(r"[\s|:-]*", line):
        return []
    parts = re.split(r"[\t|]", line) if re.search(r"\t|^\|", line) else [line]
    return [part.strip() for part in parts if part.strip()]


@cache
def table_lines(name: str, layout: str) -> tuple[int, ...]:
    """Indexes of the lines that hold tables."""
    found = read_tables(read("a.txt", "\n".join(laid_out(name, layout)).encode())).lines
    return tuple(sorted(number - 1 for number in found))


def wrong(lines: Lines, name: str) -> list[Statistic]:
    values = truth(name)[1]
    cells = read_tables(read("a.txt", "\n".join(lines).encode())).statistics
    return [
        cell
        for cell in cells
        if (cell.value is not None and cell.value != values.get(cell.indicator))
        or (cell.implied is not None and values.get(cell.indicator) not in (cell.implied, None))
    ]


def lost(lines: Lines, name: str) -> int:
    """How many cells of the truth are not read."""
    cells = read_tables(read("a.txt", "\n".join(lines).encode())).statistics
    values = {cell.indicator: cell.value for cell in cells}
    return sum(
        value is not None and values.get(key) is None for key, value in truth(name)[1].items()
    )


Damage = Callable[[st.DataObject, Lines, int], Lines]
"""Damages the lines at one of them."""


def parts_of(line: str) -> tuple[str, list[str]]:
    separator = "\t" if "\t" in line else "|"
    return separator, line.split(separator)


def drop_trailing_tabs(data: st.DataObject, lines: Lines, at: int) -> Lines:
    return [*lines[:at], lines[at].rstrip(), *lines[at + 1 :]]


def drop_all_trailing_tabs(data: st.DataObject, lines: Lines, at: int) -> Lines:
    return [line.rstrip() for line in lines]


def drop_a_cell(data: st.DataObject, lines: Lines, at: int) -> Lines:
    separator, parts = parts_of(lines[at])
    cut = data.draw(st.integers(0, len(parts) - 1))
    return [*lines[:at], separator.join(parts[:cut] + parts[cut + 1 :]), *lines[at + 1 :]]


def empty_a_cell(data: st.DataObject, lines: Lines, at: int) -> Lines:
    separator, parts = parts_of(lines[at])
    cut = data.draw(st.integers(0, len(parts) - 1))
    return [*lines[:at], separator.join([*parts[:cut], "", *parts[cut + 1 :]]), *lines[at + 1 :]]


def cut_a_line_short(data: st.DataObject, lines: Lines, at: int) -> Lines:
    separator, parts = parts_of(lines[at])
    end = data.draw(st.integers(0, len(parts) - 1))
    return [*lines[:at], separator.join(parts[:end]), *lines[at + 1 :]]


def break_a_line_in_two(data: st.DataObject, lines: Lines, at: int) -> Lines:
    separator, parts = parts_of(lines[at])
    end = data.draw(st.integers(0, len(parts) - 1))
    return [*lines[:at], separator.join(parts[:end]), separator.join(parts[end:]), *lines[at + 1 :]]


def drop_a_line(data: st.DataObject, lines: Lines, at: int) -> Lines:
    return [*lines[:at], *lines[at + 1 :]]


def end_the_file(data: st.DataObject, lines: Lines, at: int) -> Lines:
    return lines[: at + 1]


def join_two_lines(data: st.DataObject, lines: Lines, at: int) -> Lines:
    between = data.draw(st.sampled_from(["", " ", "\t", "\u3000"]))
    return [*lines[:at], between.join(lines[at : at + 2]), *lines[at + 2 :]]


def put_a_page_mark_in(data: st.DataObject, lines: Lines, at: int) -> Lines:
    mark = data.draw(st.sampled_from(["- 4 -", "— 12 —", "第 3 页 共 9 页", "P. 8", "－5－"]))
    gap = data.draw(st.sampled_from([[], [""]]))
    return [*lines[:at], *gap, mark, *gap, *lines[at:]]


def put_a_blank_line_in(data: st.DataObject, lines: Lines, at: int) -> Lines:
    return [*lines[:at], "", *lines[at:]]


HARMLESS = [drop_trailing_tabs, drop_all_trailing_tabs, put_a_page_mark_in]
HARMFUL = [
    drop_a_cell,
    empty_a_cell,
    cut_a_line_short,
    break_a_line_in_two,
    drop_a_line,
    end_the_file,
    join_two_lines,
    put_a_blank_line_in,
]
samples = st.sampled_from(NAMES)
LAYOUTS = ["rows", "padded rows", "cells", "cells apart"]
layouts = st.sampled_from(LAYOUTS)


def drawn(data: st.DataObject, name: str, layout: str, damages: list[Damage]) -> Lines:
    """The sample after these damages, each at a line of a table."""
    lines = list(laid_out(name, layout))
    for damage in damages:
        at = min(data.draw(st.sampled_from(table_lines(name, layout))), len(lines) - 1)
        lines = damage(data, lines, at)
    return lines


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", NAMES)
def test_a_sound_sample_reads_right_in_every_layout(name: str, layout: str) -> None:
    lines = list(laid_out(name, layout))
    assert wrong(lines, name) == []
    assert lost(lines, name) == 0 or (name in GAPS and layout.startswith("cells"))


@pytest.mark.parametrize("damage", [*HARMLESS, *HARMFUL])
@given(samples, layouts, st.data())
def test_one_damage_makes_no_value_wrong(
    damage: Damage, name: str, layout: str, data: st.DataObject
) -> None:
    assert wrong(drawn(data, name, layout, [damage]), name) == []


@given(
    samples,
    layouts,
    st.lists(st.sampled_from([*HARMLESS, *HARMFUL]), min_size=2, max_size=4),
    st.data(),
)
def test_several_damages_make_no_value_wrong(
    name: str, layout: str, damages: list[Damage], data: st.DataObject
) -> None:
    assert wrong(drawn(data, name, layout, damages), name) == []


@pytest.mark.parametrize("damage", HARMLESS)
@given(st.sampled_from(ROWS), st.data())
def test_harmless_damage_loses_nothing(damage: Damage, name: str, data: st.DataObject) -> None:
    assert lost(drawn(data, name, "rows", [damage]), name) == 0


@pytest.mark.parametrize("damage", [drop_a_cell, empty_a_cell])
@given(st.sampled_from([name for name in ROWS if name not in GAPS]), st.data())
def test_a_lost_cell_costs_no_more_than_its_own_row(
    damage: Damage, name: str, data: st.DataObject
) -> None:
    """Fifteen cells are the one row of table 4; a head of table 2 costs the rows under it.

    In a table that has gaps already it may cost more: its whole rows are the evidence for them.
    """
    assert lost(drawn(data, name, "rows", [damage]), name) <= 15
