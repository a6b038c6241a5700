"""What a name tells of a body, and the text of its short names and of what it reports about."""

import re
from collections.abc import Iterator

from corpus.agencies.names import Names, standard_names
from corpus.agencies.naming import SUBDISTRICT, TOWN, ZONE, declared
from corpus.agencies.paths import Path, path_of, resolve
from corpus.agencies.places import PROVINCES, stem
from corpus.agencies.scope import scope
from corpus.model import Agency

_INSTITUTION = re.compile(r"(?:中心|院|所|站|馆|学校|大学|中学|医院|公司|集团)$")
_DEPARTMENT = re.compile(
    r"(?:局|委|委员会|办公室|厅|部|处|队|支队|管委会|指挥部|组|联社|银行|政府)$"
)
_CALLED = re.compile(r"[（(]\s*以下(?:简称|统称)\s*[：:]?\s*[“\"「]?([^）)”\"」，,]{1,15})")
_GOVERNMENT = ("人民政府", "行政公署")
_NOBODY = {
    f"{unit}{body}" for unit in ("", *"省市州盟县区旗") for body in (*_GOVERNMENT, "政府", "办事处")
}


def describe(name: str, printed: str, text: str, names: Names | None = None) -> Agency:
    """The agency of that canonical name, with the short names the text uses for it.

    `region` is the whole path where the list knows the place, also the steps the name leaves out;
    else the path that the name begins with.
    """
    path = path_of(name)
    region = _region(path)
    kind = _kind(name, path)
    return Agency(
        name,
        printed,
        region,
        _level(path, kind),
        kind,
        tuple(_short(name, path, region, text, names or standard_names())),
        scope=scope(printed, text) if kind in ("government", "zone", "town") else "",
    )


def _region(path: Path) -> tuple[str, ...]:
    place = resolve(path, "")
    return (*place.path, *path.names[path.listed :]) if place else path.names


def _kind(name: str, path: Path) -> str:
    body = name[len(path.text) :]
    if body.endswith("街道办事处") or SUBDISTRICT.fullmatch(body):
        return "subdistrict"
    if TOWN.match(body) and (body.endswith("人民政府") or TOWN.fullmatch(body)):
        return "town"
    if body in _GOVERNMENT or name in _NOBODY:
        return "government"
    if name.endswith("管理委员会") and ZONE.search(name.removesuffix("管理委员会")):
        return "zone"
    if _INSTITUTION.search(body):
        return "institution"
    return "department" if _DEPARTMENT.search(body) else "unknown"


def _level(path: Path, kind: str) -> str:
    if kind in ("subdistrict", "town"):
        return "township"
    if not path.names:
        return "unknown"
    if path.official:
        return path.places[0].level
    below = len(path.names) - (path.names[0] in PROVINCES)
    return "county" if path.names[-1].endswith(("区", "县", "旗")) or below > 1 else "prefecture"


def _short(
    name: str, path: Path, region: tuple[str, ...], text: str, names: Names
) -> Iterator[str]:
    """Other names of the body, each once: longer, shorter, abbreviated, and as it calls itself."""
    found = dict.fromkeys(_ways(name[len(path.text) :], path, region, names))
    found |= dict.fromkeys(_called(name, path, text))
    found |= dict.fromkeys(_former(name, names))
    yield from (one for one in found if one not in _NOBODY and one != name)


def _ways(body: str, path: Path, region: tuple[str, ...], names: Names) -> Iterator[str]:
    steps = region if len(region) > len(path.names) else path.names
    for start in range(len(steps)):
        yield "".join(steps[start:]) + body
    if not path.names:
        return
    last = path.names[-1]
    if body in _GOVERNMENT:
        yield from (last + "政府", stem(last))
        return
    if len(body) > 2:
        yield body
    if _DEPARTMENT.search(body) or _INSTITUTION.search(body):
        for way in (body, *names.short.get(body, ())):
            yield from (last[-1] + way, last + way, way)


def _former(name: str, names: Names) -> Iterator[str]:
    """What it was called before, as declared: people still ask for it so."""
    places, bodies = declared(names)
    yield from (old for old, new in bodies.items() if new == name)
    yield from (old + name[len(new) :] for old, new in places.items() if name.startswith(new))


def _called(name: str, path: Path, text: str) -> Iterator[str]:
    """What the text says it calls the body hereafter."""
    body = name[len(path.text) :] or name
    for found in _CALLED.finditer(text):
        if body and text.endswith(body, 0, found.start()):
            yield found[1].strip('“”"「」')
