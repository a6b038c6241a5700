"""How a figure is written. A number, a stated zero and four kinds of nothing look different."""

from dataclasses import dataclass
from decimal import Decimal

from corpus.model import Number, Status


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it stands on a page.

    `kind` is "number", "zero", "blank" (the report left it empty), "mark" (a dash or stroke),
    "text", "missing" (cut off or unreadable) or "absent" (not on that version of the form).
    `spoken` is what a sign means; "" where the text says it itself.
    """

    text: str
    kind: str
    spoken: str = ""

    @property
    def is_number(self) -> bool:
        """Whether a unit may follow."""
        return self.kind in {"number", "zero"}


BLANK = Shown("—", "blank", "原表为空")
MISSING = Shown("?", "missing", "未能识别或已缺失")
ABSENT = Shown("不适用", "absent", "该表样没有此项")

LEGEND = (
    Shown("0", "zero", "报告写明为零"),
    BLANK,
    MISSING,
    ABSENT,
)
"""The signs that a table explains where it uses them."""


def number(value: Number) -> str:
    """With thousands separators and a true minus sign: 12,345 and −3 and 743.38."""
    return f"{Decimal(str(value)):,f}".replace("-", "−")


def shown(value: Number | None, status: Status, printed: str | None) -> Shown:
    """What stands in a cell, as it is to be written."""
    match status:
        case Status.PRINTED if value is not None:
            return Shown(number(value), "number" if value else "zero")
        case Status.BLANK:
            return BLANK
        case Status.MARK:
            return Shown(printed or "—", "mark", "原表填写符号，没有数字")
        case Status.TEXT:
            return Shown(printed or "—", "text", "" if printed else "原表填写文字，没有数字")
    return MISSING


def signs(used: set[str]) -> tuple[Shown, ...]:
    """The part of the legend that a table with these kinds of cells needs.

    A zero is explained only beside what might be taken for one.
    """
    needed = tuple(sign for sign in LEGEND if sign.kind in used)
    return () if {sign.kind for sign in needed} == {"zero"} else needed
