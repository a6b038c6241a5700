"""How a finding names its place, its cells and its sums."""

from collections.abc import Mapping, Sequence

from corpus.forms import indicators
from corpus.model import Number, Status
from corpus.rules.cells import Cells
from corpus.rules.pack import BEFORE, Applied

_MOST_TERMS = 8  # cells written out in a message; a longer sum shows only those that are not 0
_MOST_NAMES = 3  # cells listed by name; beyond that their number says more than their names


def name(place: Applied) -> str:
    """The row, column or block the finding is about, as people call it."""
    if not place.about:
        return ""
    key = place.left[0].removeprefix(BEFORE)
    known = indicators()
    if place.rule.each in ("column", "leaf"):
        label = known[f"t3.new.{place.about}"].label
        return f"“{label[label.find('（') + 1 : -1] if '（' in label else '总计'}”列："
    if place.rule.each == "item":
        return f"“{known[f't1.{place.about}.count'].short}”："
    if place.rule.each == "row":
        return f"“{known[f't3.{place.about}.total'].label}”行："
    return f"“{known[key].label.rsplit('：', 1)[0]}”："


def listed(keys: Sequence[str]) -> str:
    """Up to three cells by name, and how many more."""
    names = "、".join(f"“{_label(key)}”" for key in keys[:_MOST_NAMES])
    return f"{names}等 {len(keys)} 格" if len(keys) > _MOST_NAMES else names


def summed(keys: Sequence[str], values: Mapping[str, Number | None], total: Number) -> str:
    """本年新收 5 + 上年结转 1 = 6; of a long sum only the terms that are not 0."""
    shown = [key for key in keys if values[key]] if len(keys) > _MOST_TERMS else list(keys)
    terms = " + ".join(f"{_short(key)} {text(values[key] or 0)}" for key in shown) or "各项"
    return f"{terms} = {text(total)}" if len(shown) != 1 or len(keys) > 1 else terms


def _label(key: str) -> str:
    label = indicators()[key.removeprefix(BEFORE)].label
    return f"上年的{label}" if key.startswith(BEFORE) else label


def _short(key: str) -> str:
    short = indicators()[key.removeprefix(BEFORE)].short
    return f"（上年）{short}" if key.startswith(BEFORE) else short


def remark(place: Applied, cells: Cells) -> str:
    """What was done about blanks and lost cells of an equation; "" if there are none."""
    keys = (*place.left, *place.right)
    blank = any(cells.by_key[key].status is Status.BLANK for key in keys)
    implied = any(cells.by_key[key].status is Status.MISSING for key in keys)
    notes = [
        "本表以空白表示零，空白按 0 计" if blank else "",
        "缺格按推得的值计" if implied else "",
    ]
    said = "；".join(filter(None, notes))
    return f"（{said}）" if said else ""


def text(value: Number) -> str:
    """The number with thousands separators; money with two decimals."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
