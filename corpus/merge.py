"""Several readings of one report to one report. Pure.

    web page ─▶ Report ┐
    PDF      ─▶ Report ┼─ merge ─▶ Report with three sources
    mirror   ─▶ Report ┘

The best reading is the base: sections, passages and every cell it has are its own. The others fill
only cells that it has nothing for, and a number that two of them print differently is a finding.
The order in which the readings are given does not matter.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s

from corpus.claims import claims
from corpus.forms import indicators
from corpus.model import (
    Finding,
    Form,
    Number,
    Operand,
    Report,
    Source,
    Statistic,
    Status,
    Verdict,
)
from corpus.rules import check_report

RULE = "SRC-DIFF"
"""Two sources of one report print different numbers in one cell."""

_SCALE = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
_LISTED = 3  # cells named in the one finding about a source that is quite different


def merge(readings: Sequence[Report]) -> Report:
    """One report of readings of the same id, each with the one source it was read from.

    A reading alone is given back as it is. Sources stand in the order of the readings' worth, the
    base first, and `Place.source` points at them. Raises ValueError where there is no reading.
    """
    if not readings:
        raise ValueError("nothing to merge")
    ranked = _ranked(readings)
    base, *others = ranked
    if not others:
        return base
    known = next((one for one in ranked if one.form is not Form.UNKNOWN), base)
    cells = _Cells(base, known.form, _to_fill(base, known))
    for index, other in enumerate(others, 1):
        cells.compare(index, other)
    statistics = tuple(cells.found.values())
    merged = replace(
        base,
        form=known.form,
        published=next((one.published for one in ranked if one.published), None),
        statistics=statistics,
        sources=tuple(one.sources[0] for one in ranked),
        origins=_origins(ranked),
        notes=(*base.notes, *cells.notes),
        damage=tuple(table for table in base.damage if _is_cut(table, statistics)),
    )
    told = replace(merged, claims=claims(merged))  # of the base's prose, beside all the cells
    return replace(told, findings=(*check_report(told), *cells.findings))


def _ranked(readings: Sequence[Report]) -> list[Report]:
    """Best first: more printed cells, then fewer notes, then the newer. Bytes settle the rest."""
    ordered = sorted(readings, key=lambda one: one.sources[0].sha256)
    ordered.sort(key=lambda one: (one.published or "", one.sources[0].fetched or ""), reverse=True)
    ordered.sort(key=lambda one: (-_printed(one), len(one.notes)))
    return ordered


def _printed(report: Report) -> int:
    return sum(cell.status is Status.PRINTED for cell in report.statistics)


def _to_fill(base: Report, known: Report) -> dict[str, Statistic]:
    """The cells of the base by key, in its order. Where it does not know its form, in the order of
    the first that does, with what it has found itself behind them."""
    mine = {cell.indicator: cell for cell in base.statistics}
    if known is base:
        return mine
    found = {
        cell.indicator: mine.get(cell.indicator)
        or Statistic(cell.indicator, None, None, Status.MISSING, cell.unit)
        for cell in known.statistics
    }
    return found | {key: cell for key, cell in mine.items() if not _is_lost(cell)}


def _origins(ranked: Sequence[Report]) -> Mapping[str, str]:
    """Those of the base; where the date of publication is another's, that one's."""
    dated = next((one for one in ranked if one.published), ranked[0])
    said = {key: value for key, value in dated.origins.items() if key == "published"}
    return {**said, **ranked[0].origins}


class _Cells:
    """The cells of the base while other readings are laid over them, and what that showed."""

    def __init__(self, base: Report, form: Form, found: dict[str, Statistic]) -> None:
        self.base, self.form, self.found = base, form, found
        self.sources = [base.sources[0]]
        self.findings: list[Finding] = []
        self.notes: list[str] = []

    def compare(self, index: int, other: Report) -> None:
        """Fill from this reading what is still missing, and state where it differs."""
        source = other.sources[0]
        self.sources.append(source)
        pairs = list(self._pairs(other))
        differing = [pair for pair in pairs if not pair.agrees]
        if _is_of_another_report(pairs):
            self.findings.append(self._strange(differing, source))
            self.notes.append(
                f"来源“{source.name}”的数字多数与“{self.sources[0].name}”不同，没有用它补缺"
            )
            return
        self.findings += (self._differs(pair, source) for pair in differing)
        if other.form in (Form.UNKNOWN, self.form):  # cells of another form may count other things
            self._fill(index, other)

    def _pairs(self, other: Report) -> Iterator["_Pair"]:
        """Cells that both print."""
        for cell in other.statistics:
            mine = self.found.get(cell.indicator)
            if mine and mine.status is cell.status is Status.PRINTED:
                yield _Pair(mine, cell)

    def _fill(self, index: int, other: Report) -> None:
        taken = [cell for cell in other.statistics if not _is_lost(cell) and self._lacks(cell)]
        for cell in taken:
            mine = self.found[cell.indicator]
            place = cell.place and replace(cell.place, source=index)
            implied = cell.implied if mine.implied is None else mine.implied
            self.found[cell.indicator] = replace(cell, place=place, implied=implied)
        if taken:
            first, source = self.sources[0], other.sources[0]
            self.notes.append(f"有 {len(taken)} 格在“{first.name}”中缺失，取自“{source.name}”")

    def _lacks(self, cell: Statistic) -> bool:
        mine = self.found.get(cell.indicator)
        return mine is not None and _is_lost(mine)

    def _differs(self, pair: "_Pair", source: Source) -> Finding:
        first = self._source_of(pair.mine)
        label, mine, theirs = _label(pair.mine), _number(pair.mine), _number(pair.theirs)
        message = f"{label}：来源“{first.name}”为 {mine}，来源“{source.name}”为 {theirs}，取前者"
        message_en = (
            f"{pair.mine.indicator}: {mine} in “{first.name}”, {theirs} in “{source.name}”; "
            f"the former is kept"
        )
        return self._finding([pair], source, message, message_en)

    def _strange(self, differing: Sequence["_Pair"], source: Source) -> Finding:
        first = self.sources[0]
        shown = "；".join(
            f"{_label(pair.mine)} {_number(pair.mine)} 与 {_number(pair.theirs)}"
            for pair in differing[:_LISTED]
        )
        more = f" 等 {len(differing)} 格" if len(differing) > _LISTED else ""
        message = (
            f"来源“{first.name}”与“{source.name}”的数字多数不同：{shown}{more}；"
            f"可能不是同一份报告，只取前者"
        )
        message_en = (
            f"“{first.name}” and “{source.name}” differ in {len(differing)} cells and may not be "
            f"the same report; only the former is used"
        )
        return self._finding(differing, source, message, message_en)

    def _finding(
        self, pairs: Sequence["_Pair"], source: Source, message: str, message_en: str
    ) -> Finding:
        cells = tuple(operand for pair in pairs for operand in pair.operands)
        values = ",".join(f"{cell.indicator}={cell.value}" for cell in cells)
        made_of = f"{self.base.id}|{RULE}|{source.sha256}|{values}"
        return Finding(
            id=blake2s(made_of.encode(), digest_size=6).hexdigest(),
            rule=RULE,
            about="",
            level="S",
            verdict=Verdict.WARN,
            cells=cells,
            message=message,
            message_en=message_en,
        )

    def _source_of(self, cell: Statistic) -> Source:
        return self.sources[cell.place.source if cell.place else 0]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A cell that two readings print."""

    mine: Statistic
    theirs: Statistic

    @property
    def agrees(self) -> bool:
        """Counts are exact; money may differ by less than half a cent of the printed unit."""
        return abs(_plain(self.mine) - _plain(self.theirs)) < 0.005

    @property
    def operands(self) -> tuple[Operand, Operand]:
        """Both as a finding shows them. They are no sides of an equation."""
        mine, theirs = self.mine, self.theirs
        return (
            Operand(mine.indicator, mine.value, mine.status, ""),
            Operand(theirs.indicator, theirs.value, theirs.status, ""),
        )


def _is_of_another_report(pairs: Sequence[_Pair]) -> bool:
    """Whether most of what both print differs, zeros aside: most cells of any report are 0.

    Readings of one report agree but for a slip or two; of two reports, only small numbers agree,
    by chance. The middle is far from both.
    """
    telling = [pair for pair in pairs if pair.mine.value or pair.theirs.value]
    return 2 * sum(not pair.agrees for pair in telling) > len(telling)


def _is_lost(cell: Statistic) -> bool:
    return cell.status is Status.MISSING


def _is_cut(table: str, statistics: Sequence[Statistic]) -> bool:
    """Whether cells of a table are still missing."""
    return any(_is_lost(cell) and cell.indicator.startswith(f"{table}.") for cell in statistics)


def _plain(cell: Statistic) -> Number:
    """The value in the smallest unit of money, where the unit is one."""
    factor = _SCALE.get(cell.unit or "")
    value = cell.value or 0
    return value if factor is None else value * factor / _SCALE["万元"]


def _label(cell: Statistic) -> str:
    known = indicators().get(cell.indicator)
    return f"“{known.label if known else cell.indicator}”"


def _number(cell: Statistic) -> str:
    """As a finding writes it, with the unit where that is money."""
    value = cell.value or 0
    unit = f" {cell.unit}" if cell.unit in _SCALE else ""
    return f"{value:,}{unit}" if isinstance(value, int) else f"{value:,.2f}{unit}"
