"""Traditional characters as simplified ones, so that wording is compared in one script."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def simplified() -> Mapping[int, str]:
    """For `str.translate`: each traditional character to its likeliest simplified one.

    The table is OpenCC's; where one of several choices is the character itself (乾, 著), that
    character is left alone, since it stands in simplified text too.
    """
    table: dict[int, str] = {}
    text = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text("utf-8")
    for line in text.splitlines():
        old, _, choices = line.partition("\t")
        news = choices.split()
        if len(old) == 1 and news and old not in news:
            table[ord(old)] = news[0]
    return table
