"""What a document says of itself: title, agency, year, date of publication; and where."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

from corpus.agencies import canonical, describe
from corpus.headings import plain, section_number
from corpus.model import Agency, Document, Line

_TITLE_END = re.compile(
    r"(?:政府信息|政务信息|信息|政务)公开(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:的)?"
    r"(?:报告|年报)(?:[（(][^）)]{1,20}[）)])?$"
)
_YEAR = re.compile(
    r"(20[0-3]\d)\s*年?\s*度?|([二][〇○零０]{1}[一二三〇○零][一二三四五六七八九〇○零])年度?"
)
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


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    lines: frozenset[int]
    subject: str  # the agency as the title names it, "" if it does not
    year: int | None


def recognise(document: Document) -> Identity:
    """Never raises: what is not said is "", None or UNKNOWN_AGENCY, without an origin."""
    titles = list(_titles(document))
    title = max(titles, key=_rank) if titles else _Title("", frozenset(), "", None)
    year, year_from = _year(title, document)
    subject, subject_from = _subject(title, document)
    name = canonical(subject, _evidence(document)) if subject else UNKNOWN_AGENCY
    published, published_from = _published(document)
    origins = {
        "title": "正文标题" if title.lines else "网页标题" if title.text else "",
        "agency": subject_from,
        "year": year_from,
        "published": published_from,
    }
    agency = describe(name, subject, document.text)
    said = {key: value for key, value in origins.items() if value}
    return Identity(title.text, title.lines, agency, year, published, said)


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
    squeezed = re.sub(r"[\s\u3000]", "", printed).strip("《》")
    timeless = _YEAR.sub("", squeezed)
    end = _TITLE_END.search(timeless)
    if end is None or len(squeezed) > _LONGEST_TITLE or re.search(r"[。！？；，]", squeezed):
        return None
    found = _YEAR.search(squeezed)
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
    path = PurePath(document.path or document.name)
    if (stem := _body_in(path.stem)) is not None:
        return stem, "文件名"
    folder = next((body for part in path.parts[-2::-1] if (body := _body_in(part))), "")
    return folder, "文件夹名" if folder else ""


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
    return _signed(document), "落款日期" if _signed(document) else ""


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
