"""Chinese as it sounds: names by pinyin and initials, characters that sound or look alike.

Tones are left out, and ü is v, as it is typed. What is compared has been normalised before.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from pypinyin import Style, lazy_pinyin, pinyin

OTHER_READINGS = 4
"""Characters of a name whose other readings count too: 长宁区 is changning, a dictionary of single
characters says zhangning. Place names come first, and what follows them (区, 局) is no matter."""

# Characters taken for one another by eye, or by a program that reads scans. Those that sound alike
# (申 审, 议 仪) need no table.
_LOOK_ALIKE = """
    己已巳 未末 土士 人入 干千于 日曰目 天夫 密蜜 诉拆折析 涉步 辨辩辫 侯候 治冶 设没 准淮 免兔 贷货
    责贵 住往 侍待 拔拨 券卷 竟竞 概慨 徒徙 延廷 祟崇 予矛 受爱 幼幻 处外 市巾 县具 复夏 报极 政攻
    行衍 公分 开井 办为 件伴 申中由甲田 请清情 答荅 收牧 息思 机杌 关美 州洲 镇填 乡多 局居 权杈
    维准 果杲 部陪 埔浦 沐沭 宁字 今令 问间 名各 论沦 记纪 编偏 查杳 注住 标杯 务劳 项顶 列刊 法泫
"""
# Sounds that half the country does not tell apart, and types as it speaks.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


def readings(name: str) -> tuple[str, ...]:
    """How a name is typed in pinyin, likeliest first, then by initials: jinshanqu, jsq.

    What is not Chinese stands as it is. () if nothing is.
    """
    usual = tuple(lazy_pinyin(name))
    if "".join(usual) == name:
        return ()
    variants = (usual, *_variants(name, usual))
    return tuple(
        dict.fromkeys(
            "".join(each) for each in (*variants, *(_initials(each) for each in variants))
        )
    )


@cache
def sound(char: str) -> str:
    """The sound of a character, what is not told apart everywhere made one; itself if not Chinese.

    One reading a character, the same wherever it stands: two words are compared, not read out.
    """
    said = "".join(lazy_pinyin(char))
    for long, short in _ALIKE:
        said = said.replace(long, short)
    return said


def sounds(text: str) -> str:
    """The sounds of a text, one after the other, parted so that xian is not xi an."""
    return " ".join(map(sound, text))


def alike(one: str, other: str) -> bool:
    """Whether two characters sound or look alike; a character is like itself."""
    return one == other or sound(one) == sound(other) or other in _look_alikes().get(one, "")


def _variants(name: str, usual: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """One character at a time read otherwise."""
    if len(name) != len(usual):  # letters and digits in it: lazy_pinyin keeps them together
        return
    for place, char in enumerate(name[:OTHER_READINGS]):
        for other in _readings_of(char):
            if other != usual[place]:
                yield (*usual[:place], other, *usual[place + 1 :])


@cache
def _readings_of(char: str) -> tuple[str, ...]:
    return tuple(pinyin(char, style=Style.NORMAL, heteronym=True)[0])


def _initials(syllables: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(syllable[:1] for syllable in syllables)


@cache
def _look_alikes() -> Mapping[str, str]:
    """Character -> those it is taken for."""
    found: dict[str, str] = {}
    for group in _LOOK_ALIKE.split():
        for char in group:
            found[char] = found.get(char, "") + group
    return found
