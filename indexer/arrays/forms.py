"""What a posting says beside its document: Whoosh's posting formats as columns of numbers.

Whoosh hands over the value of a posting as bytes, with a pickle inside. They are taken apart on the
way in and made again only if someone asks for them; positions and counts are read from the columns.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from struct import pack, unpack_from
from typing import Any, Final

from whoosh.formats import (
    CharacterBoosts,
    Characters,
    Existence,
    Format,
    Frequency,
    PositionBoosts,
    Positions,
)

PLACE: Final = "place"
Row = tuple[float, ...]
"""One occurrence: a number for each column of the form."""


@dataclass(frozen=True, slots=True)
class Form:
    """How the postings of a field are kept."""

    name: str
    counted: bool  # whether a posting has a number of occurrences
    columns: tuple[str, ...]  # what each occurrence has; "boost" is a fraction, the others whole
    rows: Callable[[Any, bytes], Sequence[Row]] | None = None  # Whoosh's value -> occurrences
    value: Callable[[Any, Sequence[Row]], bytes] | None = None  # and back


def _positions(format_: Any, value: bytes) -> Sequence[Row]:
    return [(place,) for place in format_.decode_positions(value)]


def _boosts(format_: Any, rows: Sequence[Row]) -> bytes:
    made = format_.encode(rows)
    return bytes(made[0] if isinstance(made, tuple) else made)  # CharacterBoosts adds their sum


_FORMS: Final[dict[type, Form]] = {
    Existence: Form("existence", False, ()),
    Frequency: Form("frequency", True, ()),
    Positions: Form(
        *("positions", True, (PLACE,), _positions),
        lambda format_, rows: bytes(format_.encode([place for (place,) in rows])),
    ),
    Characters: Form(
        *("characters", True, (PLACE, "start", "end")),
        lambda format_, value: format_.decode_characters(value),
        lambda format_, rows: bytes(format_.encode(rows)),
    ),
    PositionBoosts: Form(
        *("position_boosts", True, (PLACE, "boost")),
        lambda format_, value: format_.decode_position_boosts(value),
        _boosts,
    ),
    CharacterBoosts: Form(
        *("character_boosts", True, (PLACE, "start", "end", "boost")),
        lambda format_, value: format_.decode_character_boosts(value),
        _boosts,
    ),
}


_NAMED: Final = {form.name: form for form in _FORMS.values()}


def form_of(format_: Format) -> Form:
    """The form of a Whoosh format. Raises TypeError for one that is not Whoosh's own."""
    try:
        return _FORMS[type(format_)]
    except KeyError:
        raise TypeError(f"no array form for the posting format {format_!r}") from None


def form_named(name: str) -> Form:
    """The form of that name, as a file has it. Raises KeyError for a name that is none."""
    return _NAMED[name]


def count_in(value: bytes, weight: float) -> int:
    """How many occurrences a value of Whoosh's speaks of: it begins with their number."""
    return int(unpack_from("!I", value)[0]) if len(value) >= 4 else round(weight)


def count_value(count: int) -> bytes:
    """The value of a posting in the form "frequency"."""
    return pack("!I", count)
