"""What a document says of itself: title, agency, year, date of publication; and where."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import PurePath

from corpus.agencies import Named, Names, body_named, describe
from corpus.characters import simplified
from corpus.headings import plain, section_number
from corpus.model import Agency, Document, Line

_TITLE_END = re.compile(
    r"(?:政府信息|政务信息|信息|政务)公开(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:的)?"
    r"(?:报告|年报)(?:[（(][^）)]{1,20}[）)])?$"
)
_YEAR = re.compile(
    r"(20[0-3]\d)\s*年?\s*度?|([二][〇○零０]{1}[一二三〇○零][一二三四五六七八九〇○零])年度?"
)
_YEARS = re.compile(r"20[0-3]\d\s*年?度?\s*[-—–~～至、和]\s*20[0-3]\d\s*年?度?")
"""Several years in one title: which of them the figures are for, it does not say."""
_PLAIN_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHROME = re.compile(r"[：:•·>›|_【】]|首页|门户|当前位置|网站|当前页|字号")
_PERIOD = re.compile(
    r"(20[0-3]\d)\s*年\s*1\s*月\s*1\s*日[^。]{0,12}?至[^。]{0,12}?12\s*月\s*31\s*日"
)
_OPENING = re.compile(r"^\s*(20[0-3]\d)\s*年(?!\s*\d)")
_PUBLISHED = re.compile(
    r"(?:发布|公开|发文|上网)(?:日期|时间)\s*[：:\t ]\s*"
    r"(20[0-3]\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})"
)
_PUBLISHER = re.compile(
    r"(?:机构名称|发布机构|发布单位|信息来源|公开机构|编制单位)\s*[：:\t]\s*"
    r"([\u4e00-\u9fff（）()]{3,40})"
)
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,30}(?:人民政府|局|委员会|办公室|办公厅|厅|街道办事处|街道|镇|乡|中心|管委会)"
)
_NAMED = (
    r"((?![本我各该全])(?:(?![将布由]|[局厅会心][和与及])[\u4e00-\u9fff]){2,30}?"
    r"(?:人民政府|局|委员会|厅|街道办事处|镇|乡|中心|管委会))(?!办公|[、和与及的])"
)
_COMPILED = re.compile(rf"由{_NAMED}[^。，；]{{0,40}}?(?:编制|编写|编撰)")
"""由某局编制. An office is not meant: it writes for its government, or for itself."""

_CITED = re.compile(
    rf"(?:^|[。，；、“《]|[将布]){_NAMED}20[0-3]\d\s*年度?政府信息公开(?:工作)?(?:年度|情况)(?:工作)?报告"
)
_SIGNED = re.compile(r"(20[0-3]\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_META_DATES = ("pubdate", "publishdate", "article:published_time", "createdate")
UNKNOWN_AGENCY = "（机关未识别）"
"""Stands for a body that nothing names, so that such reports are listed and can be filtered for."""

_LONGEST_TITLE = 80  # characters; the longest seen, with two agency names, has 48
_LAST_LINES = 20  # signature, date, and the site's own words behind them
_HEAD_LINES = 60  # lines searched for a title where no section heading is found
_MOST_JOINED = 3  # lines one title may be printed on


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports about which year. `origins` says for each field where it was taken from."""

    title: str  # as printed, lines joined; "" if none was found
    title_lines: frozenset[int]  # source lines that hold it
    agency: Agency
    year: int | None
    published: str | None  # ISO date
    origins: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()  # what was not taken as it is printed, in Chinese


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    lines: frozenset[int]
    subject: str  # the agency as the title names it, "" if it does not
    year: int | None


def recognise(document: Document, names: Names | None = None) -> Identity:
    """Never raises: what is not said is "", None or UNKNOWN_AGENCY, without an origin.

    `names` are those that no rule can know, by default the ones of this project.
    """
    titles = list(_titles(document))
    title = max(titles, key=_rank) if titles else _Title("", frozenset(), "", None)
    year, year_from = _year(title, document)
    subject, subject_from = _subject(title, document)
    named = body_named(subject, _evidence(document), names) if subject else Named(UNKNOWN_AGENCY)
    mended = tuple(f"“{one.printed}”按官方地名作“{one.official}”" for one in named.misprints)
    notes = tuple(f"机关名称中的{one}" for one in mended)
    published, published_from = _published(document)
    origins = {
        "title": "正文标题" if title.lines else "网页标题" if title.text else "",
        "agency": "，".join((subject_from, *mended)),
        "year": year_from,
        "published": published_from,
    }
    agency = describe(named.name, subject, document.text, names)
    said = {key: value for key, value in origins.items() if value}
    return Identity(title.text, title.lines, agency, year, published, said, notes)


def other_report(document: Document, identity: Identity) -> str:
    """The title of another body's or year's report that begins in the document; "" if none does.

    It stands behind a first section and before another one: reports only name others elsewhere.
    """
    lines = [block.text for block in document.blocks if isinstance(block, Line)]
    titles = {number: _as_title(plain(text), frozenset()) for number, text in _titled(lines)}
    others = [number for number, one in titles.items() if one and _is_other(one, identity)]
    if not others:
        return ""
    first = [number for number, text in enumerate(lines) if section_number(text) == 1]
    for number in others:
        if first and first[0] < number < first[-1]:
            return plain(lines[number])
    return ""


def _titled(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Lines that may be a title, by what costs little to see."""
    for number, text in enumerate(lines):
        if "公开" in text and len(text) <= _LONGEST_TITLE:
            yield number, text


def _is_other(title: _Title, identity: Identity) -> bool:
    """Whether it says both whose and when, and it is not this report's. The same body may be named
    with its regions here and without them there."""
    if not identity.title or not title.subject or title.year is None:
        return False
    mine, theirs = identity.agency.printed, title.subject
    same = not mine or mine.endswith(theirs) or theirs.endswith(mine)
    return not same or title.year != identity.year


def _rank(title: _Title) -> tuple[int, bool, int, int]:
    """Titles that say who and when first; then those in the text, on fewer lines, nearest to it."""
    says = bool(title.subject) + (title.year is not None)
    return says, bool(title.lines), -len(title.lines), max(title.lines, default=0)


def _titles(document: Document) -> Iterator[_Title]:
    """Every run of one to three lines before the first section that reads as a title."""
    lines = _head(document)
    for index in range(len(lines)):
        for count in range(1, _MOST_JOINED + 1):
            found = _title(lines[index : index + count])
            if found and len(found.lines) == count:
                yield found
    for key in ("articletitle", "title", "og:title"):
        if made := _as_title(re.split(r"[_|\-—]", document.meta.get(key, ""))[0], frozenset()):
            yield made


def _head(document: Document) -> Sequence[Line]:
    """Lines before the first official section, or the first sixty."""
    lines: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Line):
            if section_number(block.text) is not None or len(lines) >= _HEAD_LINES:
                break
            lines.append(block)
    return lines


def _title(lines: Sequence[Line]) -> _Title | None:
    parts = [plain(line.text) for line in lines]
    if any(_CHROME.search(part) or len(part) > _LONGEST_TITLE for part in parts):
        return None
    if len(parts) > 1 and any(_as_title(part, frozenset()) for part in parts[:-1]):
        return None
    return _as_title("".join(parts), frozenset(line.place.line for line in lines))


def _as_title(printed: str, lines: frozenset[int]) -> _Title | None:
    """The printed words as a title, or None: it ends in …信息公开…年度报告 and is no sentence."""
    if any(sign in printed for sign in "。！？；，"):
        return None
    squeezed = "".join(printed.split()).strip("《》").translate(_PLAIN_DIGITS)
    if "公開" in squeezed:
        squeezed = squeezed.translate(simplified())
    timeless = _YEAR.sub("", _YEARS.sub("", squeezed))
    end = _TITLE_END.search(timeless)
    if end is None or len(squeezed) > _LONGEST_TITLE:
        return None
    found = None if _YEARS.search(squeezed) else _YEAR.search(squeezed)
    subject = timeless[: end.start()].removeprefix("关于").removesuffix("关于").removesuffix("的")
    subject = re.sub(r"(?:年度|本级|部门|\d+)$|^年度", "", subject).strip('“”"')
    return _Title(printed.strip(), lines, subject, _as_year(found) if found else None)


def _as_year(found: re.Match[str]) -> int:
    return int(found[1] or found[2].translate(_CHINESE_DIGITS))


def _year(title: _Title, document: Document) -> tuple[int | None, str]:
    """The year covered: by the title, the stated period, the first sentence, date or path."""
    if title.year is not None:
        return title.year, "标题"
    if found := _PERIOD.search(document.text):
        return int(found[1]), "正文所写统计期限"
    for block in document.blocks:
        if isinstance(block, Line) and (found := _OPENING.match(plain(block.text))):
            return int(found[1]), "正文首句"
    published, _ = _published(document)
    if published:
        return int(published[:4]) - 1, "发布日期的上一年"
    if found := re.search(r"(?<!\d)(20[0-3]\d)(?!\d)", document.path or document.name):
        return int(found[1]), "文件路径"
    return None, ""


def _subject(title: _Title, document: Document) -> tuple[str, str]:
    """Who reports: from the title, the page's own data, the name of the file or its folder."""
    if title.subject:
        return title.subject, "标题"
    if found := _PUBLISHER.search(document.text):
        return found[1], "网页所列机构"
    if source := document.meta.get("contentsource"):
        return source, "网页元数据"
    if told := _told(document):
        return told
    path = PurePath(document.path or document.name)
    if (stem := _body_in(path.stem)) is not None:
        return stem, "文件名"
    folder = next((body for part in path.parts[-2::-1] if (body := _body_in(part))), "")
    return folder, "文件夹名" if folder else ""


def _told(document: Document) -> tuple[str, str] | None:
    """Whom the words before the first section name, or the line above the date at the end."""
    head = "。".join(plain(line.text).replace(" ", "") for line in _head(document))
    if told := _CITED.search(head) or _COMPILED.search(head):
        return told[1], "正文引言"
    lines = [plain(block.text) for block in document.blocks if isinstance(block, Line)]
    for body, day in pairwise(lines[-_LAST_LINES:]):
        office = body.endswith(("办公室", "办公厅"))
        if _SIGNED.fullmatch(day) and _BODY.fullmatch(body) and not office:
            return body, "落款"
    return None


def _body_in(name: str) -> str | None:
    """The body that a file or folder is named after: 青屏区教育局, or a title that names it."""
    title = _as_title(name, frozenset())
    subject = title.subject if title else _YEAR.sub("", name).strip(" _-（）()")
    return subject if _BODY.fullmatch(subject) else None


def _evidence(document: Document) -> str:
    """All that may name the regions above the agency. Fields are kept apart by a full stop."""
    return "。".join([document.text.replace("\n", "。"), *document.meta.values(), document.path])


def _published(document: Document) -> tuple[str | None, str]:
    for key in _META_DATES:
        found = re.match(r"(20[0-3]\d)-(\d{1,2})-(\d{1,2})", document.meta.get(key, ""))
        if found and (day := _iso(found)):
            return day, "网页元数据"
    for found in _PUBLISHED.finditer(document.text.replace("\xa0", " ")):
        if day := _iso(found):
            return day, "网页所列发布日期"
    signed = _signed(document)
    return signed, "落款日期" if signed else ""


def _signed(document: Document) -> str | None:
    """The day under the report, on a line of its own among the last: when its body issued it."""
    lines = [block.text for block in document.blocks if isinstance(block, Line)]
    for text in reversed(lines[-_LAST_LINES:]):
        if found := _SIGNED.fullmatch(plain(text)):
            return _iso(found)
    return None


def _iso(found: re.Match[str]) -> str | None:
    """The day, or None: pages that lost a character print days no calendar has."""
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
