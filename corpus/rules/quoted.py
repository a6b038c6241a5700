"""Rules between what the prose says of last year and last year's tables. Pure.

Growth is recomputed from the tables of both years; a direction without a number is held against
them too. A wording that leaves open what is compared says nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from corpus.model import Finding, Number, Operand, Statistic
from corpus.rules.prose import ProseRule, Told, finding, prose_rules
from corpus.rules.structure import Said

_MENTIONS = re.compile(r"同比|上一?年|去年")
_UP, _DOWN = ("增长", "增加", "上升", "提高"), ("减少", "下降", "降低")
_GROWTH = re.compile(
    r"\s*[，,、（(]?\s*(?:同比|(?:较|比|与)(?:上一?年度?|去年)(?:同期)?(?:相比)?)[，,]?\s*"
    rf"(?:有所|略有|明显|大幅)?({'|'.join((*_UP, *_DOWN))})了?(约|近|超过?)?\s*"
    r"(?:(\d+(?:\.(\d+))?)\s*[%％])?(?=[，,。；;）)])"
)
_QUOTED = re.compile(
    r"(?:(?:上一?年度?|去年)|(20\d\d)年)(?:全年|共)*(?:收到|受理|新收)"
    r"(?:政府信息公开|信息公开|依申请公开|公开)?申请\s*(\d[\d,]*)\s*件"
)
_NEW, _CARRIED = "t3.new.total", "t3.carried_in.total"


def speaks_of_last_year(text: str, year: int | None) -> bool:
    """Whether a text may speak of the year before at all: a cheap test before much is read."""
    return year is not None and (f"{year - 1}年" in text or bool(_MENTIONS.search(text)))


def check_quoted(
    report: str, told: Told, before: str, cells: Mapping[str, Statistic]
) -> Iterator[Finding]:
    """What a report says of the year before, whose id is `before`, against its cells."""
    for rule in prose_rules().values():
        if rule.between:
            said = _RULES[rule.id](told, cells)
            if said is not None:
                yield _finding(report, rule, said, before)


def _finding(report: str, rule: ProseRule, said: Said, before: str) -> Finding:
    there = tuple(
        Operand(one.indicator, one.value, one.status, one.side, before if one.side else "")
        for one in said.cells
    )
    return finding(report, rule, Said(said.amiss, said.amiss_en, there), before)


def _growth(told: Told, before: Mapping[str, Statistic]) -> Said | None:
    """收到申请 30 件，同比增长 20%: by the tables of both years."""
    amiss, seen = list[str](), dict[str, None]()
    for claim in told.claims:
        if len(claim.cells) != 1 or claim.approximate:
            continue
        key = claim.cells[0]
        now, then = told.number(key), _number(before, key)
        match = _GROWTH.match(told.prose.get(claim.passage, ""), claim.span[1])
        if match is None or now is None or then is None or now != claim.value:
            continue
        seen[key] = None
        if wrong := _wrong(match, now, then):
            amiss.append(f"“{claim.subject}{claim.value:,}{claim.unit}{match[0].strip()}”，{wrong}")
    if not seen:
        return None
    cells = [one for key in seen for one in (_left(before, key), told.operand(key))]
    return Said("；".join(amiss), f"{len(amiss)} differ" if amiss else "", tuple(cells))


def _wrong(match: re.Match[str], now: Number, then: Number) -> str:
    """What the tables say instead; "" if they agree, or cannot tell."""
    told = f"上年 {then:,}，本年 {now:,}"
    if (match[1] in _UP) is not (now > then):
        return f"{told}，方向不符" if now != then or match[3] is None else told
    if match[3] is None or match[2] or not then:
        return ""
    change = 100 * abs(now - then) / then
    room = 0.5 * 10 ** -len(match[4] or "") + 1e-9
    # Two decimals cut off instead of rounded are no error worth a word.
    return "" if abs(change - float(match[3])) <= 2 * room else f"{told}，应为 {change:.2f}%"


def _previous(told: Told, before: Mapping[str, Statistic]) -> Said | None:
    """上年收到申请 30 件 is what last year's table 3 has, with or without what was carried in."""
    new, carried = _number(before, _NEW), _number(before, _CARRIED)
    if new is None or told.year is None:
        return None
    quoted = [
        one
        for text in told.prose.values()
        for one in _QUOTED.finditer(text)
        if one[1] is None or int(one[1]) == told.year - 1
    ]
    right = {new, new + (carried or 0)}
    wrong = [one for one in quoted if int(one[2].replace(",", "")) not in right]
    amiss = [f"“{one[0]}”，上年表三新收 {new:,} 件" for one in wrong]
    english = f"{new:,} in the table of last year" if amiss else ""
    return Said("；".join(amiss), english, (_left(before, _NEW),)) if quoted else None


def _pending(told: Told, before: Mapping[str, Statistic]) -> Said | None:
    """Cases pending last year: shown, never held against this year, as the form carries none."""
    blocks = ("review", "litigation_direct", "litigation_after_review")
    keys = [f"t4.{block}.pending" for block in blocks]
    there = [key for key in keys if _number(before, key)]
    return Said("", "", tuple(_left(before, key) for key in there)) if there else None


def _number(cells: Mapping[str, Statistic], key: str) -> Number | None:
    return cells[key].value if key in cells else None


def _left(before: Mapping[str, Statistic], key: str) -> Operand:
    """A cell of the year before; its side says so until the report's id is known."""
    return Operand(key, before[key].value, before[key].status, "left")


_RULES: Mapping[str, Callable[[Told, Mapping[str, Statistic]], Said | None]] = MappingProxyType(
    {"X-STATED": _growth, "X-PREVQUOTE": _previous, "T4-NOCARRY": _pending}
)
