"""Rules on what the prose of a report says as a whole sentence: parts of a sum, rates, denials.

Pure. Text rules (text.py) hold one stated number against one sum of cells; these look at several
numbers, or at words without one. Each is narrow on purpose: it speaks only of wordings that leave
no other reading, and is silent on all others.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from types import MappingProxyType

from corpus.model import Claim, Finding, Number, Operand, Report, Statistic, Status, Verdict
from corpus.rules.evaluate import finding_id
from corpus.rules.structure import Said

_FILE = Path(__file__).with_name("prose.toml")
_NEW, _OUT = "t3.new.total", "t3.carried_out.total"
_SENTENCE = re.compile(r"[^。！？；;\n]+")
_PARTS = re.compile(r"\s*[（(](?:其中)?[，,]?分别[为是]([^（()）]*)[)）]")
_OPEN = re.compile(r"等|主要|包括|含")  # a list that need not be complete
_CHANNEL = re.compile(
    r"(?:当面|现场|信函|邮寄|信件|网络|网上|互联网|网站|在线|电子邮件|邮件|传真)"
    r"[^，,、。；;\d]{0,8}?(\d+)\s*件"
)
_SETTLED = re.compile(
    r"(?:全部|均已?|都已?)(?:按时|按期|依法|如期|在[^，。]{0,6}期限内)?(?:予以)?办结"
)
_OTHER_BUSINESS = re.compile(
    r"结转|顺延|除|提案|建议|留言|信箱|热线|咨询|举报|投诉|信访|复议|诉讼|到期"
)
_NOT_INFORMATION = re.compile(
    r"(\d+)\s*件(?:信息|申请)?(?:为|属于?)?(?:非|不属于|不是)政府信息(?!公开)"
)
_RATE = re.compile(r"(?:同意公开|实质公开|予以公开)率(?:为|达到?|是)?\s*$")
_BEFORE = re.compile(r"上年|去年|同比|上一年")
_DIGITS = re.compile(r"\d+(?:\.(\d+))?")
_HELD = ("t3.granted.", "t3.partial.", "t3.denied_")
_FLOWS = ("t3.new.", "t3.carried_in.", "t3.total_processed.", "t3.carried_out.")
_SHOWN = 3  # places told; the rest are counted


@dataclass(frozen=True, slots=True)
class ProseRule:
    """One rule. `passes` and `fails` are its examples: a text, cells, and for a rule between years
    the cells of the year before."""

    id: str
    level: str  # "S" or "I"
    title: str
    title_en: str
    ground: str
    between: bool = False  # it needs the report of the year before
    passes: Mapping[str, object] = field(default_factory=dict)
    fails: Mapping[str, object] = field(default_factory=dict)


@cache
def prose_rules() -> Mapping[str, ProseRule]:
    """Every rule by id, in file order."""
    data = tomllib.loads(_FILE.read_text("utf-8"))["rule"]
    return {rule["id"]: ProseRule(**rule) for rule in data}


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says in prose and in its tables."""

    year: int | None
    prose: Mapping[str, str]  # passage id -> text
    claims: Sequence[Claim]
    cells: Mapping[str, Statistic]

    def number(self, key: str) -> Number | None:
        """The number printed in a cell; None for anything else, and for no such cell."""
        cell = self.cells.get(key)
        return cell.value if cell else None

    def bound(self, key: str) -> Iterator[Claim]:
        """Exact numbers stated of this cell alone."""
        return (one for one in self.claims if one.cells == (key,) and not one.approximate)

    def operand(self, key: str) -> Operand:
        """The cell as a finding shows it."""
        cell = self.cells.get(key)
        return Operand(key, cell.value, cell.status, "") if cell else _lost(key)


def _lost(key: str) -> Operand:
    return Operand(key, None, Status.MISSING, "")


def told_by(report: Report) -> Told:
    """What a report says in prose and in its tables."""
    return Told(
        report.year,
        {one.id: one.text for one in report.passages if one.kind == "text"},
        report.claims,
        {one.indicator: one for one in report.statistics},
    )


def check_prose(report: Report) -> tuple[Finding, ...]:
    """Every rule that has something to look at, in file order. `report.claims` is read."""
    told = told_by(report)
    said = ((rule, _RULES[rule.id](told)) for rule in prose_rules().values() if not rule.between)
    return tuple(finding(report.id, rule, one) for rule, one in said if one is not None)


def finding(report: str, rule: ProseRule, said: Said, before: str = "") -> Finding:
    """What a rule has to say of a report. `before`: the report the cells marked so stand in."""
    seen = [said.amiss, before, *(f"{each.indicator}={each.value}" for each in said.cells)]
    return Finding(
        id=finding_id(report, rule.id, "", seen),
        rule=rule.id,
        about="",
        level=rule.level,
        verdict=Verdict.WARN if said.amiss else Verdict.PASS,
        cells=said.cells,
        message=f"{rule.title}：{said.amiss or '相符'}",
        message_en=f"{rule.title_en}: {said.amiss_en or 'yes'}",
    )


def _of_all(amiss: Sequence[str], looked_at: int, *cells: Operand) -> Said | None:
    """Nothing if there was nothing to look at."""
    if not looked_at:
        return None
    more = f"等 {len(amiss)} 处" if len(amiss) > _SHOWN else ""
    said = "；".join(amiss[:_SHOWN]) + more
    return Said(said, f"{len(amiss)} do not" if amiss else "", cells if amiss else ())


def _zeros(told: Told) -> Said | None:
    """Table 3 of nothing but zeros, and a text that tells of requests."""
    cells = [one for key, one in told.cells.items() if key.startswith("t3.")]
    if not cells or any(one.value != 0 for one in cells):
        return None
    stated = [
        one
        for one in told.claims
        if one.value > 0 and one.cells and all(key.startswith("t3.") for key in one.cells)
    ]
    amiss = [f"正文写“{_said(told, one)}”，表三全部为零" for one in stated]
    return _of_all(amiss, 1, told.operand(_NEW))


def _said(told: Told, claim: Claim) -> str:
    return claim.subject + told.prose[claim.passage][slice(*claim.span)]


def _listed_parts(told: Told) -> Said | None:
    """17 件（分别为 a 1 件、b 16 件）: the parts add up to the total."""
    amiss, looked_at = [], 0
    for claim in told.claims:
        text = told.prose.get(claim.passage, "")
        parts = _PARTS.match(text, claim.span[1])
        if parts is None or claim.kind != "count" or claim.approximate or _OPEN.search(parts[1]):
            continue
        start, end = parts.span(1)
        inside = [
            one
            for one in told.claims
            if one.passage == claim.passage and start <= one.span[0] and one.span[1] <= end
        ]
        alike = all(one.unit == claim.unit and not one.approximate for one in inside)
        if len(inside) < 2 or not alike or len(_DIGITS.findall(parts[1])) > len(inside):
            continue
        looked_at += 1
        total = sum(one.value for one in inside)
        if total != claim.value:
            amiss.append(f"“{_said(told, claim)}”，所列各项之和为 {total:,}")
    return _of_all(amiss, looked_at)


def _channels(told: Told) -> Said | None:
    """当面 + 信函 + 网络 + 传真: no more than the requests of the same sentence."""
    amiss, looked_at = [], 0
    for claim in told.bound(_NEW):
        text = told.prose[claim.passage]
        rest = _SENTENCE.match(text, claim.span[1])
        if rest is None or not claim.value:
            continue
        ways = [int(number) for number in _CHANNEL.findall(rest[0])]
        if len(ways) < 2 or _BEFORE.search(rest[0]):
            continue
        looked_at += 1
        exact = re.search(r"分别[为是]", rest[0]) and not _OPEN.search(rest[0])
        if sum(ways) > claim.value or (exact and sum(ways) != claim.value):
            amiss.append(f"“{_said(told, claim)}”，各渠道之和为 {sum(ways):,}")
    return _of_all(amiss, looked_at, told.operand(_NEW))


def _settled(told: Told) -> Iterator[str]:
    """Sentences that say that all requests were settled."""
    for text in told.prose.values():
        if "办结" not in text:
            continue
        for sentence in _SENTENCE.findall(text):
            settled = "申请" in sentence and _SETTLED.search(sentence)
            if settled and not _OTHER_BUSINESS.search(sentence):
                yield sentence.strip()


def _all_settled(told: Told) -> Said | None:
    left = told.number(_OUT)
    said = list(_settled(told))
    if left is None or not said:
        return None
    amiss = f"正文写“{_short(said[0])}”，表三结转下年度 {left:,} 件"
    return _of_all([amiss] if left else [], 1, told.operand(_OUT))


def _contradicts(told: Told) -> Said | None:
    """全部办结 beside 结转 n 件; no review beside n that are not concluded."""
    amiss, settled = [], list(_settled(told))
    carried = [one for one in told.bound(_OUT) if one.value > 0]
    if settled and carried:
        amiss.append(f"既写“{_short(settled[0])}”，又写“{_said(told, carried[0])}”")
    none = [one for one in told.bound("t4.review.total") if one.value == 0]
    pending = [one for one in told.bound("t4.review.pending") if one.value > 0]
    if none and pending:
        amiss.append(f"既写“{_said(told, none[0])}”，又写“{_said(told, pending[0])}”")
    return _of_all(amiss, len(settled) + len(none))


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 40 else f"…{sentence[-40:]}"


def _rates(told: Told) -> Said | None:
    """同意公开率 is one of the shares that may be meant by it, within the rounding printed."""
    parts = [told.number(f"t3.{row}.total") for row in ("granted", "partial")]
    whole = [told.number(f"t3.{row}.total") for row in ("total_processed", "new", "carried_in")]
    if None in parts or None in whole:
        return None
    granted, partial = (value or 0 for value in parts)
    done, new, carried = (value or 0 for value in whole)
    shares = {
        100 * one / of
        for one, of in product((granted, granted + partial), (done, new, new + carried))
        if of
    }
    amiss, looked_at = [], 0
    for claim in told.claims:
        text = told.prose.get(claim.passage, "")
        before = text[max(0, claim.span[0] - 12) : claim.span[0]]
        if claim.kind != "share" or claim.approximate or claim.year not in (None, told.year):
            continue
        if not _RATE.search(before) or _BEFORE.search(before) or not shares:
            continue
        looked_at += 1
        room = 0.5 * 10 ** -_decimals(text[slice(*claim.span)]) + 1e-9
        if all(abs(share - claim.value) > room for share in shares):
            shown = 100 * (granted + partial) / (done or new or 1)
            amiss.append(f"正文“{_said(told, claim)}”，按表三为 {shown:.2f}%")
    cells = [told.operand(f"t3.{row}.total") for row in ("granted", "partial", "total_processed")]
    return _of_all(amiss, looked_at, *cells)


def _decimals(printed: str) -> int:
    found = _DIGITS.search(printed)
    return len(found[1] or "") if found else 0


def _kinds(told: Told) -> Said | None:
    """What is not government information cannot have been refused as such.

    Said only where no row is filled in which it might have been counted instead.
    """
    named = [one for text in told.prose.values() for one in _NOT_INFORMATION.finditer(text)]
    cells = {key: one for key, one in told.cells.items() if key.startswith("t3.")}
    totals = {key: one.value for key, one in cells.items() if key.endswith(".total")}
    if not named or not totals or None in totals.values():
        return None
    elsewhere = [
        key for key, value in totals.items() if value and not key.startswith((*_HELD, *_FLOWS))
    ]
    refused = [key for key, value in totals.items() if value and key.startswith("t3.denied_")]
    wrong = bool(refused) and not elsewhere
    amiss = f"正文写“{named[0][0]}”，表三却计入不予公开，其他各类都为零"
    return _of_all([amiss] if wrong else [], 1, *(told.operand(key) for key in refused))


_RULES: Mapping[str, Callable[[Told], Said | None]] = MappingProxyType(
    {
        "T3-ZERO": _zeros,
        "N-BRK": _listed_parts,
        "N-KIND": _kinds,
        "N-CHAN": _channels,
        "N-NEG": _all_settled,
        "N-RATE": _rates,
        "N-CONTRA": _contradicts,
    }
)
