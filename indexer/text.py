"""Text as it is compared: one normal form for what is printed and what is typed.

    政府信息公開　１８ 件  ─ normalise ─▶  政府信息公开 18 件  ─ squeeze ─▶  政府信息公开18件

Every character of the normal form keeps the offset of the character it comes from, so that whatever
is found can be marked in the text as printed. Each character is folded by itself, never by its
neighbours: any part of a text folds to that part of its normal form, so a part can always be found.

Folded: Unicode compatibility forms (NFKC), case, accents, traditional characters to simplified,
variant characters, quotes, brackets and dashes of one kind. Dropped: control characters, zero-width
characters, combining marks. Not folded: phrases (軟體 is not 软件), numbers (三 is not 3).
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

# What several characters are printed for, where Unicode sees no equality. Left: as compared.
_SIGNS = {
    '"': "“”„‟〝〞〟「」『』",
    "'": "‘’‚‛",
    "-": "‐‑‒–—―−─━﹘",
    "~": "〜∼〰",
    "·": "•‧∙⋅・",
    "[": "〔【〖",
    "]": "〕】〗",
    "〇": "○◯",  # 二○二二年
}

# Variant characters that no table of opencc has. The last lines are what fonts in PDF files
# leave behind: radicals in place of the characters they look like.
_VARIANTS = """
    着著 借藉 了瞭 复覆 抵牴 乡鄕 既旣 概槪 即卽 青靑 清淸 邻隣 回囘囬 宝寳 斗鬪鬭 果菓 污汙
    繁緐 教敎 托讬 钟锺
    民⺠ 长⻓⻑ 门⻔ 车⻋ 马⻢ 风⻛ 页⻚ 贝⻉ 见⻅ 青⻘ 食⻝ 黄⻩ 齐⻬⻫ 龙⻰⻯ 鱼⻥ 鸟⻦ 骨⻣ 鬼⻤
    角⻆ 西⻄ 虎⻁ 飞⻜ 麦⻨ 卤⻧ 韦⻙ 齿⻮⻭ 月⺝ 日⺜ 王⺩ 羊⺶ 示⺬ 首⻡ 刀⺈
"""

# NFKC makes "…" of three full stops, and 1⁄2 of "½"; both are what people type.
_SPACE = " "
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})  # Cs: half a character, in no encoding


@dataclass(frozen=True, slots=True)
class Normal:
    """A normal form. `place[i]` is the offset in the source of what `text[i]` comes from.

    Places never fall. Several characters may share one (㎡ is read as m2).
    """

    text: str
    place: Sequence[int]


def normalise(text: str) -> Normal:
    """The normal form; any run of white space is one space, at the place where the run begins.

    >>> normalise("１８ 件　予以公開").text
    '18 件 予以公开'
    """
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for one in _FOLDED[char]:
            if one != _SPACE or not folded or folded[-1] != _SPACE:
                folded.append(one)
                places.append(place)
    return Normal("".join(folded), tuple(places))


def squeeze(text: str | Normal) -> Normal:
    """The normal form without white space: 18 件 and 18件 are one, also over a line end.

    >>> squeeze("共收到\\n18 件").text
    '共收到18件'
    """
    return _squeezed(text) if isinstance(text, str) else _without_spaces(text)


@lru_cache(maxsize=4)  # pairs and characters are made of the same text, one right after the other
def _squeezed(text: str) -> Normal:
    return _without_spaces(normalise(text))


def _without_spaces(normal: Normal) -> Normal:
    if _SPACE not in normal.text:
        return normal
    kept = [place for char, place in zip(normal.text, normal.place, strict=True) if char != _SPACE]
    return Normal(normal.text.replace(_SPACE, ""), tuple(kept))


def is_letter(char: str) -> bool:
    """Whether it is a letter, a digit or a Chinese character, also one too new for this Python."""
    return char.isalnum() or "\U00020000" <= char <= "\U0003ffff"


def folding() -> Mapping[str, str]:
    """Character -> the character it is compared as; only those that change by our tables."""
    return _SAME


class _Folded(dict[str, str]):
    """Character -> its normal form, worked out when first met (Unicode bounds the size)."""

    def __missing__(self, char: str) -> str:
        made = self[char] = "".join(_fold(char))
        return made


def _fold(char: str) -> Iterator[str]:
    """The normal form of one character, folded until nothing changes."""
    if char.isspace():
        yield _SPACE
        return
    if unicodedata.category(char) in _DROPPED:
        return
    parts = unicodedata.normalize("NFKD", char).casefold()
    parts = "".join(part for part in parts if unicodedata.category(part) not in _DROPPED)
    parts = unicodedata.normalize("NFKC", parts)
    parts = "".join(_SAME.get(part, part) for part in parts)
    if parts == char:
        yield char
    else:
        for part in parts:
            yield from _fold(part)


def _same() -> dict[str, str]:
    """The tables of opencc and our own as one: character -> character, never in a chain."""
    table = {old: new for new, olds in _SIGNS.items() for old in olds}
    table |= {old: pair[0] for pair in _VARIANTS.split() for old in pair[1:]}
    simplified = {
        old: next((new for new in news if new != old), old)
        for old, news in _rows("TSCharacters.txt")
    }
    regional = _regional(frozenset(simplified.values()))
    table = {**dict(regional), **simplified, **table}
    return {old: _end(table, old) for old in table}


def _regional(simplified: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Forms of Taiwan, Hong Kong and Japan -> the traditional form they stand for.

    Only characters that simplified text does not use: Japanese 予 is 豫, but not in 予以公开.
    """
    for name in ("JPVariants.txt", "HKVariants.txt", "TWVariants.txt"):
        for new, olds in _rows(name):
            for old in olds:
                if old not in simplified and not _is_simplified(old):
                    yield old, new


def _rows(name: str) -> Iterator[tuple[str, list[str]]]:
    """A table of opencc: a character and what may stand for it, likeliest first."""
    for line in (files("opencc") / "dictionary" / name).read_text("utf-8").splitlines():
        one, _, others = line.partition("\t")
        if len(one) == 1:
            yield one, [other for other in others.split() if len(other) == 1]


def _is_simplified(char: str) -> bool:
    """Whether the standard for simplified text has the character."""
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _end(table: Mapping[str, str], char: str) -> str:
    """Where the chain from `char` ends (裡 is 裏, and 裏 is 里); a circle ends where it began."""
    seen = {char}
    while table.get(char, char) not in seen:
        char = table[char]
        seen.add(char)
    return char


_SAME = _same()
_FOLDED = _Folded()
