"""How much of a question is read, why no more, and what is said when a limit is met."""

import re
from collections.abc import Mapping

LONGEST = 256
"""Characters of the normal form; no question anyone types is longer."""

DEEPEST = 8
"""Brackets inside brackets. Every level is one of recursion in every engine; people use two."""

MOST = 64
"""Words, sequences and conditions. Each costs a look-up."""

EXPANDED = 256
"""Words of the index that one prefix, or one word with a distance, may stand for. Whoever wants
more of them wants another question, and each is a list to be read."""

NEARS = 3
"""Words with an edit distance. Each compares itself with every word of the same first letter."""

FIGURES = 8
"""Conditions on numbers. Each reads one number of every report: 0.1 s for 10,000 reports."""

PREFIX_CHINESE, PREFIX_OTHER = 1, 2
"""Characters before a star, at least: one letter or digit begins half of all words in an index."""

NEAR_OTHER: Mapping[int, int] = {1: 4, 2: 6}
"""Letters a word must have for a distance: with fewer, other words are as near as misspellings."""

NEAR_CHINESE: Mapping[int, int] = {1: 3, 2: 5}
"""The same in Chinese, where a name has three characters and one of them is easily another."""

LONGEST_NAME = 40
"""Characters before an operator that may be the name of an indicator: the longest label has 36."""

_CHINESE = re.compile("[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")

NOTES: Mapping[str, str] = {
    "long": f"查询超过 {LONGEST} 个字符，只用了前面的部分。",
    "deep": f"括号超过 {DEEPEST} 层，更深的括号已忽略。",
    "many": f"条件超过 {MOST} 个，只用了前 {MOST} 个。",
    "quote": "引号不成对，已忽略多出的引号。",
    "bracket": "括号不成对，已按最可能的意思理解。",
    "or": "“或”的一边没有内容，已忽略。",
    "not": "减号后面没有紧跟要排除的内容，已忽略。",
    "signs": "标点不作为词语查找；要查找标点，请加引号。",
    "star": "星号只能放在词的末尾，其他位置的星号已忽略。",
    "star_short": f"星号前至少要有一个汉字，或 {PREFIX_OTHER} 个字母或数字；已按普通词语检索。",
    "near_short": (
        f"“~”前至少要有 {NEAR_CHINESE[1]} 个汉字或 {NEAR_OTHER[1]} 个字母"
        f"（“~2”为 {NEAR_CHINESE[2]} 个汉字或 {NEAR_OTHER[2]} 个字母），数字不行；已放宽理解。"
    ),
    "near_far": "“~”最多允许相差 2 个字，已按“~2”理解。",
    "near_many": f"带“~”的词超过 {NEARS} 个，其余按普通词语检索。",
    "figures": f"数字条件超过 {FIGURES} 个，其余按普通词语检索。",
    "loose": "引号内的内容须原样出现，其后的“~”或“*”已忽略。",
    "field": "字段名后面没有内容，已按普通词语检索。",
}
"""Sentences that need nothing filled in."""


def is_chinese(text: str) -> bool:
    """Whether the text has a Chinese character."""
    return _CHINESE.search(text) is not None
