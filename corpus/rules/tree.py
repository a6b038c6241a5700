"""Rules between the compiled report of a government and the reports of the bodies below it.

Only a report that says it is compiled for its whole region is held against the others; one that
says nothing of its scope gets warnings, and one for the government alone gets nothing.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.forms import indicators
from corpus.model import Finding, Number, Operand, Statistic, Status, Verdict
from corpus.rules.cells import Cells, cells_of
from corpus.rules.evaluate import finding_id

_FILE = Path(__file__).with_name("across.toml")
_TABLES = ("t3.", "t4.")  # table 2 counts things that a region's bodies may share
_VERTICAL = re.compile(
    r"税务局|公安|海关|气象局|烟草专卖局|邮政管理局|调查队|消防救援|海事|地震局|供电|银行|外汇管理|证监|银保监|金融监管"
)
_LEFT_OUT = re.compile(r"(?:不|未)(?:包含|包括|含|纳入)[^。；]{0,20}(?:垂直|双重)")
_FEWEST = 5  # bodies below; the sum of fewer says nothing of a whole region
_LISTED = 5  # bodies or cells named in a message


@dataclass(frozen=True, slots=True)
class Member:
    """A report as its neighbours see it."""

    report: str
    agency: str
    scope: str  # "own", "compiled" or ""
    text: str  # its narrative, for what it says of its scope; "" if not needed
    statistics: Sequence[Statistic]


@dataclass(frozen=True, slots=True)
class AcrossRule:
    """One rule of the file."""

    id: str
    level: str
    title: str
    title_en: str
    ground: str


@cache
def across() -> Mapping[str, AcrossRule]:
    """Every rule by id, in file order."""
    data = tomllib.loads(_FILE.read_text("utf-8"))["rule"]
    return {rule["id"]: AcrossRule(**rule) for rule in data}


def check_tree(
    parent: Member, children: Sequence[Member], absent: Collection[str]
) -> tuple[Finding, ...]:
    """What the reports of the bodies directly below say of the compilation.

    `absent` are names of bodies below that report in other years only. () where the parent reports
    for itself alone, or nobody below it reports.
    """
    if parent.scope == "own" or not (children or absent):
        return ()
    apart = [one for one in children if _stands_apart(parent, one.agency)]
    counted = [one for one in children if one not in apart]
    sums = _Sums(cells_of(parent.statistics), [cells_of(one.statistics) for one in counted])
    return (
        *_capped(parent, counted, sums),
        *_summed(parent, counted, sums, absent),
        *_scope(parent, apart),
        *_missing(parent, absent),
    )


def _stands_apart(parent: Member, name: str) -> bool:
    return bool(_LEFT_OUT.search(parent.text) and _VERTICAL.search(name))


@dataclass(frozen=True, slots=True)
class _Sums:
    """The cells of the compilation, and those of the bodies below."""

    whole: Cells
    parts: Sequence[Cells]

    def shown(self) -> Iterator[str]:
        """Cells of tables 3 and 4 that are a number in the compilation."""
        for key in self.whole.by_key:
            if key.startswith(_TABLES) and self.whole.value(key) is not None:
                yield key

    def known(self, key: str) -> Number:
        """The sum over the bodies below, as far as they have a number there."""
        return sum(self._values(key))

    def complete(self, key: str) -> bool:
        """Whether every body below has a number there."""
        return len(list(self._values(key))) == len(self.parts)

    def _values(self, key: str) -> Iterator[Number]:
        for part in self.parts:
            value = part.value(key) if key in part.by_key else None
            if value is not None:
                yield value


def _capped(parent: Member, children: Sequence[Member], sums: _Sums) -> Iterator[Finding]:
    if not children:
        return
    over = [key for key in sums.shown() if sums.known(key) > (sums.whole.value(key) or 0)]
    listed = [
        f"“{indicators()[key].label}”下级合计 {sums.known(key):,}，本级 {sums.whole.value(key):,}"
        for key in over[:_LISTED]
    ]
    more = f"等 {len(over)} 格" if len(over) > _LISTED else ""
    bad = Verdict.FAIL if parent.scope == "compiled" else Verdict.WARN
    message = f"已有下级 {len(children)} 个。{'；'.join(listed) + more if over else '相符'}"
    operands = tuple(_operand(sums.whole, key) for key in over)
    yield said(parent.report, "H-CAP", bad if over else Verdict.PASS, message, operands)


def _summed(
    parent: Member, children: Sequence[Member], sums: _Sums, absent: Collection[str]
) -> Iterator[Finding]:
    if parent.scope != "compiled" or len(children) < _FEWEST:
        return
    keys = [key for key in sums.shown() if key.endswith(".total") and sums.complete(key)]
    short = [key for key in keys if sums.known(key) < (sums.whole.value(key) or 0)]
    if absent or not keys:
        message = f"无法判断，下级不全（已有 {len(children)} 个，另有 {len(absent)} 个缺本年报告）"
        yield said(parent.report, "H-SUM", Verdict.NOT_ASSESSABLE, message)
        return
    listed = [
        f"“{indicators()[key].label}”下级合计 {sums.known(key):,}，本级 {sums.whole.value(key):,}"
        for key in short[:_LISTED]
    ]
    message = f"下级 {len(children)} 个。{'；'.join(listed) or '相符'}"
    operands = tuple(_operand(sums.whole, key) for key in short)
    yield said(parent.report, "H-SUM", Verdict.WARN if short else Verdict.PASS, message, operands)


def _scope(parent: Member, apart: Sequence[Member]) -> Iterator[Finding]:
    if apart:
        message = f"正文写明不含垂直管理部门，没有计入：{_names([one.agency for one in apart])}"
        yield said(parent.report, "H-SCOPE", Verdict.PASS, message)


def _missing(parent: Member, absent: Collection[str]) -> Iterator[Finding]:
    if absent:
        yield said(parent.report, "H-MISS", Verdict.WARN, _names(sorted(absent)))


def _names(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _LISTED else ""
    return "、".join(names[:_LISTED]) + more


def _operand(cells: Cells, key: str) -> Operand:
    cell = cells.by_key.get(key)
    return cells.operand(key, "") if cell else Operand(key, None, Status.MISSING, "")


def said(
    report: str, rule: str, verdict: Verdict, message: str, cells: tuple[Operand, ...] = ()
) -> Finding:
    """A finding of one of these rules on a report."""
    one = across()[rule]
    return Finding(
        id=finding_id(report, rule, "", [message]),
        rule=rule,
        about="",
        level=one.level,
        verdict=verdict,
        cells=cells,
        message=f"{one.title}：{message}",
        message_en=f"{one.title_en}: {verdict.value}",
    )
