"""One function for each kind of rule: a rule at a place and the cells in, what is said of it out.

A relation is judged only if every cell in it is a number, or is lost but implied by the form's own
identities. A hard rule that does not hold fails; a soft one warns.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from corpus.model import Number, Operand, Statistic, Status, Verdict
from corpus.rules.cells import Cells
from corpus.rules.pack import BEFORE, Applied
from corpus.rules.wording import listed, name, remark, summed, text

_MONEY = frozenset({"t2.fee.amount", "t2.procurement.amount"})
_SIGNED = "delta"
_SAME = 0.005  # counts are exact; money may differ by less than half a cent of the printed unit
_NO_FIGURE = (Status.BLANK, Status.MARK)
_UNREAD = (Status.MISSING, Status.TEXT)


@dataclass(frozen=True, slots=True)
class Judged:
    """What one rule says of one place."""

    verdict: Verdict
    message: str  # Chinese, with the numbers written out
    message_en: str
    cells: tuple[Operand, ...] = ()


def equal(place: Applied, cells: Cells) -> Judged:
    """Left sum = right sum."""
    return _compared(place, cells, lambda left, right: abs(left - right) < _SAME, ("=", "≠"))


def at_most(place: Applied, cells: Cells) -> Judged:
    """Left sum ≤ right sum."""
    return _compared(place, cells, lambda left, right: left <= right + _SAME, ("≤", ">"))


def _compared(
    place: Applied, cells: Cells, fits: Callable[[Number, Number], bool], signs: tuple[str, str]
) -> Judged:
    operands = _sides(place, cells)
    values = {key: cells.value(key) for key in (*place.left, *place.right)}
    lost = [key for key, value in values.items() if value is None]
    if lost:
        return _without(place, lost, operands)
    left, right = (sum(values[key] or 0 for key in side) for side in (place.left, place.right))
    holds = fits(left, right)
    if holds and not any(values.values()) and _all_printed(operands):
        return Judged(Verdict.PASS, *_all_zero(place, signs[0]), operands)
    apart = "不符" if signs[0] == "=" else "超出"
    outcome = "相符" if holds else f"{apart}，相差 {text(abs(left - right))}"
    said = f"{summed(place.left, values, left)}，{summed(place.right, values, right)}"
    message = f"{_what(place)}：{said}，{outcome}{remark(place, cells)}"
    sums = f"{text(left)} {signs[not holds]} {text(right)}"
    return Judged(_verdict(place, holds), message, f"{_what_en(place)}: {sums}", operands)


_ZEROS: dict[tuple[str, str, int], tuple[str, str]] = {}
"""Sentences on equations of nothing but zeros, by rule, place and number of cells: most rows of
most reports are such, and to write them out anew each time is most of the work of all rules."""


def _all_zero(place: Applied, sign: str) -> tuple[str, str]:
    key = (place.rule.id, place.about, len(place.left) + len(place.right))
    if key not in _ZEROS:
        zeros = dict.fromkeys((*place.left, *place.right), 0)
        said = f"{summed(place.left, zeros, 0)}，{summed(place.right, zeros, 0)}"
        _ZEROS[key] = f"{_what(place)}：{said}，相符", f"{_what_en(place)}: 0 {sign} 0"
    return _ZEROS[key]


def _all_printed(operands: Sequence[Operand]) -> bool:
    return all(one.status is Status.PRINTED for one in operands)


def each_at_most(place: Applied, cells: Cells) -> Judged:
    """Every left cell that is a number ≤ the right one. Lost cells on the left are passed over."""
    (whole,) = place.right
    most, values = cells.value(whole), {key: cells.value(key) for key in place.left}
    there = {key: value for key, value in values.items() if value is not None}
    if most is None or not there:
        return _without(place, [whole] if most is None else place.left, ())
    over = [key for key, value in there.items() if value > most]
    operands = tuple(cells.operand(key, "") for key in (*over, whole)) if over else ()
    if not over:
        return _holds(place)
    message = f"{_what(place)}：{listed(over)}大于 {text(most)}"
    said = f"{_what_en(place)}: {len(over)} exceed {text(most)}"
    return Judged(_verdict(place, False), message, said, operands)


def count(place: Applied, cells: Cells) -> Judged:
    """Whole numbers, 0 or more; money may have decimals, a change may be below 0."""
    read = [(key, cells.by_key[key]) for key in place.left]
    wrong = [key for key, cell in read if cell.value is not None and not _is_count(key, cell.value)]
    lost = [key for key, cell in read if cell.status in _UNREAD and cell.implied is None]
    operands = tuple(cells.operand(key, "") for key in wrong)
    if wrong:
        values = "、".join(text(cells.by_key[key].value or 0) for key in wrong[:3])
        message = f"{_what(place)}：{listed(wrong)}不是（{values}）"
        said = f"{_what_en(place)}: {len(wrong)} are not"
        return Judged(_verdict(place, False), message, said, operands)
    if lost:
        return _without(place, lost, tuple(cells.operand(key, "") for key in lost))
    return _holds(place)


def shape(place: Applied, cells: Cells) -> Judged:
    """Rows that are there but lack figures. Recoverable if every lost cell is implied."""
    lost = [key for key in place.left if _lost_in_row(cells.by_key[key])]
    if not lost:
        return _holds(place)
    operands = tuple(cells.operand(key, "") for key in lost)
    rows = len({key.split(".")[1] for key in lost})
    said = f"{_what_en(place)}: {rows} rows lack figures"
    what = f"{_what(place)}：有 {rows} 行缺数（共缺 {len(lost)} 格）"
    if all(cells.by_key[key].implied is not None for key in lost):
        message = f"{what}，所缺的格都可由本行合计推得，推得的值另列，不代替原文"
        return Judged(Verdict.WARN, message, f"{said}, all implied", operands)
    return Judged(Verdict.NOT_ASSESSABLE, f"{what}，其中有的格无法推得", said, operands)


def complete(place: Applied, cells: Cells) -> Judged:
    """Rows that are not in the source at all."""
    lost = [key for key in place.left if _row_lost(cells.by_key[key])]
    if not lost:
        return Judged(Verdict.PASS, f"{_what(place)}：齐全", f"{_what_en(place)}: yes")
    where = "整表缺失" if len(lost) == len(place.left) else f"缺 {len(lost)} 行：{listed(lost)}"
    return Judged(
        Verdict.NOT_ASSESSABLE,
        f"{_what(place)}：{where}{_missing_sum(cells, lost)}",
        f"{_what_en(place)}: {len(lost)} rows are lost",
        tuple(cells.operand(key, "") for key in lost),
    )


def share(place: Applied, cells: Cells) -> Judged:
    """Left ÷ right is no more than the limit of the rule, unless left is small in itself."""
    (part,), (whole,) = place.left, place.right
    amount, base = cells.value(part), cells.value(whole)
    if amount is None or base is None:
        lost = [key for key in (part, whole) if cells.value(key) is None]
        return _without(place, lost, _sides(place, cells))
    if amount <= place.rule.least or not base or amount / base <= place.rule.limit:
        return _holds(place)
    percent = f"{amount / base:.0%}"
    message = f"{_what(place)}：{text(amount)} 件，占 {text(base)} 件的 {percent}，请在正文中说明"
    said = f"{_what_en(place)}: {percent} of {text(base)}"
    return Judged(_verdict(place, False), message, said, _sides(place, cells))


def split(place: Applied, cells: Cells) -> Judged:
    """A row that adds up only if two neighbouring digits are one number."""
    values = [cells.value(key) for key in place.left]
    total = cells.value(place.right[0])
    if total is None or None in values:
        lost = [key for key in (*place.left, *place.right) if cells.value(key) is None]
        return _without(place, lost, ())
    joined = _joined([value or 0 for value in values], total)
    if joined is None:
        return _holds(place)
    pair = place.left[joined : joined + 2]
    one, other = (text(cells.value(key) or 0) for key in pair)
    message = f"{_what(place)}：{listed(pair)}印作 {one}、{other}，合为 {one}{other} 则本行相符"
    said = f"{_what_en(place)}: {one} and {other} look like {one}{other}"
    return Judged(
        _verdict(place, False), message, said, tuple(cells.operand(key, "") for key in pair)
    )


def _joined(values: Sequence[Number], total: Number) -> int | None:
    """Where two digits joined make the row add up to its total; None if it does as it stands."""
    short = total - sum(values)
    if not short:
        return None
    digits = [value if value in range(10) else None for value in values]
    return next(
        (
            at
            for at, (one, other) in enumerate(pairwise(digits))
            if one and other is not None and 9 * one == short
        ),
        None,
    )


def blanks(place: Applied, cells: Cells) -> Judged:
    """Cells in which neither a number nor words stand, where the form wants an explicit 0."""
    empty = [key for key in place.left if cells.by_key[key].status in _NO_FIGURE]
    if not empty:
        return _holds(place)
    message = f"{_what(place)}：{listed(empty)}没有填数，如为零请填“0”"
    said = f"{_what_en(place)}: {len(empty)} cells without a figure"
    operands = tuple(cells.operand(key, "") for key in empty)
    return Judged(_verdict(place, False), message, said, operands)


def not_negative(place: Applied, cells: Cells) -> Judged:
    """Left sum ≥ 0."""
    values = {key: cells.value(key) for key in place.left}
    operands = tuple(cells.operand(key, "left") for key in place.left)
    lost = [key for key, value in values.items() if value is None]
    if lost:
        return _without(place, lost, operands)
    total = sum(value or 0 for value in values.values())
    holds = total >= 0
    message = (
        f"{_what(place)}：{summed(place.left, values, total)}，{'相符' if holds else '小于零'}"
    )
    return Judged(_verdict(place, holds), message, f"{_what_en(place)}: {text(total)}", operands)


def jump(place: Applied, cells: Cells) -> Judged:
    """No figure is more than `limit` times last year's, or less than a `limit`th of it."""
    pairs = list(_pairs(place, cells))
    far = [(key, now, then) for key, now, then in pairs if _is_far(place, now, then)]
    if not far:
        return _holds(place)
    said = "；".join(f"{listed([key])}{text(then)} → {text(now)}" for key, now, then in far[:3])
    more = f"等 {len(far)} 项" if len(far) > 3 else ""
    operands = tuple(_both(cells, [key for key, _, _ in far]))
    return Judged(
        _verdict(place, False),
        f"{_what(place)}：{said}{more}",
        f"{_what_en(place)}: {len(far)} did",
        operands,
    )


def _is_far(place: Applied, now: Number, then: Number) -> bool:
    rule = place.rule
    few = min(now, then) < rule.least or not min(now, then)
    return not few and max(now, then) / min(now, then) > rule.limit


def copied(place: Applied, cells: Cells) -> Judged:
    """Fewer than `limit` of the figures that are not 0 are last year's."""
    pairs = [(now, then) for _, now, then in _pairs(place, cells) if now or then]
    same = sum(now == then for now, then in pairs)
    if len(pairs) < place.rule.least or same / len(pairs) < place.rule.limit:
        return _holds(place)
    message = f"{_what(place)}：{len(pairs)} 个不为零的数中有 {same} 个与上年相同"
    return Judged(_verdict(place, False), message, f"{_what_en(place)}: {same} of {len(pairs)} are")


def vanished(place: Applied, cells: Cells) -> Judged:
    """Not all of them are 0 where last year they were `least` or more together."""
    pairs = list(_pairs(place, cells))
    now, then = sum(now for _, now, _ in pairs), sum(then for _, _, then in pairs)
    if not pairs or now or then < place.rule.least:
        return _holds(place)
    keys = [key for key, _, _ in pairs]
    message = f"{_what(place)}：上年共 {text(then)} 件，本年全部为零"
    return Judged(
        _verdict(place, False),
        message,
        f"{_what_en(place)}: {text(then)} last year",
        tuple(_both(cells, keys)),
    )


def _pairs(place: Applied, cells: Cells) -> Iterator[tuple[str, Number, Number]]:
    """(key, value, last year's value) of each cell that is a number in both years."""
    for key in place.left:
        earlier = f"{BEFORE}{key}"
        if earlier in cells.by_key:
            now, then = cells.value(key), cells.value(earlier)
            if now is not None and then is not None:
                yield key, now, then


def _both(cells: Cells, keys: Sequence[str]) -> Iterator[Operand]:
    for key in keys:
        yield cells.operand(f"{BEFORE}{key}", "left")
        yield cells.operand(key, "right")


JUDGES: Mapping[str, Callable[[Applied, Cells], Judged]] = MappingProxyType(
    {
        each.__name__: each
        for each in (
            equal,
            at_most,
            each_at_most,
            count,
            shape,
            complete,
            share,
            split,
            blanks,
            not_negative,
            jump,
            copied,
            vanished,
        )
    }
)
"""Kind of a rule -> the function that judges it."""


_NAMES: dict[tuple[str, str, str], tuple[str, str]] = {}
"""What places are called, by rule, place and first cell: 600, each asked for in every report."""


def _named(place: Applied) -> tuple[str, str]:
    key = (place.rule.id, place.about, place.left[0])
    if key not in _NAMES:
        said = name(place)
        _NAMES[key] = f"{said}{place.rule.title}", f"{said}{place.rule.title_en}"
    return _NAMES[key]


def _what(place: Applied) -> str:
    return _named(place)[0]


def _what_en(place: Applied) -> str:
    return _named(place)[1]


def _verdict(place: Applied, holds: bool) -> Verdict:
    if holds:
        return Verdict.PASS
    return Verdict.FAIL if place.rule.level == "H" else Verdict.WARN


def _holds(place: Applied) -> Judged:
    return Judged(Verdict.PASS, f"{_what(place)}：相符", f"{_what_en(place)}: yes")


def _without(place: Applied, lost: Sequence[str], operands: tuple[Operand, ...]) -> Judged:
    """Nothing can be said: these cells hold no number."""
    message = f"{_what(place)}：无法判断，{listed(lost)}没有可用的数"
    said = f"{_what_en(place)}: not assessable, {len(lost)} cell(s) without a number"
    return Judged(Verdict.NOT_ASSESSABLE, message, said, operands)


def _sides(place: Applied, cells: Cells) -> tuple[Operand, ...]:
    return tuple(
        cells.operand(key, side)
        for side, keys in (("left", place.left), ("right", place.right))
        for key in keys
    )


def _missing_sum(cells: Cells, lost: Sequence[str]) -> str:
    """What the lost rows must add up to: 新收 + 上年结转 less the outcomes that are there."""
    needed = {"t3.total_processed.total", "t3.carried_out.total"}
    if not needed <= set(lost):
        return ""
    there = [key for key in cells.by_key if key.startswith("t3.") and key.endswith(".total")]
    values = {key: cells.value(key) for key in there if key not in lost}
    if any(value is None for value in values.values()) or "t3.carried_in.total" not in values:
        return ""
    came = (values.pop("t3.new.total") or 0) + (values.pop("t3.carried_in.total") or 0)
    rest = came - sum(value or 0 for value in values.values())
    return f"；所缺各项结果与结转下年度之和应为 {text(rest)}"


def _lost_in_row(cell: Statistic) -> bool:
    return cell.status is Status.MISSING and cell.place is not None


def _row_lost(cell: Statistic) -> bool:
    return cell.status is Status.MISSING and cell.place is None


def _is_count(key: str, value: Number) -> bool:
    if key in _MONEY:
        return value >= 0
    return isinstance(value, int) and (value >= 0 or key.endswith(_SIGNED))
