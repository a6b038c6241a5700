"""The passages of a report to its claims. Pure."""

import re
from collections.abc import Iterator, Sequence

from corpus.claims.binding import Bound, bind
from corpus.claims.figures import Figure, figures
from corpus.claims.phrases import Plain, plain, sentences, words
from corpus.claims.setting import Setting, setting_of, total
from corpus.claims.wording import wording
from corpus.model import Badge, Claim, Number, Passage, Report, Span

_DENIES = re.compile(
    r"(?:无|没有|未|零)[^，。；\n]{0,30}?(?:结转|复议|诉讼|纠[正错]|申请|不予公开|不予处理|无法提供)"
)
_TELLS = re.compile(
    r"申请|结转|顺延|办结|答复|予公开|部分公开|无法提供|予处理|复议|诉讼|规范性文件|规章|补正|"
    r"行政(?:许可|处罚|强制|查询|执法案卷)|国家秘密|第三方|过程性信息|内部事务|不掌握"
)
_CASES = frozenset("件宗起例份条个部") | {""}
_REQUESTS = re.compile(r"信息公开申请|依申请|申请公开|公开申请|公开政府信息申请")
_EDGES = "，,；;。：:（）()、\n 　"
_EDGE = re.compile(rf"[{re.escape(_EDGES)}！？]")
_ABOUT_ENDS = frozenset("约近超过逾共为达到")
_ABOUT = re.compile(r"(?:大?约|近|超过?|逾|共|为|达到?)+$")
_MOST = 24  # characters of a subject: more than any label of the forms that prose prints in full
_SECTION_REQUESTS = 3
_DISPUTED = (4, 5, 6)  # sections in which a review is one about information
_OF_DISPUTES = re.compile(r"复议|监督|保障|申请")


def claims(report: Report) -> tuple[Claim, ...]:
    """Every number stated in the prose of a report, in order, with the cells it speaks of.

    Passages and statistics are read, `report.claims` and `report.findings` are not.
    """
    setting = setting_of(report)
    prose = (one for one in report.passages if one.kind == "text")
    told = (claim for one in prose for claim in _of_passage(one, setting))
    return tuple(Claim(f"{report.id}.c{order}", *claim) for order, claim in enumerate(told, 1))


_Parts = tuple[
    str, Span, str, Number, str, str, bool, str, int | None, tuple[str, ...], Number | None, Badge
]
"""The fields of a Claim behind its id."""


def _of_passage(passage: Passage, setting: Setting) -> Iterator[_Parts]:
    text = plain(passage.text)
    told = figures(text.text)
    denies = bool(_DENIES.search(text.text))
    if not told and not denies:
        return
    if not denies and not _may_bind(told, text.text):
        yield from (_unbound(passage, text, one, setting.year) for one in told if _says(one))
        return
    for one in _of_sentences(passage, text.text, told, setting):
        if one.cells:
            yield _claim(passage, text, one, setting)
        elif one.figure is not None and _says(one.figure):
            yield _unbound(passage, text, one.figure, one.year, one.scope)


def _of_sentences(
    passage: Passage, text: str, told: Sequence[Figure], setting: Setting
) -> Iterator[Bound]:
    """Sentence by sentence: what one says of requests holds for those behind it."""
    heading = "".join(passage.heading)
    asked = passage.section == _SECTION_REQUESTS or "申请" in heading
    disputed = passage.section in _DISPUTED or not heading or bool(_OF_DISPUTES.search(heading))
    for span in sentences(text):
        mine = [one for one in told if span[0] <= one.span[0] < span[1]]
        sentence = text[slice(*span)]
        if _may_bind(mine, sentence) or _DENIES.search(sentence):
            found = words(text, span, mine, wording())
            yield from bind(text, found, setting, asked=asked, disputed=disputed or asked)
        else:
            yield from (Bound(one.span, one.span, one, year=setting.year) for one in mine)
        asked = asked or bool(_REQUESTS.search(sentence))


def _may_bind(told: Sequence[Figure], text: str) -> bool:
    """Whether it is worth while to look at every word: most text is of other business."""
    return any(one.unit in _CASES for one in told) and bool(_TELLS.search(text))


def _says(figure: Figure) -> bool:
    """Whether a figure that is bound to no cell is a claim: a bare number says nothing."""
    return bool(figure.unit) or figure.approximate


def _unbound(
    passage: Passage, text: Plain, figure: Figure, year: int | None, scope: str = ""
) -> _Parts:
    span, subject = text.span(*figure.span), _subject(text.text, figure.span)
    number = (figure.value, figure.unit, figure.kind, figure.approximate)
    return (passage.id, span, subject, *number, scope, year, (), None, Badge.UNBOUND)


def _claim(passage: Passage, text: Plain, bound: Bound, setting: Setting) -> _Parts:
    span, stated, figure = text.span(*bound.span), total(setting.cells, bound.cells), bound.figure
    place = (bound.scope, bound.year, bound.cells, stated)
    if figure is None:
        badge = _badge(stated is not None and stated == 0, stated)
        return (passage.id, span, bound.denied, 0, "", "count", False, *place, badge)
    badge = _badge(stated is not None and figure.allows(stated), stated)
    start, end = bound.subject
    subject = _trimmed(text.text[max(start, end - _MOST) : end])
    number = (figure.value, figure.unit, figure.kind, figure.approximate)
    return (passage.id, span, subject, *number, *place, badge)


def _badge(agrees: bool, stated: Number | None) -> Badge:
    if stated is None:
        return Badge.UNBOUND
    return Badge.AGREES if agrees else Badge.DIFFERS


def _subject(text: str, span: Span) -> str:
    """The words of the clause before the number, or behind it if there are none."""
    start, end = span
    before = _trimmed(_EDGE.split(text[max(0, start - _MOST) : start])[-1])
    return before or _trimmed(_EDGE.split(text[end : end + _MOST], maxsplit=1)[0])


def _trimmed(words: str) -> str:
    if words and words[-1] in _ABOUT_ENDS:
        words = _ABOUT.sub("", words)
    return words.strip(_EDGES)
