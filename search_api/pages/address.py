"""The address is the whole state of a page: a query string read into `Asked`, and written again.

Names are those of the API, so that a download asks what the page asked. Empty and default values
are dropped; what cannot be understood is left out and named in a note, never an error.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from corpus.forms import indicators
from search_api.answers import Asked

Pairs = tuple[tuple[str, str], ...]

SORTS = {
    "relevance": "相关度",
    "year": "年度由新到旧",
    "-year": "年度由旧到新",
    "agency": "机关名称",
}
"""Orders a reader can choose, with their names."""

REPORTS_A_PAGE = 8
"""Reports on a page when grouped. Each brings up to three passages: about as much to read as twenty
passages one by one, and within the 80 kB that a page may have."""

PASSAGES_A_PAGE = 20
_LARGEST = 50

_SWITCHES = ("exact", "new", "fold", "explain")  # off unless said

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


@dataclass(frozen=True, slots=True)
class Read:
    """A query string, understood as far as it can be. Notes are Chinese, one for each oddity."""

    asked: Asked
    notes: tuple[str, ...]


def read(pairs: Iterable[tuple[str, str]]) -> Read:
    """The search that a query string asks for. Unknown names are no concern of ours."""
    given: dict[str, list[Any]] = {}
    notes: list[str] = []
    for name, text in pairs:
        if name not in _READERS or not text.strip():
            continue
        try:
            value = _READERS[name](text.strip())
        except ValueError:
            notes.append(f"筛选条件“{name}={text[:30]}”无法识别，未采用。")
        else:
            given.setdefault(name, []).append(value)
    return Read(_asked(given), tuple(notes))


def pairs_of(asked: Asked) -> Pairs:
    """What must stand in the address for `read` to give `asked` again; `page` only from 2."""
    pairs: list[tuple[str, str]] = [("q", asked.q)] if asked.q else []
    for name in ("agency", "region", "year", "section", "form"):
        pairs += [(name, str(value)) for value in getattr(asked, name)]
    pairs += [
        (name, str(getattr(asked, name)))
        for name in ("year_from", "year_to")
        if getattr(asked, name) is not None
    ]
    if asked.has_findings is not None:
        pairs.append(("has_findings", _flag(asked.has_findings)))
    return (*pairs, *_manner_of(asked))


def search_url(asked: Asked, **changes: Any) -> str:
    """The search page for `asked` with some fields changed; on its first page unless said."""
    changed = replace(asked, **{"page": 1, **changes})
    text = urlencode(pairs_of(_sized(changed, asked)))
    return f"/?{text}" if text else "/"


def api_url(path: str, asked: Asked, **more: str) -> str:
    """The same question to an address of the API, where nothing is grouped unless said."""
    pairs = [pair for pair in pairs_of(asked) if pair[0] not in {"group", "size", *more}]
    return f"{path}?{urlencode([*pairs, *more.items()])}"


def report_url(report_id: str, q: str = "", anchor: str = "") -> str:
    """The report page, with the words to be marked and the place to land on."""
    path = f"/reports/{quote(report_id, safe='')}"
    return path + (f"?{urlencode({'q': q})}" if q else "") + (f"#{anchor}" if anchor else "")


def is_filtered(asked: Asked) -> bool:
    """Whether anything but words narrows the search."""
    chosen = (asked.agency, asked.region, asked.year, asked.section, asked.form)
    bounds = (asked.year_from, asked.year_to, asked.has_findings)
    return any(chosen) or any(bound is not None for bound in bounds) or asked.new


def without_filters(asked: Asked) -> Asked:
    """The same words with nothing to narrow them."""
    return Asked(
        q=asked.q,
        sort=asked.sort,
        size=asked.size,
        group=asked.group,
        interpret=asked.interpret,
        exact=asked.exact,
        fold=asked.fold,
    )


def anchor(indicator: str) -> str:
    """The id of a cell on the report page: "t3.new.total" is t3-new-total."""
    return indicator.replace(".", "-")


def _asked(given: dict[str, list[Any]]) -> Asked:
    many = ("agency", "region", "year", "section", "form")
    fields: dict[str, Any] = {name: tuple(dict.fromkeys(given.get(name, ()))) for name in many}
    fields |= {name: values[-1] for name, values in given.items() if name not in many}
    fields.setdefault("group", True)
    fields.setdefault("size", _usual_size(fields["group"]))
    return Asked(**fields)


def _manner_of(asked: Asked) -> Pairs:
    """How the answer is to be shown: order, grouping, size, reading, page."""
    pairs = []
    if asked.sort != "relevance":
        pairs.append(("sort", asked.sort))
    if not asked.group:
        pairs.append(("group", _flag(False)))
    if asked.size != _usual_size(asked.group):
        pairs.append(("size", str(asked.size)))
    if not asked.interpret:
        pairs.append(("interpret", _flag(False)))
    pairs += [(name, _flag(True)) for name in _SWITCHES if getattr(asked, name)]
    if asked.page > 1:
        pairs.append(("page", str(asked.page)))
    return tuple(pairs)


def _sized(changed: Asked, before: Asked) -> Asked:
    """A usual size follows the grouping; one that was asked for stays."""
    usual = before.size == _usual_size(before.group)
    return replace(changed, size=_usual_size(changed.group)) if usual else changed


def _usual_size(group: bool) -> int:
    return REPORTS_A_PAGE if group else PASSAGES_A_PAGE


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _read_flag(text: str) -> bool:
    if text.lower() not in _TRUE | _FALSE:
        raise ValueError(text)
    return text.lower() in _TRUE


def _read_number(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValueError(text)
        if not least <= int(text) <= most:
            raise ValueError(text)
        return int(text)

    return number


def _read_sort(text: str) -> str:
    if text not in SORTS and text.removeprefix("-") not in indicators():
        raise ValueError(text)
    return text


_YEAR = _read_number(1900, 2999)

_READERS: dict[str, Callable[[str], Any]] = {
    "q": str,
    "agency": str,
    "region": str,
    "year": _YEAR,
    "year_from": _YEAR,
    "year_to": _YEAR,
    "section": _read_number(0, 6),
    "form": str,
    "has_findings": _read_flag,
    "sort": _read_sort,
    "page": _read_number(1, 999_999_999),
    "size": _read_number(1, _LARGEST),
    "group": _read_flag,
    "interpret": _read_flag,
    **dict.fromkeys(_SWITCHES, _read_flag),
}
