"""The page of many queries at once: a form, and passages by query, body and year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from search_api import service
from search_api.answers import Asked, BadQuestion
from search_api.export import batch_csv, batch_jsonl, batch_xlsx
from search_api.export.words import FILTERS
from search_api.pages import address
from search_api.pages.address import Pairs, pairs_of, search_url
from search_api.pages.render import show
from search_api.pages.search import Link
from search_api.routes.files import text_file, workbook
from search_api.service import BATCH_PASSAGES, QUERIES, Counted

CHARACTERS = 5_000
"""Of a list on the page: it stands in the address, as every search does, and a Chinese character
takes nine bytes there, of the 64 KB that a server reads."""

BODIES, LINES = 20, 300
"""Bodies shown of each query, and lines in all, at least three a query: more than a few screens and
200 kB nobody reads. The downloads have all."""

LIMITS = (
    f"每行一条，写法与检索框相同；空行和 # 开头的行不算。一次最多 {QUERIES} 条、"
    f"共 {CHARACTERS:,} 个字；更长的用命令行（gongkai search --batch）或接口。"
)

_FILES = {
    ("csv", "matrix"): "段数矩阵 CSV",
    ("csv", "passages"): "段落 CSV",
    ("jsonl", "passages"): "段落 JSON Lines",
    ("xlsx", "all"): "矩阵和段落 XLSX",
}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One body of a query. A count is "—" where there is no report that was asked about."""

    agency: str
    url: str  # its passages
    counts: tuple[str, ...]  # by year
    total: str


@dataclass(frozen=True, slots=True)
class Block:
    """One query."""

    number: int
    query: str
    url: str  # its search
    head: str  # 53 段，来自 28 份报告
    read_as: str  # 识别为筛选：2022 年; ""
    notes: tuple[str, ...]
    lines: tuple[Line, ...]
    more: str  # 另有 12 个机关，见下载; ""


@dataclass(frozen=True, slots=True)
class BatchPage:
    """Everything the template says."""

    text: str
    hidden: Pairs  # filters that the form keeps
    filters: tuple[str, ...]  # the same in words
    limits: str
    note: str  # what was wrong; ""
    years: tuple[str, ...]
    blocks: tuple[Block, ...]
    downloads: tuple[Link, ...]


@router.get("/batch")
def batch(request: Request) -> Response:
    """The form; with queries in the address their counts, or a file of them."""
    given = request.query_params
    understood, text = address.read(given.multi_items()), given.get("queries", "")
    asked = replace(understood.asked, q="", sort="relevance", page=1, group=False, fold=False)
    library, queries = request.app.state.store, service.queries_of(text)
    if not queries:
        return _shown(text, asked)
    try:
        _check(text)
        service.check_batch(library, queries, asked)
    except BadQuestion as error:
        return _shown(text, asked, note=str(error), status=400)
    which = given.get("format", ""), given.get("table", "all")
    if which in _FILES:
        return _file(library, queries, asked, *which)
    years = service.batch_years(library, asked)
    bodies = max(3, min(BODIES, LINES // len(queries)))
    blocks = tuple(block(one, years, bodies) for one in service.batch(library, queries, asked))
    return _shown(text, asked, years=years, blocks=blocks)


def _check(text: str) -> None:
    if len(text) > CHARACTERS:
        reason = f"检索词共 {len(text):,} 个字，网页一次最多 {CHARACTERS:,} 个"
        raise BadQuestion(reason, "请分几次检索，或用命令行 gongkai search --batch")


def _file(
    library: service.Library, queries: Sequence[str], asked: Asked, kind: str, table: str
) -> Response:
    if kind == "xlsx":
        return workbook(partial(batch_xlsx, library, queries, asked), "多条检索", "batch")
    lines = batch_csv if kind == "csv" else batch_jsonl
    return text_file(lines(library, queries, asked, table), kind, f"多条检索-{table}", table)


def _shown(
    text: str,
    asked: Asked,
    *,
    note: str = "",
    status: int = 200,
    years: Sequence[int | None] = (),
    blocks: Iterable[Block] = (),
) -> Response:
    filters = tuple(pair for pair in pairs_of(asked) if pair[0] not in {"group", "size"})
    blocks = tuple(blocks)
    page = BatchPage(
        text=text,
        hidden=filters,
        filters=tuple(f"{FILTERS.get(name, name)}：{value}" for name, value in filters),
        limits=LIMITS,
        note=note,
        years=tuple(f"{year}" if year else "年度不明" for year in years),
        blocks=blocks,
        downloads=_downloads(text, filters) if blocks else (),
    )
    return show("batch.html", status, current="batch", page=page)


def block(one: Counted, years: Sequence[int | None], bodies: int = BODIES) -> Block:
    """One query with the bodies that say most of it."""
    found = {agency for agency, _ in one.counts}
    said = [agency for agency in one.agencies if agency in found]
    more = len(said) - bodies
    return Block(
        number=one.number,
        query=one.query,
        url=search_url(replace(one.asked, group=True)),
        head=f"{one.total:,} 段，来自 {one.reports:,} 份报告",
        read_as=f"识别为筛选：{'、'.join(one.read_as)}" if one.read_as else "",
        notes=one.notes,
        lines=tuple(_line(one, agency, years) for agency in said[:bodies]),
        more=f"另有 {more:,} 个机关，见下载的文件" if more > 0 else "",
    )


def _line(one: Counted, agency: str, years: Sequence[int | None]) -> Line:
    counts = [one.count((agency, year)) for year in years]
    return Line(
        agency,
        search_url(replace(one.asked, agency=(agency,), group=True)),
        tuple("—" if count is None else f"{count:,}" for count in counts),
        f"{sum(filter(None, counts)):,}",
    )


def _downloads(text: str, filters: Pairs) -> tuple[Link, ...]:
    note = f"段落每条最多 {BATCH_PASSAGES:,} 段，超出时注明"
    return tuple(
        Link(
            label,
            "/batch?"
            + urlencode([("queries", text), *filters, ("format", kind), ("table", table)]),
            note=note,
        )
        for (kind, table), label in _FILES.items()
    )
