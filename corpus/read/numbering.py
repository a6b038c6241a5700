"""Automatic numbers of Word paragraphs: 一、 （一） 1. as the program would print them.

The file holds only "third paragraph of list 5"; what is printed must be counted out.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_PLACE = re.compile(r"%([1-9])")
_DEEPEST = 9  # levels a list can have
_PUNCTUATED = re.compile(r"[^\w%]$")


def local(element: etree._Element) -> str:
    """The name without its namespace: transitional and strict files differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """The attribute of that name, whatever its namespace; None without it or its element."""
    for key, found in element.attrib.items() if element is not None else ():
        if str(key).rpartition("}")[2] == name:
            return str(found)
    return None


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first child of that name, and so on down; None where one is missing."""
    for name in names:
        if element is None:
            return None
        element = next((each for each in element if local(each) == name), None)
    return element


def number(element: etree._Element | None, name: str = "val", default: int = 0) -> int:
    """The attribute as a number of at most five digits, else the default."""
    found = re.fullmatch(r"-?\d{1,5}", value(element, name) or "")
    return int(found[0]) if found else default


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str  # "（%1）": %1 is the number of the first level
    style: str | None  # the paragraph style that means this level
    plain: bool  # upper numbers in plain digits whatever their form


@dataclass(frozen=True, slots=True)
class _List:
    """A use of a list definition, which may begin anew or look different."""

    definition: str
    starts: Mapping[int, int]
    levels: Mapping[int, _Level]


@dataclass(slots=True)
class Numbering:
    """The lists of a document, counted on as its paragraphs come."""

    definitions: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, _List] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of this list; "" for bullets and unknown lists."""
        used = self.lists.get(list_id)
        levels = {**self.definitions.get(used.definition, {}), **used.levels} if used else {}
        if used is None or level not in levels:
            return ""
        counts = self._counts.setdefault(used.definition, {})
        if level in used.starts and (list_id, level) not in self._begun:
            counts[level] = used.starts[level]
        else:
            counts[level] = counts.get(level, levels[level].start - 1) + 1
        self._begun.add((list_id, level))
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        return _printed(levels, level, counts)

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that a paragraph style stands for in this list; 0 if none is named."""
        used = self.lists.get(list_id)
        levels = self.definitions.get(used.definition, {}) if used else {}
        return next((depth for depth, level in levels.items() if level.style == style), 0)


def numbering(root: etree._Element | None) -> Numbering:
    """The lists of word/numbering.xml; none without it."""
    found = Numbering()
    for element in root if root is not None else ():
        name = local(element)
        if name == "abstractNum":
            found.definitions[value(element, "abstractNumId") or ""] = dict(_levels(element))
        elif name == "num":
            found.lists[value(element, "numId") or ""] = _list(element)
    return found


def _levels(element: etree._Element) -> Iterator[tuple[int, _Level]]:
    for each in element:
        if local(each) == "lvl":
            style, text = child(each, "pStyle"), child(each, "lvlText")
            form = child(each, "numFmt")
            yield (
                number(each, "ilvl"),
                _Level(
                    number(child(each, "start")),
                    value(form) or "decimal",
                    value(text) or "",
                    value(style),
                    child(each, "isLgl") is not None,
                ),
            )


def _list(element: etree._Element) -> _List:
    definition = child(element, "abstractNumId")
    starts: dict[int, int] = {}
    levels: dict[int, _Level] = {}
    for each in element:
        if local(each) == "lvlOverride":
            start = child(each, "startOverride")
            if start is not None:
                starts[number(each, "ilvl")] = number(start)
            levels.update(_levels(each))
    return _List(value(definition) or "", starts, levels)


def _printed(levels: Mapping[int, _Level], level: int, counts: dict[int, int]) -> str:
    own = levels[level]
    if own.form in ("bullet", "none"):
        return ""

    def place(found: re.Match[str]) -> str:
        depth = int(found[1]) - 1
        upper = levels.get(depth)
        if upper is None or depth > level:
            return ""
        count = counts.setdefault(depth, upper.start)
        return written(count, "decimal" if own.plain else upper.form)

    label = _PLACE.sub(place, own.text)
    return label if not label or _PUNCTUATED.search(label) else f"{label} "


def written(count: int, form: str) -> str:
    """A number in one of Word's forms; in plain digits where the form is not known.

    >>> written(21, "chineseCounting"), written(3, "decimalEnclosedCircle"), written(4, "unheard")
    ('二十一', '③', '4')
    """
    return _FORMS.get(form, str)(count)


def _chinese(count: int) -> str:
    """一 to 九千九百九十九, as counted: 十一 and not 一十一."""
    if not 0 < count < 10_000:
        return str(count)
    said, gap = "", False
    for place in range(3, -1, -1):
        digit = count // 10**place % 10
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + _UNITS[place]
        gap = not digit
    return said.removeprefix("一") if said.startswith("一十") else said


def _digit_by_digit(count: int) -> str:
    return str(count).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _full_width(count: int) -> str:
    return str(count).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def _circled(count: int) -> str:
    return chr(0x245F + count) if 0 < count <= 20 else str(count)


def _circled_han(count: int) -> str:
    return chr(0x327F + count) if 0 < count <= 10 else str(count)


def _letter(count: int) -> str:
    """a to z, then aa, bb: as Word goes on."""
    turns, place = divmod(max(count, 1) - 1, 26)
    return chr(ord("a") + place) * min(turns + 1, _DEEPEST)


def _roman(count: int) -> str:
    said = ""
    for worth, sign in (
        *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
        *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
    ):
        while count >= worth and len(said) < 20:
            said, count = said + sign, count - worth
    return said


_FORMS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(
        "chineseCounting chineseCountingThousand japaneseCounting taiwaneseCounting "
        "taiwaneseCountingThousand".split(),
        _chinese,
    ),
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "ideographEnclosedCircle": _circled_han,
    "lowerLetter": _letter,
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "decimalZero": lambda count: f"{count:02}",
}
