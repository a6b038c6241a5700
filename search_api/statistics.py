"""Statistics: which cells a question means, which stand beside a passage.

A cell is only ever shown as it stands in the catalogue: what is not printed has no value here
either, and what the form's identities imply stands beside it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.catalogue import Catalogue, CellRow, Selection
from corpus.forms import Entry, FormTable, Indicator, all_forms, indicators
from corpus.model import Finding, Number, Passage, Statistic, Status, Verdict
from indexer.text import squeeze
from search_api.answers import BadValue, Figure, Meant

HEADLINE = (
    "t3.new.total",
    "t3.carried_in.total",
    "t3.granted.total",
    "t3.partial.total",
    "t3.total_processed.total",
    "t3.carried_out.total",
    "t4.review.total",
    "t4.litigation_direct.total",
    "t4.litigation_after_review.total",
)
"""What a reader of one report looks at first: what came, what became of it, what was contested."""

BESIDE = 6
"""Figures beside one passage: what can be taken in at a glance, and the height of a passage."""

AGAINST = (Verdict.FAIL, Verdict.WARN)
"""Verdicts that may put a mark on a cell. What cannot be assessed says nothing against it."""

_WARN_OF_CELLS = frozenset({"T3-SHAPE", "T3-SPLIT", "SRC-DIFF"})
"""Rules whose warning puts the figure itself in doubt. Other warnings ask for a word in the text,
or compare it with what may well differ."""

# Names of cells that are also plain words: alone they mean nothing in particular.
_VAGUE = frozenset({"其他", "总计", "合计"})
_DENIALS = "不未"  # 不同意公开 is not 同意公开
# What asks how many, behind the name of what is counted: 行政处罚数量, 收到申请多少件.
_COUNTING = re.compile(r"的?(?:总?数量|件数|总数|数目|有?多少[件项条个]?|[有是]?几[件项条个])$")
_COUNTS = frozenset({"decisions", "count"})  # columns of table 2 that are the count itself
UNCOMPARABLE = 2
"""The table that counts other things since the form of 2021."""

_ZERO = 2  # the most silent of cells
_CONTESTED = 4  # the section on review and litigation


@dataclass(frozen=True, slots=True)
class Doubt:
    """What speaks against a cell."""

    findings: tuple[str, ...]  # ids
    implied: Number | None  # the only value the relations allow, if they single out this cell


Doubts = Mapping[tuple[str, str], Doubt]
"""By report id and indicator. A cell that nothing speaks against is not there."""

_NONE: Doubts = {}
_TRUSTED = Doubt((), None)


@dataclass(frozen=True, slots=True)
class _Named:
    """What a wording of the forms is the name of."""

    kind: str  # "row", "group" or "column"
    table: int
    key: str


def meant_by(text: str) -> tuple[Meant, ...]:
    """The indicators a question names, in form order; () if it names none.

    A group (不予公开) stands for its rows, unless one of them is named too. A column (自然人)
    chooses the cell of each row; without one it is the total, or in table 2 the whole row.
    """
    mentions = tuple(_mentions(text))
    columns = {what: wording for wording, named in mentions for what in named["column"]}
    rows = _rows(mentions) or _rows_by_default(columns)
    cells = [tuple(_cells(row, wording, columns)) for row, wording in rows.items()]
    if any(map(_COUNTING.search, text.split())):
        cells = [_counted(some) for some in cells]
    found = {made.indicator: made for some in cells for made in some}
    return tuple(found[key] for key in indicators() if key in found)


def without_counting(word: str) -> str:
    """What is counted, without the words behind it that ask how many; else the word as it is.

    >>> without_counting("行政处罚数量"), without_counting("数量"), without_counting("图书数量")
    ('行政处罚', '数量', '图书数量')
    """
    asks = _COUNTING.search(word)
    head = word[: asks.start()] if asks else ""
    named = [wording for wording, _ in _mentions(head)]
    return head if named and head.endswith(named[-1]) else word


def is_name(text: str) -> bool:
    """Whether the text is nothing but names of rows and columns: 自然人新收, but not 同比新收."""
    named = "".join(squeeze(wording).text for wording, _ in _mentions(text))
    bare = squeeze(_COUNTING.sub("", text)).text.replace("的", "")
    return bool(named) and len(bare) == len(named)


def keys_of(asked: Iterable[str]) -> tuple[str, ...]:
    """Keys of indicators by key, by the beginning of one (t3, t3.new) or by what people call them.

    Raises BadValue for what names none.
    """
    keys: dict[str, None] = {}
    for name in asked:
        if name in indicators():
            found = [name]
        else:
            found = [key for key in indicators() if key.startswith(f"{name}.")]
        found = found or [made.indicator for made in meant_by(name)]
        if not found:
            raise BadValue(f"没有名为“{name[:40]}”的指标", "全部指标见 /api/v1/indicators")
        keys |= dict.fromkeys(found)
    return tuple(keys)


def spoken_of(text: str) -> tuple[Meant, ...]:
    """The indicators a passage speaks of, in order of mention: totals only."""
    rows = _rows(tuple(_mentions(text)))
    return tuple(
        Meant(made.indicator, made.label, "本段所述")
        for row, wording in rows.items()
        for made in _cells(row, wording, {})
    )


@cache
def headline(section: int = 0) -> tuple[Meant, ...]:
    """The main figures of any report, those of the section first."""
    known = indicators()
    ours = [key for key in HEADLINE if section == _CONTESTED and known[key].table == section]
    return tuple(
        Meant(key, label_of(key), "本报告主要数字") for key in dict.fromkeys((*ours, *HEADLINE))
    )


def figure(cell: CellRow, why: str = "", doubts: Doubts = _NONE) -> Figure:
    """A cell with the names of what it counts, and with what speaks against it beside it."""
    made, stands = indicators()[cell.statistic.indicator], cell.statistic
    doubt = doubts.get((cell.report, made.key), _TRUSTED)
    return Figure(
        cell.report,
        cell.agency,
        cell.year,
        cell.form,
        made.key,
        label_of(made.key),
        stands.value,
        stands.unit or made.unit,
        stands.status,
        stands.printed,
        stands.implied if stands.implied is not None else doubt.implied,
        stands.place.line if stands.place else None,
        why,
        doubt.findings,
        cell_url(cell.report, made),
    )


def label_of(key: str) -> str:
    """What a cell counts, as on the form; its key if no form has it.

    Where the form says only 总计, the short label (办结总计) says of what.
    """
    made = indicators().get(key)
    if made is None:
        return key
    return made.short if made.label in _VAGUE else made.label


def cell_url(report: str, made: Indicator) -> str:
    """Where the cell stands on the report's page."""
    return f"/reports/{report}#t{made.table}-{made.row}-{made.column}"


def figures(catalogue: Catalogue, where: Selection, meant: Sequence[Meant]) -> tuple[Figure, ...]:
    """These indicators in these reports, in report order and then form order."""
    if not meant:
        return ()
    why = {made.indicator: made.why for made in meant}
    cells, _ = catalogue.cells(where, tuple(why))
    doubts = doubted(catalogue, {cell.report for cell in cells})
    return tuple(figure(cell, why[cell.statistic.indicator], doubts) for cell in cells)


def beside(
    catalogue: Catalogue, passages: Sequence[tuple[str, Passage]], meant: Sequence[Meant]
) -> list[tuple[Figure, ...]]:
    """For each (report id, passage) the figures beside it, at most `BESIDE`, each with its reason.

    They are what the question names; else what the numbers of the passage speak of for certain;
    else what its words name; else the main figures. Beside a passage made of cells stand those
    cells that the question names, else the first of them.
    """
    spoken = catalogue.spoken(passage.id for _, passage in passages)
    wishes = [_wishes(passage, meant, spoken.get(passage.id, ())) for _, passage in passages]
    keys = dict.fromkeys(made.indicator for wish in wishes for step in wish for made in step)
    reports = frozenset(report for report, _ in passages)
    if not reports:
        return []
    cells, _ = catalogue.cells(Selection(report=reports), tuple(keys))
    there = {(cell.report, cell.statistic.indicator): cell for cell in cells}
    doubts = doubted(catalogue, reports)
    return [
        tuple(figure(cell, why, doubts) for cell, why in _first_granted(report, wish, there))
        for (report, _), wish in zip(passages, wishes, strict=True)
    ]


def doubted(catalogue: Catalogue, reports: Iterable[str]) -> Doubts:
    """What speaks against cells of these reports."""
    ids = frozenset(reports)
    findings = catalogue.findings(Selection(report=ids), verdict=AGAINST)[0] if ids else ()
    return doubts_in(findings)


def doubts_in(findings: Iterable[tuple[str, Finding]]) -> Doubts:
    """What (report id, finding) pairs say against cells."""
    named: dict[tuple[str, str], dict[str, Number | None]] = {}
    for report, finding in findings:
        if speaks_against(finding):
            for key in cells_of(finding):
                one = finding.located
                implied = one.implied if one and one.indicator == key else None
                named.setdefault((report, key), {})[finding.id] = implied
    return {
        cell: Doubt(tuple(ids), next((v for v in ids.values() if v is not None), None))
        for cell, ids in named.items()
    }


def speaks_against(finding: Finding) -> bool:
    """Whether a finding puts the figures of its cells in doubt."""
    warned = finding.verdict is Verdict.WARN and finding.rule in _WARN_OF_CELLS
    return finding.verdict is Verdict.FAIL or warned


def cells_of(finding: Finding) -> tuple[str, ...]:
    """Indicators of its own report that a finding names, the located one first."""
    located = (finding.located.indicator,) if finding.located else ()
    own = (cell.indicator for cell in finding.cells if not cell.report)
    return tuple(dict.fromkeys((*located, *own)))


def comparable(shown: Figure | CellRow) -> str:
    """What a cell may be compared with: its own form in table 2, "" (any form) elsewhere."""
    key = shown.indicator if isinstance(shown, Figure) else shown.statistic.indicator
    return shown.form if indicators()[key].table == UNCOMPARABLE else ""


def uncomparable(key: str) -> bool:
    """Whether figures of this indicator from reports of different forms may not be compared."""
    made = indicators().get(key)
    return made is not None and made.table == UNCOMPARABLE


# Which cells a text names.

_Row = tuple[int, str]  # table, row key
_Mention = tuple[str, Mapping[str, tuple[_Named, ...]]]  # the wording as typed, what it names


def _mentions(text: str) -> Iterator[_Mention]:
    """Wordings of the forms in a text, from left to right, the longest at each place."""
    normal = squeeze(text)
    plain, at = normal.text, 0
    while at < len(plain):
        wording = next((w for w in _by_first().get(plain[at], ()) if plain.startswith(w, at)), "")
        if wording and (at == 0 or plain[at - 1] not in _DENIALS):
            start, end = normal.place[at], normal.place[at + len(wording) - 1] + 1
            yield text[start:end], _wordings()[wording]
        at += len(wording) or 1


@cache
def _wordings() -> Mapping[str, Mapping[str, tuple[_Named, ...]]]:
    """Every wording of every form, folded -> kind -> what it names."""
    found: dict[str, dict[str, dict[_Named, None]]] = {}
    for what, entry in _entries():
        plain = entry.label.split("（")[0] or entry.label
        names = (entry.label, plain, entry.head, entry.short, *entry.variants, *entry.aliases)
        for wording in names:
            folded = squeeze(wording).text
            if len(folded) > 1 and folded not in _VAGUE:
                kinds = found.setdefault(folded, {"row": {}, "group": {}, "column": {}})
                kinds[what.kind][what] = None
    return {
        wording: {kind: tuple(named) for kind, named in kinds.items()}
        for wording, kinds in found.items()
    }


@cache
def _by_first() -> Mapping[str, tuple[str, ...]]:
    """First character -> the wordings it opens, longest first."""
    found: dict[str, list[str]] = {}
    for wording in sorted(_wordings(), key=len, reverse=True):
        found.setdefault(wording[0], []).append(wording)
    return {first: tuple(wordings) for first, wordings in found.items()}


def _entries() -> Iterator[tuple[_Named, Entry]]:
    for table in _tables():
        kinds = {"row": table.rows, "group": table.groups, "column": table.columns}
        for kind, entries in kinds.items():
            for entry in entries:
                yield _Named(kind, table.number, entry.key), entry


def _tables() -> Iterator[FormTable]:
    for form in all_forms():
        yield from (form.table2, form.table3, form.table4)


@cache
def _rows_in(group: _Named) -> tuple[_Row, ...]:
    """The rows of a group, of any form."""
    rows = (
        (table.number, row.key)
        for table in _tables()
        for row in table.rows
        if table.number == group.table and row.group == group.key
    )
    return tuple(dict.fromkeys(rows))


def _rows(mentions: Sequence[_Mention]) -> dict[_Row, str]:
    """The rows that are named, in order of mention, each with the wording that names it."""
    direct = {(row.table, row.key) for _, named in mentions for row in named["row"]}
    rows: dict[_Row, str] = {}
    for wording, named in mentions:
        for row in named["row"]:
            rows.setdefault((row.table, row.key), wording)
        for inner in map(_rows_in, named["group"]):
            # 其他处理 is a group on one form and a row on the other: then it means both.
            if direct.isdisjoint(inner) or named["row"]:
                rows |= {row: wording for row in inner if row not in rows}
    return rows


def _rows_by_default(columns: Mapping[_Named, str]) -> dict[_Row, str]:
    """The rows a column means when no row is named: it alone says enough in tables 2 and 4."""
    rows: dict[_Row, str] = {}
    for column, wording in columns.items():
        for made in indicators().values():
            if (made.table, made.column) == (column.table, column.key) and (
                made.table != 3 or made.row in {"new", "total_processed"}
            ):
                rows.setdefault((made.table, made.row), wording)
    return rows


def _counted(cells: tuple[Meant, ...]) -> tuple[Meant, ...]:
    """Of the cells of one row those that are its count, if it has such."""
    return tuple(one for one in cells if indicators()[one.indicator].column in _COUNTS) or cells


def _cells(row: _Row, wording: str, columns: Mapping[_Named, str]) -> Iterator[Meant]:
    table = row[0]
    of_row = [made for made in indicators().values() if (made.table, made.row) == row]
    chosen = {what.key: said for what, said in columns.items() if what.table == table}
    named = [made for made in of_row if made.column in chosen]
    for made in named or [made for made in of_row if table == 2 or made.column == "total"]:
        words = dict.fromkeys((wording, *filter(None, (chosen.get(made.column),))))
        yield Meant(made.key, label_of(made.key), f"与{''.join(f'“{word}”' for word in words)}相符")


# Which of them stand beside a passage.


def _wishes(
    passage: Passage, meant: Sequence[Meant], spoken: Sequence[str]
) -> tuple[Sequence[Meant], ...]:
    """What might stand beside the passage: the first of these that the report has."""
    if passage.kind == "table":
        own = frozenset(passage.indicators)
        return [made for made in meant if made.indicator in own], _own(passage)
    told = [Meant(key, label_of(key), "本段数字所述") for key in spoken]
    return meant, told, spoken_of(passage.text), headline(passage.section)


def _own(passage: Passage) -> tuple[Meant, ...]:
    keys = (key for key in passage.indicators if key in indicators())
    return tuple(Meant(key, label_of(key), "本段所列") for key in keys)


def _first_granted(
    report: str, wish: Sequence[Sequence[Meant]], there: Mapping[tuple[str, str], CellRow]
) -> list[tuple[CellRow, str]]:
    for step in wish:
        found = [(cell, made.why) for made in step if (cell := there.get((report, made.indicator)))]
        if found:
            return _most_telling(found)
    return []


def _most_telling(found: list[tuple[CellRow, str]]) -> list[tuple[CellRow, str]]:
    """At most `BESIDE`, in the order given: numbers first, then what is not printed.

    Zeros stand there only if all have room, or if there is nothing else: some of them would look
    as if the others were none.
    """
    if len(found) <= BESIDE:
        return found
    order = sorted(range(len(found)), key=lambda n: _silence(found[n][0].statistic))
    telling = [n for n in order if _silence(found[n][0].statistic) < _ZERO] or order
    return [found[n] for n in sorted(telling[:BESIDE])]


def _silence(statistic: Statistic) -> int:
    if statistic.status is not Status.PRINTED:
        return 1
    return 0 if statistic.value else _ZERO
