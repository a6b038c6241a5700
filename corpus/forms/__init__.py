"""The official forms as data, one TOML file a version, and the indicators made of them.

This is the one description of every row, column, label, alias and unit. The table reader, the
rules, the search service, the pages and the exports all take their words from here.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.forms.annex import ANNEXES, items
from corpus.model import Form

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Entry:
    """A row, column, group, block or outcome of a form: anything with a label."""

    key: str
    label: str  # as on the form
    short: str  # for narrow places
    variants: tuple[str, ...] = ()  # other wordings found in files
    aliases: tuple[str, ...] = ()  # how people ask for it
    mark: str = ""  # the form's own number: "一", "（三）", "4"
    group: str = ""  # key of the group a row of table 3 stands in
    head: str = ""  # block of table 4: its own header cell where the label says more
    unit: str = ""
    article: str = ""  # row of table 2: the item of article 20 it stands under
    columns: tuple[str, ...] = ()  # row of table 2: keys of its columns, in order


@dataclass(frozen=True, slots=True)
class FormTable:
    """One table of a form. Table 4 has blocks as rows and outcomes as columns."""

    number: int  # 2, 3 or 4
    rows: tuple[Entry, ...]
    columns: tuple[Entry, ...]
    groups: tuple[Entry, ...] = ()

    def row(self, key: str) -> Entry:
        """The row with this key. Raises KeyError."""
        return _named(self.rows, key)

    def column(self, key: str) -> Entry:
        """The column with this key. Raises KeyError."""
        return _named(self.columns, key)

    def group(self, key: str) -> Entry:
        """The group of rows with this key. Raises KeyError."""
        return _named(self.groups, key)


@dataclass(frozen=True, slots=True)
class OfficialForm:
    """One version of the form."""

    form: Form
    title: str
    table2: FormTable
    table3: FormTable
    table4: FormTable


@dataclass(frozen=True, slots=True)
class Indicator:
    """What one cell of a form counts. Keys are public and stable."""

    key: str  # "t3.denied_4_third_party.total"
    table: int
    row: str
    column: str
    label: str  # 不予公开：保护第三方合法权益（自然人）; the column 总计 of table 3 goes unsaid
    short: str
    aliases: tuple[str, ...]  # how people ask for it, without the column
    unit: str  # "" where the form fixes none
    forms: tuple[Form, ...]  # versions it stands on


@cache
def load(form: Form) -> OfficialForm:
    """The form of that version. Raises KeyError for a version that has no file."""
    path = _FOLDER / f"form_{form.value}.toml"
    if not path.exists():
        raise KeyError(form)
    data = tomllib.loads(path.read_text("utf-8"))
    return OfficialForm(
        form=Form(data["form"]),
        title=data["title"],
        table2=_table(2, data["table2"], "row", "column"),
        table3=_table(3, data["table3"], "row", "column"),
        table4=_table(4, data["table4"], "block", "outcome"),
    )


@cache
def all_forms() -> tuple[OfficialForm, ...]:
    """Every six-section form, oldest first."""
    return (load(Form.Y2019), load(Form.Y2021))


@cache
def indicators() -> Mapping[str, Indicator]:
    """Every indicator of every form by key, in form order."""
    found: dict[str, Indicator] = {}
    six = (made for form in all_forms() for made in _indicators_of(form))
    for made in (*_annex(), *six):
        known = found.get(made.key)
        found[made.key] = made if known is None else _on_both(known, made)
    return dict(sorted(found.items(), key=lambda item: item[1].table))


@cache
def keys_of(form: Form) -> tuple[str, ...]:
    """Keys of every cell of that form, in form order; () for Form.UNKNOWN."""
    if form in ANNEXES:
        return tuple(item.indicator for item in items(form))
    if form is Form.UNKNOWN:
        return ()
    return tuple(made.key for made in _indicators_of(load(form)))


_ANNEX_LABELS = {Form.Y2008: "早年地方统计表", Form.Y2014: "2014年统计表"}


def _annex() -> Iterator[Indicator]:
    """The items of the 统计表 before 2019 as indicators of table 1."""
    for form in ANNEXES:
        for item in items(form):
            short = _plain(item.label)
            yield Indicator(
                key=item.indicator,
                table=1,
                row=item.key,
                column="count",
                label=f"{item.label}（{_ANNEX_LABELS[form]}）",
                short=short,
                aliases=(short,),
                unit=item.unit,
                forms=(form,),
            )


def _named(entries: tuple[Entry, ...], key: str) -> Entry:
    for entry in entries:
        if entry.key == key:
            return entry
    raise KeyError(key)


def _entry(data: Mapping[str, Any]) -> Entry:
    lists = ("variants", "aliases", "columns")
    plain = {name: tuple(value) if name in lists else value for name, value in data.items()}
    return Entry(**{"short": data["label"], **plain})


def _table(number: int, data: Mapping[str, Any], rows: str, columns: str) -> FormTable:
    return FormTable(
        number,
        rows=tuple(map(_entry, data[rows])),
        columns=tuple(map(_entry, data[columns])),
        groups=tuple(map(_entry, data.get("group", ()))),
    )


def _indicators_of(form: OfficialForm) -> Iterator[Indicator]:
    for row in form.table2.rows:
        for column in map(form.table2.column, row.columns):
            yield _made(form, 2, row, column, f"{row.label}：{_plain(column.label)}")
    for row in form.table3.rows:
        for column in form.table3.columns:
            yield _made(form, 3, row, column, _label3(form.table3, row, column))
    for row in form.table4.rows:
        for column in form.table4.columns:
            yield _made(form, 4, row, column, f"{row.label}：{column.label}")


def _made(form: OfficialForm, table: int, row: Entry, column: Entry, label: str) -> Indicator:
    total = table == 3 and column.key == "total"
    return Indicator(
        key=f"t{table}.{row.key}.{column.key}",
        table=table,
        row=row.key,
        column=column.key,
        label=label,
        short=row.short if total else f"{row.short}：{_plain(column.short)}",
        aliases=(*dict.fromkeys((_plain(row.label), row.short, *row.variants, *row.aliases)),),
        unit=column.unit or row.unit if table == 2 else "件",  # tables 3 and 4 count cases
        forms=(form.form,),
    )


def _label3(table: FormTable, row: Entry, column: Entry) -> str:
    group = f"{_named(table.groups, row.group).label}：" if row.group else ""
    people = "" if column.key == "total" else f"（{column.label}）"
    return f"{group}{_plain(row.label)}{people}"


def _plain(label: str) -> str:
    """The label without its bracketed remark: 部分公开, 本年收费金额."""
    return label.split("（", maxsplit=1)[0] or label


def _on_both(one: Indicator, two: Indicator) -> Indicator:
    return Indicator(
        one.key,
        one.table,
        one.row,
        one.column,
        label=two.label,
        short=two.short,
        aliases=(*dict.fromkeys((*one.aliases, *two.aliases)),),
        unit=one.unit if one.unit == two.unit else "",
        forms=(*one.forms, *two.forms),
    )
