"""Running text: sections, sub-headings, paragraphs with their way back to the source.

Table lines, page marks and the site's own words around the report are left out; sentences cut by a
page break are joined again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from corpus.headings import (
    SECTION_TITLES,
    SubHeading,
    bold_heading,
    plain,
    section_number,
    sub_heading,
)
from corpus.model import Document, Line, Place, Section, Span

_PAGE_MARK = re.compile(
    r"\s*(?:[-—–－]\s*\d{1,3}\s*[-—–－]|[Pp]\.?\s*\d{1,3}|第\s*\d{1,3}\s*页.*)\s*"
)
_MARKUP = re.compile(r"^\s*#{1,6}\s+|\*\*|__|^\s*>\s*")
_ENDS = "。！？!?；;：:”」』）)…"
_OPENS = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"[一二三四五六七八九十]{1,2}、|\d{1,2}[、.．]|首先|其次|再次|最后|[•·●◆■\-*]\s)"
)
_CELL_BORDER = re.compile(r"[\t|｜│┃]")
_INDENT = re.compile(r"[\xa0\u3000]|\s{2,}|\t")
_RUN_IN = re.compile(  # （二）依申请公开方面： or （二）依申请公开。 behind a full stop
    r"(?<=[。；])\s*(?=[（(][一二三四五六七八九十]{1,2}[）)]\s*(?:[^。；：:]{2,24}[：:]|[^。；：:，,]{2,16}。))"
)
_SHORTEST_CUT = 15  # characters; a line cut by a page break was as wide as the page
_DATE = re.compile(r"[\s\d年月日.\-/〇○零一二三四五六七八九十]{4,20}")
_SITE_WORDS = re.compile(
    r"文件预览|附件下载|相关文章|相关(?:信息|链接|阅读|附件)|二维码|扫一扫|打印|关闭(?:窗口|本页)?|分享|上一篇|下一篇|"
    r"返回(?:顶部|首页|列表)|主办单位|承办单位|技术支持|版权所有|网站标识码|[沪京浙苏皖鲁粤]?ICP备|公安备案|网站地图|联系我们|"
    r"责任编辑|信息来源|浏览次数|访问量|字号|字体|微信|收藏|无障碍|设为首页|您(?:当前|现在)的位置|当前位置|首页"
)
_BULLET = re.compile(r"\s*[•·●◆■]\s")
_BODY_NAME = re.compile(
    r"[\u4e00-\u9fff（）()]{2,40}(?:政府|局|委|委员会|办公室|厅|办|处|中心|院|站|队|办事处|镇|乡|街道)"
)
_PREFACE = re.compile(r"。|根据|本年度报告|本报告|现(?:将|公布)")
_LONGEST_SITE_LINE = 80  # characters; longer lines are sentences even if they say 打印


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text under one heading path. `sources[i]` is where text[i] stands in the document:
    a range, unless something was cut out or joined."""

    section: int
    heading: tuple[str, ...]
    text: str
    sources: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The source span of text[start:end]; empty text has no place."""
        return self.sources[start], self.sources[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's sections and paragraphs in order."""

    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]


@dataclass(slots=True)
class _Text:
    """A line being cleaned: characters and where each stands."""

    text: str
    sources: Sequence[int]
    line: Line

    def cut(self, start: int, end: int | None = None) -> "_Text":
        return _Text(self.text[start:end], self.sources[start:end], self.line)

    def stripped(self) -> "_Text":
        inner = self.text.strip()
        if len(inner) == len(self.text):
            return self
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, start + len(inner))


@dataclass(slots=True)
class _Open:
    """A section being filled."""

    number: int
    printed: str
    place: Place
    headings: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)


def outline(
    document: Document, table_lines: frozenset[int], title_lines: frozenset[int]
) -> Outline:
    """Never raises. A document without official headings has its text in section 0."""
    apart = table_lines | title_lines
    lines = list(_lines(document, apart))
    sections: list[_Open] = []
    paragraphs: list[Paragraph] = []
    for part in _parts(lines):
        _add_section(part, sections, paragraphs)
    return Outline(tuple(map(_closed, sections)), tuple(paragraphs))


def _lines(document: Document, apart: frozenset[int]) -> Iterator[Line]:
    """All other lines in order; a row of a table too: it is running text if no form knows it."""
    printed = document.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in printed)]
    for block in document.blocks:
        if isinstance(block, Line):
            if block.place.line not in apart:
                yield block
            continue
        for number in (row[0].place.line for row in block.rows):
            words = "" if number in apart else _CELL_BORDER.sub(" ", printed[number - 1])
            if words.strip():
                yield Line(words, starts[number - 1], Place(number), gap=True)


def _parts(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of each section, heading first; the preface has none. The site's words are cut."""
    starts = [index for index, line in enumerate(lines) if section_number(line.text) is not None]
    starts = _first_of_each(_without_contents_list(starts), lines)
    first = starts[0] if starts else len(lines)
    preface = _preface(lines[:first]) if starts else list(_body(lines))
    if preface:
        yield preface
    ends = [*starts[1:], len(lines)] if starts else []
    for start, end in zip(starts, ends, strict=True):
        last = end == len(lines)
        yield [
            lines[start],
            *(_trimmed(lines[start + 1 : end]) if last else lines[start + 1 : end]),
        ]


def _without_contents_list(starts: list[int]) -> list[int]:
    """Headings that stand one right after another (three or more) are a table of contents."""
    run = 1
    while run < len(starts) and starts[run] == starts[run - 1] + 1:
        run += 1
    return starts[run:] if run >= 4 and len(starts) > run else starts


def _first_of_each(starts: Sequence[int], lines: Sequence[Line]) -> list[int]:
    """The heading that opens each section; a later one of the same section stands inside it.

    Reports before 2019 have several sections on one official topic (fees, enquiries, remarks).
    """
    seen: set[int | None] = set()
    kept = []
    for start in starts:
        number = section_number(lines[start].text)
        if number not in seen:
            kept.append(start)
        seen.add(number)
    return kept


def _preface(lines: Sequence[Line]) -> list[Line]:
    """What introduces the report: sentences, not the page's list of data about it."""
    kept = [line for line in lines if _PREFACE.search(line.text) and not _is_site(line)]
    if not kept:
        return []
    first, last = lines.index(kept[0]), lines.index(kept[-1])
    return [line for line in lines[first : last + 1] if not _is_site(line)]


def _body(lines: Sequence[Line]) -> Iterator[Line]:
    return (line for line in lines if not _is_site(line))


def _trimmed(lines: Sequence[Line]) -> list[Line]:
    """Without signature, date and the site's own words behind the last sentence."""
    kept = list(lines)
    while kept and (_is_site(kept[-1]) or _is_signature(kept[-1])):
        kept.pop()
    cut = next((index for index, line in enumerate(kept) if _is_site(line)), len(kept))
    rest = kept[cut:]
    return kept if any("。" in line.text for line in rest) else _trimmed_again(kept[:cut])


def _trimmed_again(lines: Sequence[Line]) -> list[Line]:
    kept = list(lines)
    while kept and _is_signature(kept[-1]):
        kept.pop()
    return kept


def _is_site(line: Line) -> bool:
    text = plain(line.text)
    short = len(text) <= _LONGEST_SITE_LINE and "。" not in text
    site = short and _SITE_WORDS.search(text)
    return bool(site or _BULLET.match(text) or _PAGE_MARK.fullmatch(text))


def _is_signature(line: Line) -> bool:
    text = plain(line.text).strip("（）() ")
    return bool(_DATE.fullmatch(text) or _BODY_NAME.fullmatch(text.replace(" ", "")))


def _add_section(lines: list[Line], sections: list[_Open], paragraphs: list[Paragraph]) -> None:
    number = section_number(lines[0].text)
    printed = plain(lines[0].text) if number is not None else ""
    open_ = _Open(number or 0, printed, lines[0].place)
    sections.append(open_)
    path: list[tuple[int, str]] = []
    for piece in _pieces(lines[1:] if number is not None else lines):
        sub, other = sub_heading(piece.text), _other_heading(piece)
        if found := sub or other:
            open_.headings.append(found.text)
            path = [*(step for step in path if step[0] < found.rank), (found.rank, found.text)]
        if other is None and (sub is None or sub.rest):
            heading = tuple(text for _, text in path)
            paragraphs.append(Paragraph(open_.number, heading, piece.text, piece.sources))
        open_.pieces.append(piece.text)


def _alone(piece: _Text) -> bool:
    """Whether the piece is a heading and nothing else."""
    sub = sub_heading(piece.text)
    return (sub is not None and not sub.rest) or _other_heading(piece) is not None


def _other_heading(piece: _Text) -> SubHeading | None:
    """A line in bold, or a section's heading that stands inside another section.

    The mark-up is looked for in the source line where the piece is all of it, else in the piece.
    """
    if section_number(piece.text) is not None:
        return SubHeading(piece.text, 0, "")
    whole = plain(piece.line.text) == piece.text
    return bold_heading(piece.line.text if whole else piece.text)


def _closed(open_: _Open) -> Section:
    return Section(
        open_.number,
        SECTION_TITLES[open_.number],
        open_.printed,
        tuple(open_.headings),
        "\n".join(open_.pieces),
        open_.place,
    )


def _pieces(lines: Iterable[Line]) -> Iterator[_Text]:
    """Paragraphs and headings of a section: joined over page breaks, parted at run-in headings."""
    waiting: _Text | None = None
    for line in lines:
        if _PAGE_MARK.fullmatch(line.text):
            continue
        text = _clean(line)
        if waiting is not None and _goes_on(waiting, line):
            sources = [*waiting.sources, *text.sources]
            waiting = _Text(waiting.text + text.text, sources, waiting.line)
            continue
        if waiting is not None:
            yield from _run_ins(waiting)
        waiting = text
    if waiting is not None:
        yield from _run_ins(waiting)


def _goes_on(before: _Text, line: Line) -> bool:
    """Whether the line goes on with a sentence that the end of a page or line cut."""
    whole = before.text[-1:] in _ENDS or len(before.text) < _SHORTEST_CUT
    if whole or _INDENT.match(line.text) or _OPENS.match(plain(line.text)) or line.level:
        return False
    return not (_alone(before) or sub_heading(line.text) or _is_signature(line) or _is_site(line))


def _run_ins(text: _Text) -> Iterator[_Text]:
    """The text cut before every heading that runs in behind a full stop."""
    start = 0
    marks = _RUN_IN.finditer(text.text) if "（" in text.text or "(" in text.text else ()
    for found in marks:
        yield text.cut(start, found.start()).stripped()
        start = found.end()
    rest = text.cut(start).stripped() if start else text.stripped()
    if rest.text:
        yield rest


def _clean(line: Line) -> _Text:
    """The line without mark-up signs and outer space, odd spaces made plain."""
    if not any(sign in line.text for sign in "#*_>"):
        places = range(line.start, line.start + len(line.text))
        return _Text(_plain_spaces(line.text), places, line).stripped()
    text: list[str] = []
    sources: list[int] = []
    at = 0
    for found in [*_MARKUP.finditer(line.text), None]:
        end = found.start() if found else len(line.text)
        text.append(line.text[at:end])
        sources += range(line.start + at, line.start + end)
        at = found.end() if found else end
    return _Text(_plain_spaces("".join(text)), sources, line).stripped()


def _plain_spaces(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u3000", " ")
