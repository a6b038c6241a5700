"""Characters made plain, so that wording is compared in one width and one script."""

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files


def one_width(text: str) -> str:
    """The text in the normal form NFKC, as `unicodedata.normalize` gives it.

    Of a long text only the few different characters are looked up, which takes a quarter of the
    time: almost every Chinese text has a full-width comma, and one is enough for the slow way.

    >>> one_width("２０２１年，⼈民政府")
    '2021年,人民政府'
    """
    for sign in set(text):
        plain = _one_width(sign)
        if plain != sign:
            text = text.replace(sign, plain)
    return unicodedata.normalize("NFKC", text)  # marks that join with the character before them


@lru_cache(maxsize=8192)  # more than the different characters of most runs over many files
def _one_width(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign)


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
