"""`gongkai search --batch FILE`: a list of queries at once, as a matrix."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.read.decode import decode
from search_api import service
from search_api.answers import Asked
from search_api.cli.terminal import say, say_json, table
from search_api.service import Counted
from search_api.store import Store
from search_api.views.batch import batch_view


def queries_in(path: Path) -> tuple[str, ...]:
    """The queries of a file, one a line, in any encoding a report may be in. Raises NotReadable."""
    data = path.read_bytes()
    return service.queries_of(decode(data)[0]) if data.strip() else ()


def say_batch(store: Store, queries: Sequence[str], asked: Asked, *, as_json: bool) -> None:
    """Every query with its passages by body and year."""
    years = service.batch_years(store, asked)
    counted = service.batch(store, queries, asked)
    if as_json:
        say_json(batch_view(counted, years))
        return
    for one in counted:
        say(f"{one.number}. {one.query}：{one.total:,} 段，来自 {one.reports:,} 份报告")
        if one.read_as:
            say(f"   筛选：{'、'.join(one.read_as)}")
        for note in one.notes:
            say(f"   注意：{note}")
        for line in table(_rows(one, years), right=frozenset(range(1, len(years) + 2))):
            say(f"   {line}")


def _rows(one: Counted, years: Sequence[int | None]) -> Iterator[Sequence[str]]:
    """Bodies that say something of it; a dash where there is no report that was asked about."""
    said = [agency for agency in one.agencies if any(agency == at[0] for at in one.counts)]
    if said:
        yield "", *(str(year or "年度不明") for year in years), "合计"
    for agency in said:
        counts = [one.count((agency, year)) for year in years]
        shown = ("—" if count is None else str(count) for count in counts)
        yield agency, *shown, str(sum(filter(None, counts)))
