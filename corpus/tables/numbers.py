"""What stands in a cell: a number, a blank, a mark, or words."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.model import Number, Status

_MARKS = frozenset("/ \\ - -- --- — —— ― – － ／ * …".split())
_TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}
_NUMBER = re.compile(
    r"(?P<sign>[-+−－‐–]|增加?|减少?)?"
    r"(?P<digits>\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?P<fraction>\.\d{1,6})?"
    r"(?P<times>万|亿)?(?P<unit>元|件次?|条次?|项|宗|个|次|份|起|例|篇|部|家|人次?|%)?"
    r"(?P<remark>[(（].{1,60}[)）])?"
)
_NOTED = re.compile(
    r"(?P<figure>\S*[\d件条次项个元%])\s*"
    r"(?P<note>[\u2460-\u2473※*＊]{1,3}|[\[［]注?\d{1,2}[\]］])"
)
"""A figure with the sign of a note behind it."""
_FIGURES = (Status.PRINTED, Status.MARK)
_SHORT = 12  # characters; a cell of that length is kept in memory
_MONEY = "元"
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell, read. `value` is None unless `status` is PRINTED."""

    status: Status
    value: Number | None = None
    unit: str | None = None  # as printed, 万元 included; None if the cell names none
    remark: str | None = None  # words in brackets behind the number


def read_cell(text: str) -> Reading:
    """The cell as a number, or what else it is. Refuses rather than guesses.

    >>> read_cell("1,234件").value, read_cell("减4").value, read_cell("1.2万件").value
    (1234, -4, 12000)
    >>> read_cell("743.38万元").unit, read_cell("22（其中修订16件）").remark
    ('万元', '其中修订16件')
    >>> read_cell("约30").status.value, read_cell("12 15").status.value, read_cell("0 0").value
    ('text', 'text', None)
    """
    if len(text) <= _SHORT:
        return _read_short(text)
    words = "\u4e00" <= text[0] <= "\u9fff" and text[0] not in "增减"  # no number begins so
    return Reading(Status.TEXT) if words else _read(text)


@lru_cache(maxsize=4096)  # most cells of most tables are a few small numbers
def _read_short(text: str) -> Reading:
    return _read(text)


def _read(text: str) -> Reading:
    plain = unicodedata.normalize("NFKC", text).replace("\u200b", "").strip()
    if not plain:
        return Reading(Status.BLANK)
    if plain in _MARKS or text.strip() in _MARKS:
        return Reading(Status.MARK)
    if noted := _NOTED.fullmatch(text.strip()):
        reading = _read(noted["figure"])
        told = reading.status is Status.PRINTED and reading.remark is None
        return replace(reading, remark=noted["note"]) if told else Reading(Status.TEXT)
    found = _NUMBER.fullmatch(_closed(plain))
    if found is None or _doubtful(found["digits"]) or any(map(_is_note, text)):
        return Reading(Status.TEXT)
    return _number(found)


def is_figure(text: str) -> bool:
    """Whether a cell holds what a figure's place may hold: a number or a mark, not a blank."""
    return read_cell(text).status in _FIGURES


def may_be_figure(text: str) -> bool:
    """A figure, or what may be one that cannot be read ("?", "O"): no blank and no words."""
    return is_figure(text) or bool(text and not _HAN.search(text))


def _closed(plain: str) -> str:
    """Without the spaces that do no harm: next to signs, units and brackets, not between digits."""
    return re.sub(r"(?<=\D)\s+|\s+(?=\D)", "", plain)


def _is_note(sign: str) -> bool:
    """①, ² and the like are signs of notes; made plain, 12② would read as 122."""
    return unicodedata.category(sign) == "No"


def _doubtful(digits: str) -> bool:
    """00 and 015 are two cells run together, or a serial number, but no count."""
    return len(digits) > 1 and digits.startswith("0")


def _number(found: re.Match[str]) -> Reading:
    digits, fraction, times = (
        found["digits"].replace(",", ""),
        found["fraction"] or "",
        found["times"],
    )
    unit = found["unit"]
    if unit == _MONEY:  # money stays in the unit it is printed in
        unit, times = f"{times or ''}{_MONEY}", None
    value = _times(digits, fraction, _TIMES[times or ""])
    if (found["sign"] or "")[:1] in ("-", "−", "－", "‐", "–", "减"):
        value = -value
    remark = found["remark"]
    return Reading(Status.PRINTED, value, unit, remark[1:-1] if remark else None)


def _times(digits: str, fraction: str, factor: int) -> Number:
    """Exact where the result is whole: 1.2 × 10000 is 12000, not 11999.999…"""
    decimals = fraction[1:]
    scaled = int(digits + decimals) * factor
    scale: int = 10 ** len(decimals)
    whole, rest = divmod(scaled, scale)
    return whole if rest == 0 else scaled / scale
