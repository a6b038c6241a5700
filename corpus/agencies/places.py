"""The official list of places at county level and above, now and since 2008.

Codes are those of GB/T 2260: two digits of the province, two of the prefecture, two of the county.
The list (`places.tsv`, made by bench/places.py) is read when first asked for.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

LIST = Path(__file__).with_name("places.tsv")

PROVINCES = tuple(
    "北京市 天津市 上海市 重庆市 河北省 山西省 辽宁省 吉林省 黑龙江省 江苏省 浙江省 安徽省 福建省 "
    "江西省 山东省 河南省 湖北省 湖南省 广东省 海南省 四川省 贵州省 云南省 陕西省 甘肃省 青海省 "
    "台湾省 内蒙古自治区 广西壮族自治区 西藏自治区 宁夏回族自治区 新疆维吾尔自治区".split()
)
MUNICIPALITIES = PROVINCES[:4]

_UNIT = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|新区|特区|[省市州盟县区旗])$"
)
_PEOPLES = re.compile(
    r"(?:(?:蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|维吾尔)族?|(?:各|回|藏|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|傣|黎|"
    r"傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|怒|普米|鄂温克|保安|裕固|独龙)族)+$"
)


class Place(NamedTuple):
    """A province, prefecture or county as the list has it."""

    codes: tuple[str, ...]  # six digits each; the present or latest one first, then older ones
    until: int | None  # the last year it was listed in; None if it is there now
    path: tuple[str, ...]  # itself last: ("黑龙江省", "双鸭山市", "宝山区")

    @property
    def level(self) -> str:
        """`province`, `prefecture` or `county`."""
        code = self.codes[0]
        return "province" if code[2:] == "0000" else "prefecture" if code[4:] == "00" else "county"

    def holds(self, other: "Place") -> bool:
        """Whether the other stands below this one, or stood there under an older code."""
        heads = tuple(code.removesuffix("00").removesuffix("00") for code in self.codes)
        return any(code.startswith(heads) and code not in self.codes for code in other.codes)


def named(name: str) -> tuple[Place, ...]:
    """All places of that name, those of now first; () if the list has none.

    大理州 is 大理白族自治州 and 民和县 is 民和回族土族自治县.

    >>> [place.path for place in named("宝山区")]
    [('黑龙江省', '双鸭山市', '宝山区'), ('上海市', '宝山区')]
    """
    full = name if name in _codes() else _peoples().get(name)
    return _named(full) if full else ()


def every_name() -> Iterable[str]:
    """All names of the list."""
    return _codes()


def longest_name(text: str, start: int = 0) -> int:
    """How many characters from `start` may be looked at for one name: no name is longer."""
    return min(_longest(), len(text) - start)


def stem(name: str) -> str:
    """The name of a place without what kind of place it is; as it is if too little would be left.

    >>> stem("宝山区"), stem("广西壮族自治区"), stem("大理白族自治州"), stem("赵县")
    ('宝山', '广西', '大理', '赵县')
    """
    short = _UNIT.sub("", name)
    if "自治" in name:
        without = _PEOPLES.sub("", short) or short.removesuffix("族")
        short = without if len(without) > 1 else short  # 内蒙古 is not 内
    return short if len(short) > 1 else name


@cache
def _named(full: str) -> tuple[Place, ...]:
    same: dict[tuple[str, ...], list[tuple[str, int | None]]] = {}
    for code, until in _codes()[full]:
        same.setdefault(_whereabouts(code, full), []).append((code, until))
    return tuple(
        Place(tuple(code for code, _ in codes), codes[0][1], _path(codes[0][0], full))
        for codes in same.values()
    )


@cache
def _codes() -> dict[str, list[tuple[str, int | None]]]:
    """Name -> its codes with their last year, those of now first, then the latest first."""
    found: dict[str, list[tuple[str, int | None]]] = {}
    for line in LIST.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            code, name, *until = line.split("\t")
            found.setdefault(name, []).append((code, int(until[0]) if until else None))
    for codes in found.values():
        codes.sort(key=lambda one: (-(one[1] or 9999), one[0]))
    return found


@cache
def _names() -> dict[str, str]:
    """Code -> name; of a code that changed its name the present or latest one."""
    found: dict[str, tuple[int, str]] = {}
    for name, codes in _codes().items():
        for code, until in codes:
            found[code] = max(found.get(code, (0, "")), (until or 9999, name))
    return {code: name for code, (_, name) in found.items()}


@cache
def _longest() -> int:
    return max(map(len, _codes()))


@cache
def _peoples() -> dict[str, str]:
    """Short name of an autonomous place -> full name: 大理州, 民和县, 鄂伦春旗."""
    found: dict[str, set[str]] = {}
    for name in _codes():
        if "自治" in name and name not in PROVINCES:
            found.setdefault(stem(name) + name[-1], set()).add(name)
    return {short: full.pop() for short, full in found.items() if len(full) == 1}


def _path(code: str, name: str) -> tuple[str, ...]:
    above = (code[:2] + "0000", code[:4] + "00")
    names = (_names().get(one) for one in dict.fromkeys(above) if one != code)
    return (*filter(None, names), name)


def _whereabouts(code: str, name: str) -> tuple[str, ...]:
    """Codes of one name that agree in this are one place.

    A county may come under another prefecture of its province and stays what it is (枞阳县).
    Districts of one name in two prefectures are two (桥西区), unless it was 地区 and became 市.
    """
    province, *above, _ = (*_path(code, name), "") if code[2:] == "0000" else _path(code, name)
    return (province, *map(stem, above)) if name.endswith("区") else (province,)
