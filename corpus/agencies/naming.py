"""From the name a title prints to the name of the body: one body, one name, however it is written.

subject ─ tidy ─▶ regions + body ─ body in full ─ regions by list and text ─ older names ─▶ name
A place that the list does not have may be a misprint of one it has; then all that once more.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from corpus.agencies.names import Names, standard_names
from corpus.agencies.paths import (
    Path,
    around_in_text,
    contradicted,
    formal,
    path_of,
    resolve,
    wider_in_text,
    with_full_regions,
)
from corpus.agencies.spelling import Misprint, misprint
from corpus.agencies.wording import HAN, tidy

SUBDISTRICT = re.compile(rf"{HAN}{{1,12}}?街道")
TOWN = re.compile(rf"{HAN}{{1,12}}?[镇乡](?!村)")

ZONE = re.compile(
    r"(?:开发区|新区|高新区|园区|示范区|保税区|管理区|度假区|风景区|名胜区|试验区|实验区|合作区|港区|新城)$"
)
"""A zone of an economic or other purpose, governed by a committee, unless the list has it."""

_UNITS = "省市州盟县区旗"
_SCOPE = re.compile(
    rf"(?:（(?:本级|本机关|汇总|综合|全[{_UNITS}])）|(?:(?<=[{_UNITS}])[{_UNITS}])?(?:本级|本机关)|"
    rf"(?<=.)(?:汇总|(?<![安健保齐])全[{_UNITS}]))+$"
)
_TRAIL = re.compile(rf"[/\\>›»→](?<=[{_UNITS}].)(?=[\u4e00-\u9fff])")
_UNIT_ALONE = re.compile(rf"[{_UNITS}](?!场监|政[^府]|容|民|域)(?=.{{2}})")
"""区教育局: a name as it is said inside the region. 市场监督管理局 is none."""

_OFFICE = re.compile(rf"(?:人民政府|政府|(?:^|(?<=^[{_UNITS}]))府)办$")
_GOVERNMENT = re.compile(r"(?<!人民)政府(?=办公室|办公厅|$)")
_COMMISSION = re.compile(r"(?:管理|监督|建设|信息化|健康|改革|农村|技术|事务|发展|生育)委$")
_LONGEST = 60  # characters of a name with its regions; the longest seen has 31
_MOST_ROUNDS = 5  # until a name stays as it is; one and a check are enough for any that is sound
_MOST_MISPRINTS = 2  # a prefecture and its county
_NO_NAME = 2 * _LONGEST  # longer than this nothing is taken apart


def canonical(subject: str, text: str, names: Names | None = None) -> str:
    """The full name of the body a title names, as far as `text` and the official list show it.

    `text` is all that may name regions around it: the report, data of its page, its path. A region
    alone reports through its government. Where the list or the text leaves several places possible,
    the name stays as short as it is printed. "" stays "".

    >>> canonical("金山区", ""), canonical("宝山区机管局", "由上海市宝山区机管局编制")
    ('上海市金山区人民政府', '上海市宝山区机关事务管理局')
    """
    return body_named(subject, text, names).name


class Named(NamedTuple):
    """The canonical name of a body, and the regions in it that were misprinted."""

    name: str
    misprints: tuple[Misprint, ...] = ()


def body_named(subject: str, text: str, names: Names | None = None) -> Named:
    """As `canonical`, and which of its regions were set right."""
    names, evidence = names or standard_names(), _evidence(text)
    name, misprints = _settled(tidy(subject), evidence, names), list[Misprint]()
    while len(misprints) < _MOST_MISPRINTS:
        found = None if _is_declared(name, names) else misprint(name, evidence)
        if found is None:
            break
        misprints.append(found)
        name = _settled(name.replace(found.printed, found.official, 1), evidence, names)
    return Named(name, tuple(misprints))


def _settled(name: str, evidence: str, names: Names) -> str:
    """The name after so many rounds that it stays as it is."""
    for _ in range(_MOST_ROUNDS):
        found = _renamed(_whole(_start(name), evidence, names), names)
        if found == name:
            break
        name = found
    return name


def _is_declared(name: str, names: Names) -> bool:
    """Whether a file of names speaks of this body or of its place: then it is spelt as meant."""
    places, bodies = declared(names)
    place = path_of(name).text
    return name in bodies.values() or place in places.values()


def _start(subject: str) -> str:
    """The subject without what says how much it reports about, its first region in full."""
    tidied = tidy(subject).strip('“”"')
    if len(tidied) > _NO_NAME:
        return tidied
    name = _SCOPE.sub("", tidied) or tidied
    if re.fullmatch(rf"全[{_UNITS}]", name):
        return name[-1] + "人民政府"
    return with_full_regions(name)


def _evidence(text: str) -> str:
    """The text as names are looked for in it: lines apart, trails of regions run together."""
    lines = tidy("。".join(text.replace("\t", "。").splitlines()))
    return _TRAIL.sub("", lines)


def _whole(name: str, text: str, names: Names) -> str:
    """The body in full, below its regions. Each round puts in front what the text has there."""
    if len(name) > _NO_NAME:
        return name
    path = path_of(name)
    body = _body(name[len(path.text) :], path, text, names)
    name = path.text + body
    if path.places:
        wider = contradicted(path, text)
        place = None if wider else resolve(path, text)
        if place:
            return formal(place) + "".join(path.names[path.listed :]) + body
    elif path.names:
        wider = wider_in_text(path.names[0], text)
    else:
        wider, name = _around(body, text)
    if not wider or len(wider + name) > _LONGEST:
        return name
    return _whole(wider + name, text, names)


def _around(body: str, text: str) -> tuple[str, str]:
    """For a name without a region: the regions the text shows it in, and what to put below them."""
    if not _UNIT_ALONE.match(body):
        head = re.sub(r"(?<=街道)办事处$|(?<=[镇乡])人民政府$", "", body)
        return wider_in_text(head, text) if head else "", body
    unit, rest = body[0], body[1:]
    for head in (rest, "人民政府"):
        if wider := around_in_text(unit, head, text):
            return wider, rest
    return "", body


def _body(body: str, path: Path, text: str, names: Names) -> str:
    """The body in full: 政府办 is 人民政府办公室, 卫健委 is 卫生健康委员会."""
    if not body or body == "人民":  # 某区人民|政府信息公开: the title's 政府 serves twice
        return _government(path) if path.names else body
    if body.endswith("人民"):
        return body + "政府"
    body = _OFFICE.sub(lambda _: "人民政府" + _office(path, text), body)
    body = _GOVERNMENT.sub("人民政府", body)
    body = re.sub(r"(?<=街道)办(?:公室)?$", "办事处", re.sub("管委会$", "管理委员会", body))
    body = re.sub("^行署$", "行政公署", body)
    if SUBDISTRICT.fullmatch(body):
        return body + "办事处"
    if TOWN.fullmatch(body):
        return body + "人民政府"
    unit = "" if path.names or not _UNIT_ALONE.match(body) else body[0]
    full = _in_full(body[len(unit) :], text, names)
    return unit + (full + "员会" if _COMMISSION.search(full) else full)


def _government(path: Path) -> str:
    """What governs a region: no 人民政府 in a zone, nor where the province sends an office."""
    if path.names[-1].endswith(("地区", "盟")):
        return "行政公署"
    zone = ZONE.search(path.names[-1]) and not path.official
    return "管理委员会" if zone else "人民政府"


def _office(path: Path, text: str) -> str:
    """What a government's office is called: 办公厅 in a province, in a city as the text says."""
    if path.official and path.places[0].level == "province":
        return "办公厅"
    return max("办公室", "办公厅", key=lambda kind: text.count("人民政府" + kind))


def _in_full(body: str, text: str, names: Names) -> str:
    """The full name of an abbreviated body: the only one, or the one the text writes most."""
    meant = names.full.get(body, ())
    if len(meant) < 2:
        return meant[0] if meant else body
    counts = {full: len(re.findall(rf"[{_UNITS}]{re.escape(full)}", text)) for full in meant}
    best, second = sorted(meant, key=counts.__getitem__, reverse=True)[:2]
    return best if counts[best] > counts[second] else body


def _renamed(name: str, names: Names) -> str:
    """The name under which declared older places and bodies go now."""
    places, bodies = declared(names)
    name = _in_place(name, places)
    return bodies.get(name, name)


def _in_place(name: str, places: Mapping[str, str]) -> str:
    steps = path_of(name).names
    for count in range(len(steps), 0, -1):
        old = "".join(steps[:count])
        if old in places:
            return places[old] + name[len(old) :]
    return name


@lru_cache(maxsize=4)
def declared(names: Names) -> tuple[dict[str, str], dict[str, str]]:
    """The declared names as the other steps write them: older -> newer, places and bodies."""
    places = {_place_name(old): _place_name(new) for old, new in names.places.items()}
    bodies = {
        _in_place(_whole(_start(old), "", names), places): _in_place(
            _whole(_start(new), "", names), places
        )
        for old, new in names.bodies.items()
    }
    return places, bodies


def _place_name(declared: str) -> str:
    path = path_of(declared)
    place = resolve(path, "") if path.official and path.text == declared else None
    return formal(place) if place else declared
