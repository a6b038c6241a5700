"""Where a body stands: the region path a name begins with, and which place of the list it means."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.agencies.places import MUNICIPALITIES, PROVINCES, Place, longest_name, named, stem
from corpus.agencies.wording import HAN, county_at_start, is_no_place, prefecture_at_start

_FUNCTION_WORD = re.compile("[由在的是为对将经受把被从据照和与及赴]")  # stands before a name
_EDGE = r"[。/\\|_＞>»·:：,，;；\n-]"
_TWO_NAMES = 24  # Han characters; two names of regions have at most so many
_ENOUGH_MENTIONS = 500  # of one name; a district's longest report has its name some 300 times


@dataclass(frozen=True, slots=True)
class Path:
    """The regions a name begins with, as written, and what the list knows of them."""

    names: tuple[str, ...] = ()  # widest first
    listed: int = 0  # how many of them, from the widest on, the list knows
    places: tuple[Place, ...] = ()  # what the last of those may be; () if it knows none

    @property
    def text(self) -> str:
        """The names as they stand in the name."""
        return "".join(self.names)

    @property
    def official(self) -> bool:
        """Whether the list knows all of it."""
        return bool(self.places) and self.listed == len(self.names)


def regions(name: str) -> tuple[str, ...]:
    """The region path a name begins with, widest first; () if it begins with none.

    Names of the official list come first; others are told by their wording.

    >>> regions("上海市金山区人民政府"), regions("云澄市城市管理局")
    (('上海市', '金山区'), ('云澄市',))
    """
    return path_of(name).names


def path_of(name: str) -> Path:
    """The region path a name begins with: as far as the list goes, then by the wording."""
    known = _listed(name)
    names = list(known.names)
    rest = name[len(known.text) :]
    level = known.places[0].level if known.places else ""
    steps = {"": (prefecture_at_start, county_at_start), "prefecture": (county_at_start,)}
    if level == "province":
        steps[level] = steps[""]
    for step in steps.get(level, ()):
        found = step(rest)
        if found and not (names and found == names[-1]):
            names.append(found)
            rest = rest[len(found) :]
    return Path(tuple(names), known.listed, known.places)


def unmistakable(name: str) -> bool:
    """Whether a canonical name alone tells whose it is; there are several 太平镇 and two 宝山区.

    >>> unmistakable("沭阳县教育局"), unmistakable("宝山区教育局"), unmistakable("太平镇人民政府")
    (True, False, False)
    """
    path = path_of(name)
    return bool(path.names) and len(path.places) < 2


def resolve(path: Path, text: str) -> Place | None:
    """The one place an official path means, or None if it may mean several and `text` does not say.

    What counts, in this order: a wider region written directly before the name; wider regions named
    twice or standing by themselves (in a folder or field), if only one of the places lies in them.
    """
    if len(path.places) < 2:
        return path.places[0] if path.places else None
    for way in (_written_before, _named_by_prefecture, _named_by_province):
        counts = [way(place, text) for place in path.places]
        if any(counts):
            winner = _clear_winner(counts)
            return None if winner is None else path.places[winner]
    return None


def formal(place: Place) -> str:
    """A place as the names of its bodies begin: 上海市宝山区, 淮安市洪泽区, but 沭阳县 and 宿迁市.

    A district goes by its city, and whatever lies in a municipality by that; every other name is
    the only one of its kind in the country.
    """
    wider = [name for name in place.path[:-1] if name not in PROVINCES or name in MUNICIPALITIES]
    name = place.path[-1]
    shared = name.endswith("区") or wider[:1] in ([one] for one in MUNICIPALITIES)
    return "".join((*wider, name)) if shared or len(named(name)) > 1 else name


def wider_in_text(head: str, text: str) -> str:
    """The regions most often written directly before `head`; "" where none are."""
    found = _all_before(head, text)
    return max(found, key=lambda parents: (found[parents], len(parents)), default="")


def around_in_text(unit: str, head: str, text: str) -> str:
    """The only regions written before `head` that end in `unit`, or by far the most frequent."""
    found = {one: count for one, count in _all_before(head, text).items() if one.endswith(unit)}
    winner = _clear_winner(list(found.values()))
    return "" if winner is None else list(found)[winner]


def contradicted(path: Path, text: str) -> str:
    """Regions the list does not know, if the text has a county there and never where the list has.

    Twice at least: 云澄市金山区 is not the 金山区 the list knows.
    """
    head = path.names[0]
    elsewhere = len(path.names) == 1 and path.places[0].level == "county"
    if not elsewhere or any(_written_before(place, text) for place in path.places):
        return ""
    other = wider_in_text(head, text)
    unknown = other and not path_of(other).places
    return other if unknown and text.count(other + head) > 1 else ""


def with_full_regions(name: str) -> str:
    """The name with a province or prefecture at its start written in full: 广西南宁市, 南京鼓楼区.

    Only where what follows is the full name of a place in it.
    """
    for length in range(min(8, len(name) - 1), 1, -1):
        for full in (place for kind in _KINDS for place in named(name[:length] + kind)):
            inside = _listed(name[length:])
            if any(full.holds(place) for first in inside.names[:1] for place in named(first)):
                return full.path[-1] + name[length:]
    return name


_KINDS = ("省", "市", "州", "地区", "盟", "壮族自治区", "自治区", "回族自治区", "维吾尔自治区")


def _listed(text: str) -> Path:
    """The places of the list the text begins with, each inside the one before."""
    names: list[str] = []
    places: tuple[Place, ...] = ()
    at = 0
    while found := next(_place_at(text, at, places), None):
        name, places = found
        names.append(name)
        at += len(name)
    return Path(tuple(names), len(names), places)


def _place_at(
    text: str, at: int, around: tuple[Place, ...]
) -> Iterator[tuple[str, tuple[Place, ...]]]:
    """Names that begin there, longest first, with the places inside those around that bear them."""
    for length in range(longest_name(text, at), 1, -1):
        name = text[at : at + length]
        places = named(name)
        if at:
            places = tuple(one for one in places if any(wide.holds(one) for wide in around))
        if places and (at or not is_no_place(name)):
            yield name, places


def _clear_winner(counts: Sequence[int]) -> int | None:
    """The index of the only count above 0, or of one at least twice every other; else None."""
    best, second = sorted((0, 0, *counts), reverse=True)[:2]
    return counts.index(best) if best and best >= 2 * second else None


def _written_before(place: Place, text: str) -> int:
    *wider, name = place.path
    written = {wide + name for wide in wider}
    written |= {stem(wide) + name for wide in wider} | {stem(wide) + stem(name) for wide in wider}
    counted_once = {one for one in written if not any(one != part in one for part in written)}
    return sum(map(text.count, counted_once))


def _named_by_prefecture(place: Place, text: str) -> int:
    return _mentions(place.path[-2], text) if len(place.path) > 1 else 0


def _named_by_province(place: Place, text: str) -> int:
    return _mentions(place.path[0], text) if len(place.path) > 1 else 0


def _mentions(name: str, text: str) -> int:
    """How often a region is named; 0 for once inside a sentence: that may be of a visit."""
    count = text.count(name)
    if count == 1 and not re.search(rf"(?:^|{_EDGE}){name}(?:$|{_EDGE}|人民政府)", text):
        return 0
    return count


def _all_before(head: str, text: str) -> Counter[str]:
    """Regions directly before `head` -> how often. Below a county there is no further region."""
    found = Counter[str]()
    is_region = path_of(head).text == head
    for before, count in Counter(_before(head, text)).items():
        parents = _regions_at_end(before)
        county = re.search("(?<!自治)(?<!地)[区县旗]$", parents)
        if parents and not parents.endswith(head) and not (is_region and county):
            found[parents] += count
    return found


def _before(head: str, text: str) -> Iterator[str]:
    """Up to 24 Han characters directly before each mention."""
    at = text.find(head)
    for _ in range(_ENOUGH_MENTIONS):
        if at < 0:
            return
        found = re.search(rf"{HAN}+$", text[max(0, at - _TWO_NAMES) : at])
        if found:
            yield found[0]
        at = text.find(head, at + len(head))


def _regions_at_end(before: str) -> str:
    """The regions that end these characters: of the list, or the whole of them by their wording."""
    for at in range(len(before) - 1):
        if _listed(before[at:]).text == before[at:]:
            return before[at:]
    name = _FUNCTION_WORD.split(before)[-1]
    return name if name and path_of(name).text == name else ""
