"""From text to words. One chain serves what is indexed and what is asked.

    text ─ normalise ─▶ pieces ─ jieba, without guessing ─▶ words, and the words inside them
         └ squeeze ──▶ pairs of characters, single characters

Three views of the same text: words rank best, pairs of characters find whatever the dictionary cuts
differently, single characters find the rest. Nothing is stemmed and nothing left out: 的 is a word,
and so is 6.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from corpus.model import Span
from indexer.alike import is_near, near_spans
from indexer.lexicon import FIELD, HAN, Lexicon
from indexer.query import AllOf, AnyOf, Exact, Near, Node, Prefix, Query, Words
from indexer.query.limits import is_chinese
from indexer.text import Normal, is_letter, normalise, squeeze

FUNCTION_WORDS = frozenset(
    "的 地 得 了 着 过 吗 呢 吧 啊 么 我 你 您 他 她 它 们 我们 你们 他们 "
    "这 那 这个 那个 这些 那些 此 该 和 与 及 以及 或 或者 而 且 并 并且 也 都 又 再 就 才 "
    "还 但 但是 若 如果 因 因为 所以 则 即 在 于 由 从 到 至 向 对 对于 关于 把 将 被 让 给 "
    "按 按照 依照 根据 通过 为 为了 以 之 其 所 等 中 是 有 会 要 能 能够 可 可以 请 请问 想 "
    "知道 来 去 上 下 里 内 后 前 时 共 约 各 每 个 些 什么 怎么 怎样 如何 为何 为什么 "
    "哪 哪个 哪些 哪里 谁 几 几个 多少 是否 有没有 是不是".split()
)
"""Words that say how a sentence is built. They are indexed, but nobody searches for them alone."""

QUESTION = re.compile(
    r"[?？吗呢谁哪]|什么|怎么|怎样|如何|为何|多少|是否|有没有|是不是|几[个件条项次]"
)
"""What makes a question of a text."""

_ONE_HAN = re.compile(f"[{HAN}]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LONG_NUMBER = re.compile(r"(?<![\d.])[1-9]\d{3,14}(?!\d)")
_PERCENT = frozenset("%‰")
_BEFORE = frozenset("不未非无依拟应须需第新")  # a character alone that belongs to the word after it


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a pair of characters or one character, and where it stands."""

    text: str  # normal form; a number is without its thousands signs
    start: int  # offsets in the source
    end: int
    place: int  # 0-based count of words before it; words inside a longer word share its place


def words(text: str, lexicon: Lexicon = FIELD) -> list[Word]:
    """The words of a text in order, each followed by the lexicon's words inside it.

    >>> [word.text for word in words("共收到行政复议6件")]
    ['共', '收到', '行政复议', '行政', '复议', '6', '件']
    """
    normal = normalise(text)
    found = []
    for place, (start, end) in enumerate(lexicon.cut(normal.text)):
        for head, tail in ((start, end), *lexicon.inside(normal.text[start:end], start)):
            found.append(_word(normal, head, tail, place))
    return found


def grams(text: str) -> list[Word]:
    """Pairs of neighbouring characters; spaces do not part them, punctuation does."""
    normal = squeeze(text)
    signs = [is_letter(char) for char in normal.text]
    pairs = (i for i in range(len(signs) - 1) if signs[i] and signs[i + 1])
    return [_sign(normal, i, i + 2, place) for place, i in enumerate(pairs)]


def characters(text: str) -> list[Word]:
    """Every letter, digit and Chinese character by itself."""
    normal = squeeze(text)
    signs = (i for i, char in enumerate(normal.text) if is_letter(char))
    return [_sign(normal, i, i + 1, place) for place, i in enumerate(signs)]


def units(text: str) -> tuple[str, ...]:
    """What must stand in a passage, each in one piece, for the text to be answered.

    The words of the text, put together where cutting has gone too far: a number with its measure
    word (2件), characters that make no word (a name), one character left over beside a word
    (公开率, 未公开). Function words are left out unless there is nothing else. In normal form,
    without spaces; () if there is only punctuation.

    >>> units("本年收到多少件"), units("公开率98.28%"), units("的")
    (('本年', '收到', '件'), ('公开率', '98.28%'), ('的',))
    """
    normal = normalise(text).text
    return tuple(dict.fromkeys(normal[slice(*span)] for span in unit_spans(normal)))


def unit_spans(normal: str) -> list[Span]:
    """Where the units of a normal form stand in it, in order, also those that stand there twice."""
    parts = list(FIELD.cut(normal))
    wanted = [part for part in parts if normal[slice(*part)] not in FUNCTION_WORDS]
    joined = _joined(normal, wanted) if wanted else parts
    return [(start, end + (normal[end : end + 1] in _PERCENT)) for start, end in joined]


def pieces(unit: str) -> tuple[str, ...]:
    """What a unit was put together from, as far as it is a word of two characters or more.

    >>> pieces("公开率"), pieces("行政复议")
    (('公开',), ())
    """
    parts = (unit[slice(*part)] for part in FIELD.cut(unit))
    return tuple(part for part in parts if len(part) > 1 and part != unit)


def spellings(unit: str) -> tuple[str, ...]:
    """The unit, and the same with its numbers written with and without thousands signs.

    >>> spellings("1234件"), spellings("行政复议")
    (('1234件', '1,234件'), ('行政复议',))
    """
    plain = _THOUSANDS.sub("", unit)
    grouped = _LONG_NUMBER.sub(lambda number: f"{int(number[0]):,}", plain)
    return tuple(dict.fromkeys((unit, plain, grouped)))


def find_terms(text: str, query: Query, also: Iterable[str] = ()) -> tuple[Span, ...]:
    """Where the words and exact sequences of the query stand in the text, as printed.

    `also` are further sequences, such as the synonyms that were searched for. Sorted, without
    overlap or touch. A number is marked inside a longer one (2 in 12) only where it
    does not stand by itself, the pieces of a unit only where the whole of it does not stand. What
    the query excludes is not marked.
    """
    normal = squeeze(text)
    spans: list[Span] = []
    for leaf in _leaves(query.root):
        if isinstance(leaf, Words | Exact):
            spans += _marks(leaf, normal)
        else:
            spans += _loose_marks(leaf, normal, text)
    spans += _spans(normal, [squeeze(other).text for other in also])
    return _merged(spans)


def _word(normal: Normal, start: int, end: int, place: int) -> Word:
    text = normal.text[start:end]
    plain = text.replace(",", "") if text[0].isdigit() else text
    return Word(plain, normal.place[start], normal.place[end - 1] + 1, place)


def _sign(normal: Normal, start: int, end: int, place: int) -> Word:
    return Word(normal.text[start:end], normal.place[start], normal.place[end - 1] + 1, place)


def _joined(normal: str, parts: list[Span]) -> list[Span]:
    """Parts put together as `units` says: first runs of loose parts, then what is left alone."""
    runs = [[parts[0]]]
    for part in parts[1:]:
        last = runs[-1][-1]
        if last[1] == part[0] and _belong(normal[slice(*last)], normal[slice(*part)]):
            runs[-1].append(part)
        else:
            runs.append([part])
    return _attached(normal, [(run[0][0], run[-1][1]) for run in runs])


def _attached(normal: str, parts: list[Span]) -> list[Span]:
    """A character alone joins the word before it, or after it if it is a prefix or comes first."""
    made: list[Span] = []
    waiting = False  # whether the last of `made` is a character that waits for its word
    for part, after in zip_longest(parts, parts[1:], fillvalue=(-1, -1)):
        alone = _is_alone(normal[slice(*part)])
        touches = bool(made) and made[-1][1] == part[0]
        waits = alone and after[0] == part[1] and (normal[part[0]] in _BEFORE or not touches)
        if touches and (waiting or (alone and not waits)):
            made[-1] = (made[-1][0], part[1])
        else:
            made.append(part)
        waiting = waits
    return made


def _belong(before: str, after: str) -> bool:
    """Whether two loose parts make one: 2 and 件, 东 and 庄, 第 and 3, but not 率 and 98."""
    if after[0].isdigit():
        return before == "第"
    return _is_alone(after) and (_is_alone(before) or before[0].isdigit())


def _is_alone(part: str) -> bool:
    return len(part) == 1 and bool(_ONE_HAN.match(part))


def _leaves(node: Node) -> Iterator[Words | Exact | Prefix | Near]:
    """What the query wants to see; what it excludes is left out."""
    match node:
        case Words() | Exact() | Prefix() | Near():
            yield node
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _leaves(part)


def _marks(leaf: Words | Exact, normal: Normal) -> Iterator[Span]:
    """Where one word or sequence stands."""
    if isinstance(leaf, Exact):
        yield from _spans(normal, [squeeze(leaf.text).text])
        return
    for unit in units(leaf.text):
        alone = list(_spans(normal, spellings(unit), _stands_alone))
        yield from alone or list(_spans(normal, spellings(unit))) or _spans(normal, pieces(unit))


def _loose_marks(leaf: Prefix | Near, normal: Normal, text: str) -> Iterator[Span]:
    """Where words stand that begin so or differ by little: in Chinese sequences, else words."""
    wanted = squeeze(leaf.text).text
    if is_chinese(wanted) and isinstance(leaf, Near):
        for start, end in near_spans(normal.text, wanted, leaf.distance):
            yield normal.place[start], normal.place[end - 1] + 1
    elif is_chinese(wanted):
        yield from _spans(normal, [wanted])
    else:
        spaced = normalise(text)
        for start, end in FIELD.cut(spaced.text):
            word = spaced.text[start:end].replace(",", "")
            begins = isinstance(leaf, Prefix) and word.startswith(wanted.replace(",", ""))
            if begins or (isinstance(leaf, Near) and is_near(word, wanted, leaf.distance)):
                yield spaced.place[start], spaced.place[end - 1] + 1


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the number that it begins or ends with, if any, is not part of a longer one."""
    before = text[start].isdigit() and text[max(start - 1, 0) : start].isdigit()
    return not before and not (text[end - 1].isdigit() and text[end : end + 1].isdigit())


def _spans(
    normal: Normal,
    wanted: Iterable[str],
    fits: Callable[[str, int, int], bool] = lambda text, start, end: True,
) -> Iterator[Span]:
    """Source spans of every occurrence that fits, also of those that overlap."""
    for one in wanted:
        start = normal.text.find(one) if one else -1
        while start >= 0:
            end = start + len(one)
            if fits(normal.text, start, end):
                yield normal.place[start], normal.place[end - 1] + 1
            start = normal.text.find(one, start + 1)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    made: list[Span] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return tuple(made)
