"""Headings: the six official sections by their wording, and sub-headings by their marks."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

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
_OLDER: Mapping[str, int] = {
    "概述": 1,
    "主要工作概述": 1,
    "工作概述": 1,
    "基本情况": 1,
    "主要任务落实情况": 1,
    "主动公开情况": 2,
    "政府信息主动公开情况": 2,
    "依申请公开情况": 3,
    "依申请公开政府信息情况": 3,
    "政府信息依申请公开情况": 3,
    "政府信息依申请公开办理情况": 3,
    "行政复议诉讼情况": 4,
    "行政复议行政诉讼及申诉情况": 4,
    "行政复议行政诉讼和举报情况": 4,
    "因政府信息公开申请行政复议提起行政诉讼的情况": 4,
    "存在的主要问题和改进措施": 5,
    "存在的问题和改进措施": 5,
    "主要问题和改进措施": 5,
    "政府信息公开咨询处理情况": 6,
    "咨询处理情况": 6,
    "政府信息公开的收费及减免情况": 6,
    "政府信息公开支出和收费情况": 6,
    "收费及减免情况": 6,
    "需要说明的事项": 6,
    "其他需要说明的事项和附表": 6,
}
"""Headings of the reports before 2019, in bare wording, by the official section of like topic.

Those reports have free sections; taken only with a mark (三、) and word for word.
"""

_NUMERAL = "一二三四五六七八九十"
_SECTION_MARK = re.compile(rf"(第?[{_NUMERAL}]{{1,3}}(部分)?)\s*[、.,:：]?\s*")
_SUB_MARK = re.compile(rf"[（(]\s*([{_NUMERAL}]{{1,3}})\s*[）)]\s*[、.]?\s*")
_ITEM_MARK = re.compile(r"(\d{1,2})\s*[、.．](?!\d)\s*")
_MARKDOWN = re.compile(r"^\s*#{1,6}\s+|\*\*|__")
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
    return _MARKDOWN.sub("", text).replace("\xa0", " ").replace("\u3000", " ").strip()


def bare(text: str) -> str:
    """Only letters, digits and simplified Han characters: what wording is compared by."""
    plain_form = unicodedata.normalize("NFKC", text).translate(simplified())
    return _WORDLESS.sub("", plain_form).lower()


@lru_cache(maxsize=4096)  # each line of a document is asked about several times
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
    if not text or len(text) > _LONGEST or _SUB_MARK.match(text) or "。" in text[:-1]:
        return None
    mark = _SECTION_MARK.match(text)
    wording = bare(text[mark.end() :] if mark else text)
    if mark and wording in _OLDER:
        return _OLDER[wording]
    best, score = max(
        (
            (number, fuzz.ratio(wording, known))
            for number, all_ in _VARIANTS.items()
            for known in all_
        ),
        key=lambda pair: pair[1],
    )
    return best if score >= (_LIKE if mark else 100.0) else None


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
    marked = re.fullmatch(r"\s*(#{1,6}\s+.*|(#{1,6}\s+)?\*\*[^*]+\*\*)\s*", line)
    text = plain(line)
    return SubHeading(text.rstrip("：:"), 1, "") if marked and _stands_alone(text) else None


def _run_in(text: str, start: int, rank: int) -> SubHeading | None:
    if (
        len(text) <= _LONGEST_SUB
        and text.count("。") <= text.endswith("。")
        and "：" not in text[:-1]
    ):
        return SubHeading(text.rstrip("：:"), rank, "")
    end = re.compile(r"[：:。]").search(text, start)
    if end is None or end.start() - start > _LONGEST_SUB:
        return None
    return SubHeading(text[: end.start()], rank, text[end.end() :].strip())


def _stands_alone(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_SUB and not any(sign in text for sign in _SENTENCE_END)
