"""What a question names besides words: an agency, a region, years, a section.

    text ─ plain words ─▶ years out ─▶ names out ─▶ bodies of a region ─▶ words left to search

Only what is said plainly becomes a filter, and only what became one leaves the words. A name that
several could claim becomes a note and an offer; what stands in quotes, in brackets, behind a minus
sign or beside OR is left as it is, and so are the words of the form itself: 不予公开 is something
to search for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from corpus.agencies.places import stem
from corpus.headings import SECTION_TITLES, section_number
from indexer.query import plain_words
from indexer.text import squeeze
from search_api.answers import Interpreted

K = TypeVar("K")
V = TypeVar("V")

AgencyRow = tuple[str, tuple[str, ...], tuple[str, ...], int]
"""As the catalogue lists them: name, region path, short names, number of reports."""

OFFERED = 5
"""Bodies offered for a name that several have: what is read at a glance."""

# Years that have reports: the rules on disclosure came into force in 2008; no later year than 2030
# is taken for one, so that 2035 in a plan stays a word.
_Y4 = r"20(?:0[89]|[12]\d|30)"
_Y2 = r"(?:1[4-9]|2\d)"  # 21年; 10年 is a span of time more often than a year
_TO = r"\s*(?:-|—+|–|~|～|至|到|\.\.)\s*"
_AND = r"(?:、|,|，|和|与|及)"
# 2022年底, 自2022年 and 2022年1月 are dates of something, not the year of a report.
_WHOLE = r"年度?(?![\d底末初前后起间]|以来|之|[一二三四五六七八九十]+月)"
_RANGE = re.compile(rf"(?<!\d)({_Y4})(?:年度?)?{_TO}({_Y4}){_WHOLE}")
_SEVERAL = re.compile(rf"(?<!\d){_Y4}(?:年度?)?(?:{_AND}{_Y4}(?:年度?)?)*{_AND}{_Y4}{_WHOLE}")
_YEAR = re.compile(rf"(?<![\d至自从比较])({_Y4}){_WHOLE}")
# Alone between spaces, fewer signs are needed.
_ALONE = re.compile(rf"({_Y4}|{_Y2}(?=年))(?:年度?)?|({_Y4})(?:年度?)?{_TO}({_Y4})(?:年度?)?|"
                    rf"({_Y2})年?{_TO}({_Y2})年度?")  # fmt: skip
_DIGITS = str.maketrans("０１２３４５６７８９－", "0123456789-")

_EMPTY = re.compile(
    r"(?:[\s、,，。.;；的之在与與和及且]|AND|&&)*"
)  # what may be left between two names
_LOOSE = "、,，。;； "

# A name of its own: 松石街道办事处. 教育局 and 中心 are also words, whoever calls itself so.
_OWN = re.compile(r"(?![省市区县旗州盟]).{2,}(?:街道|镇|乡)(?:办事处|人民政府|政府)?")


@dataclass(frozen=True, slots=True)
class Names:
    """Who and where can be named, folded -> canonical names or region paths."""

    agencies: Mapping[str, tuple[str, ...]]  # by any name, short ones as agencies give themselves
    plain: Mapping[str, tuple[str, ...]]  # by names that say who it is wherever they stand
    regions: Mapping[str, tuple[tuple[str, ...], ...]]
    stems: Mapping[str, tuple[tuple[str, ...], ...]]  # by a name without its kind: 宝山
    inside: Mapping[str, tuple[str, ...]]  # one step of a region path -> agencies in it
    longest: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A question with what it names taken out."""

    words: str
    interpreted: tuple[Interpreted, ...] = ()
    notes: tuple[str, ...] = ()
    offers: tuple[Interpreted, ...] = ()  # what a name may mean; none of it was chosen

    def values(self, kind: str) -> tuple[str | int, ...]:
        """What was named of that kind: names, years or section numbers."""
        found = (_years(one.value) for one in self.interpreted if one.kind == kind)
        return tuple(dict.fromkeys(value for values in found for value in values))


@dataclass(frozen=True, slots=True)
class _Taken:
    """The rest of a word, and what was found in it."""

    rest: str
    found: tuple[Interpreted, ...] = ()
    notes: tuple[str, ...] = ()
    offers: tuple[Interpreted, ...] = ()


@lru_cache(maxsize=4)
def names_of(agencies: tuple[AgencyRow, ...]) -> Names:
    """The names of these agencies and of the regions they stand in."""
    called: dict[str, dict[str, None]] = {}
    plain: dict[str, dict[str, None]] = {}
    regions: dict[str, dict[tuple[str, ...], None]] = {}
    inside: dict[str, dict[str, None]] = {}
    for name, path, short, _ in agencies:
        for wording in (name, *short):
            called.setdefault(fold(wording), {})[name] = None
            for one in _unmistakable(wording, name, path):
                plain.setdefault(fold(one), {})[name] = None
        for depth, step in enumerate(path, 1):
            regions.setdefault(fold(step), {})[path[:depth]] = None
            inside.setdefault(step, {})[name] = None
    return Names(
        _fixed(called),
        _fixed(plain),
        _fixed(regions),
        _stems(_fixed(regions)),
        _fixed(inside),
        max(map(len, (*plain, *regions)), default=0),
    )


def _unmistakable(wording: str, name: str, path: tuple[str, ...]) -> Iterator[str]:
    """Ways of writing the name that say whose it is: 宝山区机管局 and 宝山机管局, not 机管局."""
    if wording == name or wording.startswith(path) or _OWN.fullmatch(wording):
        yield wording
    for step in path:
        body = wording.removeprefix(step)
        if body != wording and len(body) > 1 and stem(step) != step:
            yield stem(step) + body


def _fixed(found: Mapping[K, Mapping[V, None]]) -> Mapping[K, tuple[V, ...]]:
    return {key: tuple(values) for key, values in found.items()}


def _stems(
    regions: Mapping[str, tuple[tuple[str, ...], ...]],
) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Regions by their names without 区 or 县, where that is no region's name itself."""
    found: dict[str, dict[tuple[str, ...], None]] = {}
    for paths in regions.values():
        for path in paths:
            short = fold(stem(path[-1]))
            if short not in regions:
                found.setdefault(short, {})[path] = None
    return _fixed(found)


def fold(text: str) -> str:
    """The text as names are compared: one width, one case, simplified, without spaces."""
    return squeeze(text).text


def read(text: str, names: Names) -> Reading:
    """The question with agencies, regions, years and sections taken out.

    What is not plain words of the question as a whole stays where it is.
    """
    at, parts = 0, []
    for start, end in plain_words(text):
        parts += [_Taken(text[at:start].strip()), _token(text[start:end], names)]
        at = end
    parts = _bodies([*parts, _Taken(text[at:].strip())], names)
    if not any(part.found for part in parts):
        words = text
    else:
        words = " ".join(part.rest for part in parts if part.rest)
        words = "" if _EMPTY.fullmatch(words) else words
    return Reading(
        words,
        tuple(dict.fromkeys(one for part in parts for one in part.found)),
        tuple(dict.fromkeys(note for part in parts for note in part.notes)),
        tuple(dict.fromkeys(one for part in parts for one in part.offers)),
    )


def narrowest(regions: Iterable[str], names: Names) -> tuple[str, ...]:
    """The regions without those that another stands in: 云澄市 青屏区 means the district."""
    wanted = tuple(dict.fromkeys(regions))
    paths = [path for step in wanted for path in names.regions.get(fold(step), ())]
    around = {step for path in paths for step in path[:-1]}
    return tuple(step for step in wanted if step not in around)


def agency_named(text: str, names: Names) -> tuple[str, ...]:
    """Canonical names of those a filter value may mean; () if it is no one's name.

    A region means its government: 金山区 is 上海市金山区人民政府 where an agency is asked for.
    """
    if found := names.agencies.get(fold(text)):
        return found
    governments = (fold("".join((*path, "人民政府"))) for path in names.regions.get(fold(text), ()))
    return tuple(name for one in governments for name in names.agencies.get(one, ()))


def region_named(text: str, names: Names) -> tuple[str, ...]:
    """The steps of region paths that a name means, with or without 区; () if it is no region's."""
    folded = fold(text)
    paths = names.regions.get(folded) or names.stems.get(folded, ())
    return tuple(dict.fromkeys(path[-1] for path in paths))


def _token(token: str, names: Names) -> _Taken:
    if year := _alone(token):
        return _Taken("", (year,))
    if (number := section_number(token)) is not None:
        return _Taken("", (Interpreted("section", token, number, SECTION_TITLES[number]),))
    return _names_in(token, names)


# Years


def _alone(token: str) -> Interpreted | None:
    """A token that is a year or a range of years and nothing else."""
    if not (found := _ALONE.fullmatch(token.translate(_DIGITS))):
        return None
    one, *ends = found.groups()
    first, last = (one, one) if one else [end for end in ends if end]
    return _year(token, (_full(first), _full(last)))


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _year(text: str, ends: Sequence[int]) -> Interpreted:
    first, last = min(ends), max(ends)
    if first == last:
        return Interpreted("year", text, first, f"{first} 年")
    return Interpreted("year", text, f"{first}..{last}", f"{first}–{last} 年")


def _years(value: str | int) -> Iterable[str | int]:
    """A value of `Interpreted`, a range as each of its years."""
    first, dots, last = str(value).partition("..")
    return range(int(first), int(last) + 1) if dots else (value,)


def _cut_years(token: str) -> Iterator[str | tuple[Interpreted, ...]]:
    """The token in pieces: text, and the years found between."""
    plain, at = token.translate(_DIGITS), 0
    while found := min(
        filter(None, (wording.search(plain, at) for wording in (_RANGE, _SEVERAL, _YEAR))),
        key=lambda match: (match.start(), -match.end()),
        default=None,
    ):
        yield token[at : found.start()]
        yield tuple(_years_said(token[found.start() : found.end()], found))
        at = found.end()
    yield token[at:]


def _years_said(text: str, found: re.Match[str]) -> Iterator[Interpreted]:
    if found.re is _SEVERAL:
        for year in re.findall(_Y4, text.translate(_DIGITS)):
            yield _year(text, [int(year)])
    else:
        yield _year(text, [int(year) for year in found.groups()])


# Agencies and regions


def _names_in(token: str, names: Names) -> _Taken:
    """Years anywhere in the token; names where it, or what follows a year, begins."""
    rest: list[str] = []
    found: list[Interpreted] = []
    notes: list[str] = []
    offers: list[Interpreted] = []
    for piece in _cut_years(token):
        if isinstance(piece, tuple):
            found += piece
        else:
            taken = _leading_names(piece, names)
            rest += [taken.rest]
            found += taken.found
            notes += taken.notes
            offers += taken.offers
    left = [piece if not found else piece.strip(_LOOSE) for piece in rest]
    words = " ".join(piece for piece in left if piece)
    return _Taken(words, tuple(found), tuple(notes), tuple(offers))


def _leading_names(piece: str, names: Names) -> _Taken:
    taken = _Taken(piece)
    while taken.rest and (more := _leading_name(taken.rest, names)):
        rest = "" if _EMPTY.fullmatch(more.rest) else more.rest.removeprefix("的")
        taken = _Taken(
            rest, taken.found + more.found, taken.notes + more.notes, taken.offers + more.offers
        )
        if not more.found:  # a note: the name stays among the words
            break
    return taken


def _leading_name(text: str, names: Names) -> _Taken | None:
    """The longest name the text begins with. Two characters are a name only if nothing follows."""
    normal = squeeze(text)
    for length in range(min(names.longest, len(normal.text)), 1, -1):
        wording = normal.text[:length]
        if wording in names.plain or wording in names.regions:
            if length == 2 and length < len(normal.text):
                return None
            end = normal.place[length - 1] + 1
            return _claimed(text[:end], text[end:], wording, names)
    return None


def _claimed(said: str, rest: str, wording: str, names: Names) -> _Taken | None:
    """A name as a filter, or as a note if several could claim it."""
    paths, whose = _apart(names.regions.get(wording, ())), names.plain.get(wording, ())
    if len(paths) > 1:
        return _ambiguous(said, rest, [_region(said, "".join(path), path[-1]) for path in paths])
    if paths:
        return _Taken(rest, (_of_region(said, paths[0], names),))
    if len(whose) > 1:
        return _ambiguous(said, rest, [_agency(said, name) for name in whose])
    return _Taken(rest, (_agency(said, whose[0]),))


def _of_region(said: str, path: tuple[str, ...], names: Names) -> Interpreted:
    """A region, or the one body there is of it."""
    whose = names.inside[path[-1]]
    return _region(said, path[-1], path[-1]) if len(whose) > 1 else _agency(said, whose[0])


def _region(said: str, label: str, value: str) -> Interpreted:
    return Interpreted("region", said, value, label)


def _agency(said: str, name: str) -> Interpreted:
    return Interpreted("agency", said, name, name)


def _apart(paths: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Paths that are not the end of a longer one: 金山区 may be known with or without 上海市."""
    return [
        path
        for path in paths
        if not any(other[-len(path) :] == path for other in paths if other != path)
    ]


def _ambiguous(said: str, rest: str, claims: Sequence[Interpreted]) -> _Taken | None:
    """Nothing is chosen; a name with more text behind it is not even worth a note."""
    if rest:
        return None
    some = "、".join(one.label for one in claims[:OFFERED]) + "等" * (len(claims) > OFFERED)
    note = f"“{said}”可能指{some}，未作为筛选条件；可在筛选中选择"
    return _Taken(said, (), (note,), tuple(claims[:OFFERED]))


# Names that say enough only beside others: 宝山 机管局 21年


def _bodies(parts: list[_Taken], names: Names) -> list[_Taken]:
    """The same with short names taken for filters where the others say which are meant."""
    named = [one for part in parts for one in part.found]
    short = [n for n, part in enumerate(parts) if part.rest and not part.found and not part.offers]
    bodies = [n for n in short if fold(parts[n].rest) in names.agencies]
    for n in short:
        if paths := _apart(names.stems.get(fold(parts[n].rest), ())):
            parts[n] = _of_stem(parts[n], paths, names, told=bool(named or set(bodies) - {n}))
            named += parts[n].found
    regions = [str(one.value) for one in named if one.kind == "region"]
    for n in bodies:
        if not parts[n].found and not parts[n].offers:
            parts[n] = _of_body(parts[n], narrowest(regions, names), names)
    return parts


def _of_stem(part: _Taken, paths: Sequence[tuple[str, ...]], names: Names, *, told: bool) -> _Taken:
    """宝山 for 宝山区, if the rest of the question speaks of reports too: 和平 is also a word."""
    said = part.rest
    if len(paths) > 1:
        some = [_region(said, "".join(path), path[-1]) for path in paths]
        return _ambiguous(said, "", some) or part if told else replace(part, offers=tuple(some))
    one = _of_region(said, paths[0], names)
    return _Taken("", (one,)) if told else replace(part, offers=(one,))


def _of_body(part: _Taken, regions: Sequence[str], names: Names) -> _Taken:
    """机管局 of the regions named. Without a region it is a word, and bodies are offered."""
    said = part.rest
    whose = names.agencies[fold(said)]
    near = [name for name in whose if any(name in names.inside[step] for step in regions)]
    if len(near) == 1:
        return _Taken("", (_agency(said, near[0]),))
    if near:
        return _ambiguous(said, "", [_agency(said, name) for name in near]) or part
    return replace(part, offers=tuple(_agency(said, name) for name in whose[:OFFERED]))
