"""Names read by their wording: places the official list does not have, and what is no place."""

import re

from corpus.characters import one_width

HAN = "[\u4e00-\u9fff]"

_PREFECTURE = re.compile(rf"{HAN}{{1,9}}?(?:自治州|地区|盟|市)")
_COUNTY = re.compile(rf"{HAN}{{1,12}}?(?:自治县|自治旗|林区|特区|新区|区|县|旗|市)")
_NO_PLACE = re.compile(
    r"(?:城|都|超|股|门|夜|楼|全|各|本|我|该|此)市|(?:全|各|本|我|该|此)[县区州盟旗]|"
    r"(?:社|园|辖|景|校|小|片|灾|牧|矿|库|山|城|郊|示范|开发)区"
)
_BODY_INSIDE = re.compile(r"[局厅委院]|政府|街道|中心|公司|^[省市县区州盟旗]")
"""What no name of a place has in it: 区市场监督管理局 does not begin with a city."""

_ODD = {
    **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),  # without any width
    **dict(zip("()[]〔〕【】", "（）（）（）（）", strict=True)),
}


def tidy(text: str) -> str:
    """One width, one form of each character, full-width brackets, no spaces.

    >>> tidy("⼈民政府 (本级)")
    '人民政府（本级）'
    """
    plain = "".join(one_width(text).split())
    for sign, meant in _ODD.items():  # a whole report is tidied: so it takes a fifth of the time
        plain = plain.replace(sign, meant)
    return plain


def is_no_place(name: str) -> bool:
    """Whether it only sounds like a place: 城市, 全区, 示范区."""
    return bool(_NO_PLACE.fullmatch(name))


def prefecture_at_start(text: str) -> str:
    """What the text begins with if that reads as the name of a prefecture, else ""."""
    return _place_at_start(_PREFECTURE, text)


def county_at_start(text: str) -> str:
    """What the text begins with if that reads as the name of a county, else ""."""
    return _place_at_start(_COUNTY, text)


def _place_at_start(form: re.Pattern[str], text: str) -> str:
    found = form.match(text)
    if found is None or is_no_place(found[0]) or _BODY_INSIDE.search(found[0]):
        return ""
    return found[0]
