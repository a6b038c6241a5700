"""Numbers in running text: value, unit, and how exact they are.

Dates, times, ordinals, numbers of documents and telephones, and whatever stands in a title or in
quotation marks are no figures.
"""

import re
from collections.abc import Iterator, Sequence
from math import prod
from typing import NamedTuple

from corpus.model import Number, Span

COUNT, MONEY, SHARE, CHANGE = "count", "money", "share", "change"

_ABOUT = 0.05  # 约: five parts in a hundred either way, or half of the last digit printed
_LONGEST = 40  # characters; a quotation or title that does not end by then was not one

_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}

_UNITS = (
    *("亿元", "万元", "元", "个百分点", "百分点", "%", "人次", "户次", "件次", "批次", "条次"),
    *("件", "条", "宗", "起", "例", "份", "篇", "场", "期", "项", "次", "家", "户", "名"),
    *("人", "部", "册", "个", "处", "类", "本", "张", "封", "幅", "批", "户", "所", "台", "辆"),
    *("万人", "倍", "票", "字", "页", "款", "套", "站", "间", "座"),
)
_MONEY = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
_SHARES = ("%", "百分点", "个百分点")

_PLAIN = re.compile(
    r"([0-9](?:[0-9]{0,2}(?:[,，][0-9]{3})+(?![0-9])|[0-9]*))(\.[0-9]+)?([十百千]?[万亿]|千)?([余多])?"
    rf"({'|'.join(sorted(set(_UNITS), key=len, reverse=True))})?([余多])?"
)
_NOT_BEFORE = frozenset("0123456789.第〔[-/:：No号+~～—–_@#")
_NOT_AFTER = frozenset("年月日号时点分秒届岁级路弄楼室线版-/:：+~～—–_@〕]")
_MONTHS = re.compile(r"个(?:月|工作日|小时|多月|星期|季度|自然日)")
_CHINESE = re.compile(
    r"[一二两三四五六七八九十百千][一二两三四五六七八九十百千零〇万]*([余多])?(件|宗|起|例|份|条|场|次|篇)(?![事性网要])"
)
_NO_CHINESE_BEFORE = frozenset("第几数一二两三四五六七八九十百千万零〇0123456789.")
_HUNDREDTHS = re.compile(r"百分之([零〇一二三四五六七八九十百]+)(?:点([零〇一二三四五六七八九]+))?")
_CASES = frozenset("件宗例")
_QUOTES = ("《》", "“”", "〔〕")
_CHANGE = re.compile(
    r"(?:增加|减少|增长|下降|上升|降低|提高|回落|压减|增|减|多|少|下滑|提升)(?:了|约|近|超过?|了[近约])?$"
)
_CHANGE_ENDS = frozenset("加少长降升低高落减增多滑了约近超过")  # looked at first
_ABOUT_BEFORE = re.compile(
    r"(约|大约|左右|近|将近|接近|超过|超|逾|突破|多达|至少|不少于|不足|不到)$"
)
_ABOUT_ENDS = frozenset("约右近超过逾破达少于足到量")  # looked at first: few numbers have any
_ABOUT_STARTS = frozenset("以左上多余")
_ABOUT_AFTER = re.compile(r"(?:以上|左右|上下|以内|多|余)")


class Figure(NamedTuple):
    """A number as printed, with the span of number and unit. A tuple, for a report has hundreds."""

    span: Span
    value: Number
    unit: str
    kind: str
    approximate: bool
    low: Number  # a count from low to high, both included, agrees with it
    high: Number

    def allows(self, value: Number) -> bool:
        """Whether the number as worded may be said of this value."""
        return self.low <= value <= self.high


def figures(text: str) -> list[Figure]:
    """Every figure of a text without white space, in order."""
    found = [*_arabic(text), *_chinese(text)]
    quotes = [pair for pair in _QUOTES if pair[0] in text] if found else []
    if quotes:
        found = [one for one in found if not _quoted(text, one.span[0], quotes)]
    found.sort()
    return found


def _quoted(text: str, at: int, quotes: Sequence[str]) -> bool:
    """Whether a title or a quotation is open there."""
    since = max(0, at - _LONGEST)
    return any(text.rfind(pair[0], since, at) > text.rfind(pair[1], since, at) for pair in quotes)


def chinese_number(signs: str) -> int:
    """三百零五 as 305, 十二 as 12, 两 as 2, 二〇二一 as 2021."""
    if not any(sign in _SCALES for sign in signs):
        return int("".join(str(_DIGITS[sign]) for sign in signs))
    total = part = digit = 0
    for sign in signs:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in "万亿":
            total, part, digit = (total + part + digit) * _SCALES[sign], 0, 0
        else:
            part, digit = part + (digit or 1) * _SCALES[sign], 0
    return total + part + digit


def _arabic(text: str) -> Iterator[Figure]:
    for match in _PLAIN.finditer(text):
        whole, fraction, scale, more, unit, later = match.groups()
        if _is_no_figure(text, match, scale, unit):
            continue
        digits = whole if whole.isdigit() else whole.replace(",", "").replace("，", "")
        scaled = prod(_SCALES[sign] for sign in scale) if scale else 1
        if fraction:
            value = _exact(float(digits + fraction) * scaled)
            written = _Written(scaled / 10 ** (len(fraction) - 1), more or later, scale)
        else:
            value = int(digits) * scaled
            written = _Written(scaled * _zeros(digits), more or later, scale)
        yield _figure(text, match.span(), value, unit or "", written)


def _is_no_figure(text: str, match: re.Match[str], scale: str | None, unit: str | None) -> bool:
    """Whether it is a date, an ordinal, part of a word or of a longer number."""
    start, end = match.span()
    before = text[start - 1] if start else "，"
    if before in _NOT_BEFORE or (before.isascii() and before.isalpha()):
        return True
    if unit:
        return unit == "个" and _MONTHS.match(text, end - 1) is not None
    after = text[end] if end < len(text) else "，"
    return (not scale and after in _NOT_AFTER) or (after.isascii() and after.isalpha())


def _chinese(text: str) -> Iterator[Figure]:
    for match in _CHINESE.finditer(text):
        start, end = match.span()
        more, unit = match.groups()
        if start and text[start - 1] in _NO_CHINESE_BEFORE:
            continue
        value = chinese_number(text[start : end - len(unit) - len(more or "")])
        if value > 1 or unit in _CASES:  # 一份, 一次, 一起 are rarely meant as a number
            yield _figure(text, (start, end), value, unit, _Written(_zeros(str(value)), more))
    for match in _HUNDREDTHS.finditer(text) if "百分之" in text else ():
        after = "".join(str(_DIGITS[sign]) for sign in match[2] or "")
        share = _exact(float(f"{chinese_number(match[1])}.{after or 0}"))
        yield Figure(match.span(), share, "%", SHARE, False, share, share)


class _Written(NamedTuple):
    """How a number is printed."""

    last: Number  # what one step of the last digit printed is worth
    more: str | None = None  # 余, 多
    scale: str | None = None  # 万: a number so printed is rounded


def _figure(text: str, span: Span, value: Number, unit: str, written: _Written) -> Figure:
    start, end = span
    last, more, scale = written
    kind = COUNT
    if unit in _MONEY:
        value, last = _exact(value * _MONEY[unit]), last * _MONEY[unit]
        kind, unit = MONEY, "元"
    elif text[start - 1 : start] in _CHANGE_ENDS and _CHANGE.search(text, max(0, start - 5), start):
        kind = CHANGE
    elif unit in _SHARES:
        kind = SHARE
    before = text[start - 1 : start] in _ABOUT_ENDS and _ABOUT_BEFORE.search(
        text, max(0, start - 3), start
    )
    after = text[end : end + 1] in _ABOUT_STARTS and _ABOUT_AFTER.match(text, end)
    if not (before or after or more or scale):
        return Figure(span, value, unit, kind, False, value, value)
    behind = after[0] if after else more or ""
    low, high = _range(value, last, before[1] if before else "", behind, bool(scale))
    return Figure(span, value, unit, kind, low != high, low, high)


def _range(
    value: Number, last: Number, before: str, after: str, rounded: bool
) -> tuple[Number, Number]:
    """What a count so worded may be."""
    if after in ("余", "多", "以上") or before in ("超过", "超", "逾", "突破", "至少", "不少于"):
        return value, value + last
    if before in ("近", "将近", "接近", "不足", "不到") or after == "以内":
        return value - last, value
    if before in ("约", "大约", "多达") or after in ("左右", "上下"):
        around = max(last / 2, value * _ABOUT)
        return value - around, value + around
    return (value - last / 2, value + last / 2) if rounded else (value, value)


def _zeros(digits: str) -> int:
    """What a step of the last digit that is not 0 is worth: 100 for "300", 1 for "305"."""
    if digits[-1] != "0":
        return 1
    return int(10 ** (len(digits) - len(digits.rstrip("0")))) if digits.strip("0") else 1


def _exact(value: Number) -> Number:
    """Whole numbers as int."""
    return int(value) if float(value).is_integer() else round(float(value), 6)
