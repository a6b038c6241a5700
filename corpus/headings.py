"""Headings: the six official sections by their wording, and sub-headings by their marks."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from corpus.characters import simplified

SECTION_TITLES: Mapping[int, str] = {
    0: "引言",
    1: "总体情况",
    2: "主动公开政府信息情况",
    3: "收到和处理政府信息公开申请情况",
    4: "政府信息公开行政复议、行政诉讼情况",
    5: "存在的主要问题及改进情况",
    6: "其他需要报告的事项",
}
"""Official titles by official number; 0 is the unnumbered preface."""

_VARIANTS: Mapping[int, tuple[str, ...]] = {
    1: ("总体情况", "总体工作情况"),
    2: ("主动公开政府信息情况", "行政机关主动公开政府信息情况"),
    3: (
        "收到和处理政府信息公开申请情况",
        "行政机关收到和处理政府信息公开申请情况",
    ),
    4: (
        "政府信息公开行政复议行政诉讼情况",
        "因政府信息公开工作被申请行政复议提起行政诉讼情况",
        "行政复议行政诉讼情况",
    ),
    5: (
        "存在的主要问题及改进情况",
        "政府信息公开工作存在的主要问题及改进情况",
        "存在的主要问题及整改措施",
        "存在问题及改进情况",
        "存在的问题及改进措施",
    ),
    6: ("其他需要报告的事项", "需要报告的其他事项", "其他需要说明的事项"),
}
_TITLES = {title: number for number, titles in _VARIANTS.items() for title in titles}
_WORDINGS = tuple(_TITLES)
_ABOUT = re.compile(r"^(?:本机关|全[市县区年])?(?:政府)?(?:信息)?(?:公开)?(?:工作)?中?(?=.)")
_LOOSE = re.compile(r"的|情况|和|与|及|以|政府(?=信息)")
_OLDER = tuple(
    (number, re.compile(words))
    for number, words in (
        (1, "(?:主要|总体|基本)?(?:工作)?(?:概述|概况)|基本|主要任务落实"),
        (2, "主动公开(?:信息)?"),
        (3, "(?:信息)?依申请公开(?:信息)?(?:办理|处理)?|(?:信息)?(?:公开)?申请(?:办理|处理)"),
        (4, "因?(?:被?申请)?(?:提起|行政|复议|诉讼|申诉|举报|投诉)*(?:复议|诉讼|申诉|举报|投诉)"),
        (
            5,
            "(?:工作)?中?(?:存在)?(?:主要)?(?:问题|不足|困难)(?:下一?步|改进|整改)*"
            "(?:措施|打算|意见|办法)?(?:、?其[他它]需要(?:报告|说明)事项)?",
        ),
        (6, "(?:信息)?咨询处理|(?:依申请公开)?(?:信息)?(?:支出)?收费(?:减免)?"),
        (6, "(?:其[他它])?(?:需要)?说明(?:其[他它])?(?:事项)?(?:附[表图件])*|附[表图件](?:说明)?"),
    )
)
"""Headings of the reports before 2019, by the official section of like topic, in bare wording
without what it is about (政府信息公开工作) and without the words that bind (的, 及, 情况).

Those reports have free sections; taken only with a mark (三、) and as a whole.
"""

_NUMERAL = "一二三四五六七八九十"
_SECTION_MARK = re.compile(rf"(第?[{_NUMERAL}]{{1,3}}(部分)?)\s*[、.,:：]?\s*")
_SUB_MARK = re.compile(rf"[（(]\s*([{_NUMERAL}]{{1,3}})\s*[）)]\s*[、.]?\s*")
_ITEM_MARK = re.compile(r"(\d{1,2})\s*[、.．](?!\d)\s*")
_MARKDOWN = re.compile(r"^\s*#{1,6}\s+|\*\*|__")
_RUN_IN_END = re.compile(r"[：:。]")
_BOLD = re.compile(r"\s*(#{1,6}\s+.*|(#{1,6}\s+)?\*\*[^*]+\*\*)\s*")
_WORDLESS = re.compile(r"[^\w]|_")
_LONGEST = 42  # characters; the longest title in use, 因政府信息公开工作…情况, has 24
_LIKE = 80.0  # of 100; one character in six may be lost or misread
_SENTENCE_END = "。！？!?；;"
_LONGEST_SUB = 40  # characters of a sub-heading; longer lines are sentences


@dataclass(frozen=True, slots=True)
class SubHeading:
    """A sub-heading, and what follows it on the same line."""

    text: str  # as printed, without mark-up signs and the colon or stop that ends it
    rank: int  # 1 for （一）, 2 for 1.; deeper is larger
    rest: str  # running text behind it, "" if it stands alone


def plain(text: str) -> str:
    """The line without Markdown signs and without the space around it."""
    if "#" in text or "*" in text or "_" in text:  # a search is dear, and most lines have no sign
        text = _MARKDOWN.sub("", text)
    return text.replace("\xa0", " ").replace("\u3000", " ").strip()


def bare(text: str) -> str:
    """Only letters, digits and simplified Han characters: what wording is compared by."""
    plain_form = unicodedata.normalize("NFKC", text).translate(simplified())
    words = plain_form if plain_form.isalnum() else _WORDLESS.sub("", plain_form)
    return words.lower()


def section_number(line: str) -> int | None:
    """The official number (1-6) of the section this line opens, or None.

    The wording decides; the printed number may be wrong. Without a mark the wording must be exact,
    and a line marked （二） is a sub-heading whatever it says.

    >>> section_number("### 三、行政机关收到和处理政府信息公开申请情况")
    3
    >>> section_number("三、本年度办理结果") is None
    True
    """
    text = plain(line)
    return None if len(text) > _LONGEST or text.isascii() else _section_number(text)


@lru_cache(maxsize=4096)  # each line of a document is asked about several times
def _section_number(text: str) -> int | None:
    if _SUB_MARK.match(text) or "。" in text[:-1]:
        return None
    mark = _SECTION_MARK.match(text)
    if mark is None:
        return _TITLES.get(bare(text))
    wording = bare(text[mark.end() :])
    if older := _older(wording):
        return older
    found = process.extractOne(wording, _WORDINGS, scorer=fuzz.ratio, score_cutoff=_LIKE)
    return None if found is None else _TITLES[found[0]]


def _older(wording: str) -> int | None:
    """主动公开 alone is a sub-heading of newer reports; 主动公开情况 is a section of older ones."""
    core = _ABOUT.sub("", _LOOSE.sub("", wording))
    whole = _LOOSE.sub("", wording)
    for number, words in _OLDER:
        if (words.fullmatch(core) or words.fullmatch(whole)) and (
            number not in (2, 3) or wording.endswith("情况")
        ):
            return number
    return None


def sub_heading(line: str) -> SubHeading | None:
    """The sub-heading that opens this line, or None.

    A bracketed mark makes one of a short line, with or without a full stop, and of the words before
    the first colon or full stop of a longer one. An item mark (1.) makes one of a short line only.
    """
    text = plain(line)
    if mark := _SUB_MARK.match(text):
        return _run_in(text, mark.end(), 1)
    mark = _ITEM_MARK.match(text)
    if mark and _stands_alone(text):
        return SubHeading(text.rstrip("：:"), 2, "")
    return None


def bold_heading(line: str) -> SubHeading | None:
    """A whole short line in bold or under a Markdown sign, without any mark, as a sub-heading."""
    if not ("#" in line or "*" in line) or not _BOLD.fullmatch(line):
        return None
    text = plain(line)
    return SubHeading(text.rstrip("：:"), 1, "") if _stands_alone(text) else None


def _run_in(text: str, start: int, rank: int) -> SubHeading | None:
    if (
        len(text) <= _LONGEST_SUB
        and text.count("。") <= text.endswith("。")
        and "：" not in text[:-1]
    ):
        return SubHeading(text.rstrip("：:"), rank, "")
    end = _RUN_IN_END.search(text, start)
    if end is None or end.start() - start > _LONGEST_SUB:
        return None
    return SubHeading(text[: end.start()], rank, text[end.end() :].strip())


def _stands_alone(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_SUB and not any(sign in text for sign in _SENTENCE_END)
