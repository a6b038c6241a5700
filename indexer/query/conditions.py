"""What is asked of the report and not of the text: fields, and numbers of its tables.

year:2019..2022, agency:教育局, 部分:4, 新收>100, t4.review.corrected:1..3
"""

import re
from collections.abc import Callable, Mapping

from corpus.headings import section_number
from indexer.query.limits import LONGEST_NAME
from indexer.query.tree import Figure, Where
from indexer.text import is_letter, normalise

FIELDS: Mapping[str, str] = {
    **{name: name for name in ("agency", "region", "year", "section", "title", "form")},
    **{"机关": "agency", "地区": "region", "年份": "year", "年度": "year", "部分": "section"},
    **{"章节": "section", "标题": "title", "表样": "form"},
}
"""What may stand before a colon -> the field. Nothing else may: 时间：2020 is ordinary text."""

_BARS = re.escape('"“”„＂「」『』()|~*<>=≤≥:，。；！？、,;!?[]【】《》')
_NAME = rf"(?P<name>[^\s\d{_BARS}][^\s{_BARS}]{{0,{LONGEST_NAME - 1}}})"
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,6})?"
    r"(?:[万亿](?!元))?(?: ?(?:万元|[件项个条宗份次人年]))?"
)
_END = rf"(?=[\s{_BARS}]|$)"
_FIELD = re.compile(rf"(?P<name>{'|'.join(FIELDS)}) ?: ?", re.IGNORECASE)
_COMPARED = re.compile(rf"{_NAME} ?:? ?(?P<sign>[<>=]=|=[<>]|[<>=≤≥]) ?(?P<number>{_NUMBER}){_END}")
_BETWEEN = re.compile(rf"{_NAME} ?[:=] ?(?P<low>{_NUMBER})?(?:\.\.+|…+)(?P<high>{_NUMBER})?{_END}")
_EXACTLY = re.compile(rf"(?P<name>[tT][1-4]\.[\w.]+) ?: ?(?P<number>{_NUMBER}){_END}")
_KEY = re.compile(r"t[1-4]\.[\w.]+", re.IGNORECASE | re.ASCII)
_TEN_THOUSANDS = {"万": 10_000, "亿": 100_000_000}
_SPLIT = re.compile("[,，、]")
_EDGES = " ,;，。；、"

_Y = r"(?:(?:19|20)\d\d|\d\d(?=年))"  # 21年
_YEAR = re.compile(rf"({_Y})(?:年度?)?")
_YEARS = re.compile(rf"({_Y})?(?:年度?)?(?:\.\.+|…+|[-—–~至到])({_Y})?(?:年度?)?")
_SECTIONS = re.compile(r"([0-6])?(?:\.\.+|…+|[-—–~至到])([0-6])?")
_SECTION = re.compile(r"第?([0-6一二三四五六])[部章节]?分?")
_CHINESE_DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六")}


def field_at(plain: str, start: int) -> tuple[str, int] | None:
    """The name of a field, with a colon, that begins here, and where it ends."""
    found = _FIELD.match(plain, start)
    return (found["name"], found.end()) if found else None


def condition_at(plain: str, text: str, start: int) -> tuple[Where | Figure, int] | None:
    """A condition with an operator or a range of numbers that begins here, and where it ends.

    `plain` is `text` with its signs and digits half width, character by character.
    """
    for pattern, read in _CONDITIONS:
        found = pattern.match(plain, start)
        if found and (made := read(found, text[start : found.end()])):
            return made, found.end()
    return None


def where(field: str, value: str, typed: str) -> Where | None:
    """The field with this value, alternatives parted by commas; None if it makes no sense."""
    value = normalise(value).text.strip(_EDGES)
    if field in {"year", "section"}:
        return _numbered(field, value, typed)
    parts = [value] if field == "title" else _SPLIT.split(value)
    values = frozenset(part.strip() for part in parts if any(map(is_letter, part)))
    return Where(field, values, text=typed) if values else None


def _numbered(field: str, value: str, typed: str) -> Where | None:
    """Years or sections: one, several, or a range."""
    value = value.replace(" ", "")
    ranges, one = (_YEARS, _year) if field == "year" else (_SECTIONS, _section)
    if (compared := _SIGN.fullmatch(value)) and (bound := one(compared[2])) is not None:
        return _bounded(field, compared[1], bound, typed)
    if found := ranges.fullmatch(value):
        low, high = (None if end is None else one(end) for end in found.groups())
        if low is None and high is None:
            return None
        if low is not None and high is not None and low > high:
            low, high = high, low
        return Where(field, low=low, high=high, text=typed)
    numbers = [one(part) for part in _SPLIT.split(value)]
    if not all(number is not None for number in numbers):
        return None
    return Where(field, frozenset(number for number in numbers if number is not None), text=typed)


_SIGN = re.compile(r"([<>=]=|=[<>]|[<>=≤≥])(.+)")


def _year(said: str) -> int | None:
    found = _YEAR.fullmatch(said)
    if not found:
        return None
    return int(found[1]) if len(found[1]) == 4 else 2000 + int(found[1])


def _section(said: str) -> int | None:
    """A section by its number or by its title."""
    if found := _SECTION.fullmatch(said):
        return int(_CHINESE_DIGITS.get(found[1], found[1]))
    return section_number(said)


def _bounded(field: str, sign: str, bound: int, typed: str) -> Where:
    """Whole numbers: more than 2020 is 2021 or more."""
    if ">" in sign or sign == "≥":
        return Where(field, low=bound + (sign == ">"), text=typed)
    if "<" in sign or sign == "≤":
        return Where(field, high=bound - (sign == "<"), text=typed)
    return Where(field, frozenset({bound}), text=typed)


def _compared(found: re.Match[str], typed: str) -> Where | Figure | None:
    name, sign = found["name"], found["sign"]
    if field := FIELDS.get(name.lower()):
        return _numbered(field, sign + found["number"], typed) if _counts(field) else None
    number = _number(found["number"])
    if ">" in sign or sign == "≥":
        return Figure(name, low=number, over=sign == ">", text=typed)
    if "<" in sign or sign == "≤":
        return Figure(name, high=number, under=sign == "<", text=typed)
    return Figure(name, low=number, high=number, text=typed)


def _between(found: re.Match[str], typed: str) -> Where | Figure | None:
    name, low, high = found["name"], found["low"], found["high"]
    if FIELDS.get(name.lower()) or (low is None and high is None):
        return None
    first = None if low is None else _number(low)
    last = None if high is None else _number(high)
    if first is not None and last is not None and first > last:
        first, last = last, first
    return Figure(name, first, last, text=typed)


def _exactly(found: re.Match[str], typed: str) -> Figure:
    number = _number(found["number"])
    return Figure(found["name"], number, number, text=typed)


def _counts(field: str) -> bool:
    return field in {"year", "section"}


def _number(said: str) -> float:
    """1,200件 is 1200, and 1.5万 is 15000; 2万元 is 2, as the tables count money so."""
    unit = said.lstrip("0123456789,.")
    factor = 1 if unit.strip() == "万元" else _TEN_THOUSANDS.get(unit[:1], 1)
    return float(said.removesuffix(unit).replace(",", "")) * factor


def is_key(name: str) -> bool:
    """Whether it has the form of an indicator's key: t3.new.total."""
    return _KEY.fullmatch(name) is not None


_Read = Callable[[re.Match[str], str], Where | Figure | None]
_CONDITIONS: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (_COMPARED, _compared),
    (_BETWEEN, _between),
    (_EXACTLY, _exactly),
)
