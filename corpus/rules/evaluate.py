"""Rules applied to the cells of one report. Pure: cells in, findings out.

A relation is judged only if every cell in it is a number, or is lost but implied by the form's own
identities. A blank is no zero, with one exception that each finding then states: a table in which
no zero is printed anywhere, but blanks are, uses blanks for zeros.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s

from corpus.forms import indicators
from corpus.model import Finding, Located, Number, Operand, Statistic, Status, Verdict
from corpus.rules.locate import Relation, locate
from corpus.rules.pack import Applied, Rule, applied, everywhere

_MONEY = frozenset({"t2.fee.amount", "t2.procurement.amount"})
_SIGNED = "delta"
_MOST_TERMS = 8  # cells written out in a message; a longer sum shows only those that are not 0


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a report as the rules see them."""

    by_key: Mapping[str, Statistic]
    blank_is_zero: frozenset[str]  # tables ("t3") that use blanks for zeros

    def value(self, key: str) -> Number | None:
        """The number to reckon with, or None if there is none."""
        cell = self.by_key[key]
        if cell.status is Status.BLANK and key.split(".", maxsplit=1)[0] in self.blank_is_zero:
            return None if self._total_left_out(key) else 0
        return cell.value if cell.value is not None else cell.implied

    def _total_left_out(self, key: str) -> bool:
        """A blank total beside parts that are not 0 was left out; it is no zero."""
        place, column = key.rsplit(".", 1)
        parts = (cell for each, cell in self.by_key.items() if each.startswith(f"{place}."))
        return column == "total" and any(cell.value for cell in parts)

    def operand(self, key: str, side: str) -> Operand:
        """The cell as a finding shows it: as printed."""
        return Operand(key, self.by_key[key].value, self.by_key[key].status, side)


def check(
    report: str, statistics: Sequence[Statistic], rules: Sequence[Rule] = ()
) -> tuple[Finding, ...]:
    """Every rule at every place, the wrong cells located. Findings keep the order of the pack."""
    by_key = {cell.indicator: cell for cell in statistics}
    cells, keys = Cells(by_key, _blank_is_zero(statistics)), tuple(by_key)
    chosen = [place for rule in rules for place in applied(rule, keys)]
    places = chosen if rules else everywhere(keys)
    made = [_judge(report, place, cells) for place in places if place.left]
    return tuple(_with_located(made, cells))


def _blank_is_zero(statistics: Sequence[Statistic]) -> frozenset[str]:
    """Tables that print no zero, but blanks and some number."""
    found = set()
    for table in ("t1", "t2", "t3", "t4"):
        cells = [cell for cell in statistics if cell.indicator.startswith(table)]
        statuses = {cell.status for cell in cells}
        zero = any(cell.value == 0 for cell in cells)
        if statuses == {Status.BLANK, Status.PRINTED} and not zero:
            found.add(table)
    return frozenset(found)


def _judge(report: str, place: Applied, cells: Cells) -> Finding:
    judges = {"equal": _equal, "count": _count, "shape": _shape, "complete": _complete}
    verdict, operands, message, message_en = judges[place.rule.kind](place, cells)
    return Finding(
        id=_id(report, place, operands),
        rule=place.rule.id,
        about=place.about,
        level=place.rule.level,
        verdict=verdict,
        cells=operands,
        message=message,
        message_en=message_en,
    )


Judged = tuple[Verdict, tuple[Operand, ...], str, str]


def _equal(place: Applied, cells: Cells) -> Judged:
    operands = tuple(
        cells.operand(key, side)
        for side, keys in (("left", place.left), ("right", place.right))
        for key in keys
    )
    values = {key: cells.value(key) for key in (*place.left, *place.right)}
    lost = [key for key, value in values.items() if value is None]
    what, what_en = f"{_name(place)}{place.rule.title}", f"{_name(place)}{place.rule.title_en}"
    if lost:
        listed = _listed(lost)
        message = f"{what}：无法判断，{listed}没有可用的数"
        return (
            Verdict.NOT_ASSESSABLE,
            operands,
            message,
            f"{what_en}: not assessable, {len(lost)} cell(s) without a number",
        )
    left, right = (sum(values[key] or 0 for key in side) for side in (place.left, place.right))
    holds = _same(left, right)
    said = f"{_sum(place.left, values, left)}，{_sum(place.right, values, right)}"
    outcome = "相符" if holds else f"不符，相差 {_text(abs(left - right))}"
    sums = f"{_text(left)} {'=' if holds else '≠'} {_text(right)}"
    message = f"{what}：{said}，{outcome}{_remark(place, cells)}"
    return Verdict.PASS if holds else Verdict.FAIL, operands, message, f"{what_en}: {sums}"


def _count(place: Applied, cells: Cells) -> Judged:
    read = [(key, cells.by_key[key]) for key in place.left]
    wrong = [key for key, cell in read if cell.value is not None and not _is_count(key, cell.value)]
    lost = [key for key, cell in read if cell.status in (Status.MISSING, Status.TEXT)]
    shown = wrong or lost
    operands = tuple(cells.operand(key, "") for key in shown)
    title, title_en = place.rule.title, place.rule.title_en
    if wrong:
        return (
            Verdict.FAIL,
            operands,
            f"{title}：{_listed(wrong)}不是",
            f"{title_en}: {len(wrong)} are not",
        )
    if lost:
        message = f"{title}：无法判断，{_listed(lost)}没有可用的数"
        return (
            Verdict.NOT_ASSESSABLE,
            operands,
            message,
            f"{title_en}: {len(lost)} cells without a number",
        )
    return Verdict.PASS, (), f"{title}：相符", f"{title_en}: yes"


def _shape(place: Applied, cells: Cells) -> Judged:
    """Rows that are there but lack figures. Recoverable if every lost cell is implied."""
    lost = [key for key in place.left if _lost_in_row(cells.by_key[key])]
    operands = tuple(cells.operand(key, "") for key in lost)
    title, title_en = place.rule.title, place.rule.title_en
    if not lost:
        return Verdict.PASS, (), f"{title}：相符", f"{title_en}: yes"
    rows = len({key.split(".")[1] for key in lost})
    implied = all(cells.by_key[key].implied is not None for key in lost)
    what = f"{title}：有 {rows} 行缺数（共缺 {len(lost)} 格）"
    if implied:
        message = f"{what}，所缺的格都可由本行合计推得，推得的值另列，不代替原文"
        return Verdict.WARN, operands, message, f"{title_en}: {rows} rows lack figures, all implied"
    message = f"{what}，其中有的格无法推得"
    return Verdict.NOT_ASSESSABLE, operands, message, f"{title_en}: {rows} rows lack figures"


def _complete(place: Applied, cells: Cells) -> Judged:
    """Rows that are not in the source at all."""
    lost = [key for key in place.left if _row_lost(cells.by_key[key])]
    title, title_en = place.rule.title, place.rule.title_en
    if not lost:
        return Verdict.PASS, (), f"{title}：齐全", f"{title_en}: yes"
    operands = tuple(cells.operand(key, "") for key in lost)
    where = "整表缺失" if len(lost) == len(place.left) else f"缺 {len(lost)} 行：{_listed(lost)}"
    message = f"{title}：{where}{_missing_sum(cells, lost)}"
    return Verdict.NOT_ASSESSABLE, operands, message, f"{title_en}: {len(lost)} rows are lost"


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
    return f"；所缺各项结果与结转下年度之和应为 {_text(rest)}"


def _lost_in_row(cell: Statistic) -> bool:
    return cell.status is Status.MISSING and cell.place is not None


def _row_lost(cell: Statistic) -> bool:
    return cell.status is Status.MISSING and cell.place is None


def _is_count(key: str, value: Number) -> bool:
    if key in _MONEY:
        return value >= 0
    return isinstance(value, int) and (value >= 0 or key.endswith(_SIGNED))


def _with_located(made: Sequence[Finding], cells: Cells) -> Iterator[Finding]:
    """Failing findings with the one cell that explains them, where there is one."""
    relations = {
        finding.id: relation for finding in made if (relation := _relation(finding, cells))
    }
    found = locate(list(relations.values()))
    for finding in made:
        yield replace(finding, located=_located_in(finding, found, cells))


def _relation(finding: Finding, cells: Cells) -> Relation | None:
    """A judged equation as signed values; None for a finding that is none."""
    sides = {operand.side for operand in finding.cells}
    if (
        finding.level != "H"
        or finding.verdict is Verdict.NOT_ASSESSABLE
        or sides != {"left", "right"}
    ):
        return None
    terms = {
        operand.indicator: (
            1 if operand.side == "left" else -1,
            cells.value(operand.indicator) or 0,
        )
        for operand in finding.cells
    }
    return Relation(finding.verdict is Verdict.PASS, terms)


def _located_in(
    finding: Finding, found: Mapping[str, tuple[Number, int]], cells: Cells
) -> Located | None:
    if finding.verdict is not Verdict.FAIL:
        return None
    for operand in finding.cells:
        if operand.indicator in found:
            implied, relations = found[operand.indicator]
            return Located(
                operand.indicator, cells.value(operand.indicator) or 0, implied, relations
            )
    return None


def _id(report: str, place: Applied, operands: Sequence[Operand]) -> str:
    """Twelve hexadecimal digits of rule, place and values: the same until one of them changes."""
    values = ",".join(f"{each.indicator}={each.value}/{each.status}" for each in operands)
    text = f"{report}|{place.rule.id}|{place.about}|{values}"
    return blake2s(text.encode(), digest_size=6).hexdigest()


def _name(place: Applied) -> str:
    """The row, column or block the finding is about, as people call it."""
    if not place.about:
        return ""
    key = place.left[0]
    known = indicators()
    if place.rule.each == "column":
        label = known[f"t3.new.{place.about}"].label
        return f"“{label[label.find('（') + 1 : -1] if '（' in label else '总计'}”列："
    if place.rule.each == "item":
        return f"“{known[f't1.{place.about}.count'].short}”："
    if place.rule.each == "row":
        return f"“{known[f't3.{place.about}.total'].label}”行："
    return f"“{known[key].label.rsplit('：', 1)[0]}”："


def _listed(keys: Sequence[str]) -> str:
    """Up to three cells by name, and how many more."""
    known = indicators()
    names = "、".join(f"“{known[key].label}”" for key in keys[:3])
    return f"{names}等 {len(keys)} 格" if len(keys) > 3 else names


def _sum(keys: Sequence[str], values: Mapping[str, Number | None], total: Number) -> str:
    """本年新收 5 + 上年结转 1 = 6; of a long sum only the terms that are not 0."""
    known = indicators()
    shown = [key for key in keys if values[key]] if len(keys) > _MOST_TERMS else list(keys)
    terms = " + ".join(f"{known[key].short} {_text(values[key] or 0)}" for key in shown)
    return f"{terms} = {_text(total)}" if len(shown) != 1 or len(keys) > 1 else terms


def _remark(place: Applied, cells: Cells) -> str:
    keys = (*place.left, *place.right)
    blank = any(cells.by_key[key].status is Status.BLANK for key in keys)
    implied = any(cells.by_key[key].status is Status.MISSING for key in keys)
    notes = [
        "本表以空白表示零，空白按 0 计" if blank else "",
        "缺格按推得的值计" if implied else "",
    ]
    said = "；".join(filter(None, notes))
    return f"（{said}）" if said else ""


def _same(left: Number, right: Number) -> bool:
    """Counts are exact; money may differ by less than half a cent of the printed unit."""
    return abs(left - right) < 0.005


def _text(value: Number) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
