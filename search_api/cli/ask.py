"""`gongkai search`, and what other commands that ask share with it."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from corpus.model import Span
from indexer.engine import Term
from search_api import service
from search_api.answers import Answer, Answered, Asked, BadValue, Figure
from search_api.cli.batch import queries_in, say_batch
from search_api.cli.files import Files, file_options
from search_api.cli.terminal import (
    explained,
    marked,
    open_store,
    say,
    say_json,
    table,
)
from search_api.comparison import Amount, Peers, Sum
from search_api.export import (
    PARTS,
    STATUSES,
    batch_csv,
    batch_jsonl,
    batch_xlsx,
    in_words,
    number,
    repeated_in_words,
    search_csv,
    search_jsonl,
    search_xlsx,
)
from search_api.service import Direct
from search_api.store import Store
from search_api.views.answer import answer_view

VIEWS = {"words": "词", "pairs": "字对", "characters": "单字"}
"""The views of a text, as an explanation names them."""

_YEARS = re.compile(r"((?:19|20)\d\d)(?:(?:\.\.|-)((?:19|20)\d\d))?", re.ASCII)


def years(given: Sequence[str]) -> tuple[int, ...]:
    """2022 or 2019-2022, as single years. Raises BadValue."""
    found: list[int] = []
    for said in given:
        if not (match := _YEARS.fullmatch(said)):
            raise BadValue(f"--year {said} 不是年度", "应为 2022 或 2019-2022")
        first, last = int(match[1]), int(match[2] or match[1])
        found += range(min(first, last), max(first, last) + 1)
    return tuple(dict.fromkeys(found))


def which_reports(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which reports, for every command that asks."""
    for option in (
        click.option("--form", multiple=True, help="表样版本：2019 或 2021；可重复。"),
        click.option("--year", multiple=True, help="年度，或范围 2019-2022；可重复。"),
        click.option("--region", multiple=True, help="地区，如 金山区；可重复。"),
        click.option("--agency", multiple=True, help="机关，全称或简称；可重复。"),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("words", nargs=-1)
@which_reports
@click.option(
    "--section", type=click.IntRange(0, 6), multiple=True, help="章节 1-6，0 为引言；可重复。"
)
@click.option(
    "--sort",
    default="relevance",
    help="排序：relevance、year、-year、agency，或指标代码，如 t3.new.total（大的在前）。",
)
@click.option("--page", type=click.IntRange(1), default=1, help="第几页。")
@click.option("--size", type=click.IntRange(1), default=10, show_default=True, help="每页条数。")
@click.option("--no-interpret", is_flag=True, help="不把机关、年度等词语当作筛选条件。")
@click.option("--exact", is_flag=True, help="不查同义词。")
@click.option("--new", is_flag=True, help="只要同机关上一年度报告中没有的内容。")
@click.option("--fold", is_flag=True, help="同一句话只列一段。")
@click.option("--explain", is_flag=True, help="说明检索词怎样切分，各段怎样得分。")
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="一次检索文件中的各条检索词：每行一条，# 开头的行不算；列出各机关、各年度的段数。",
)
@click.option(
    "--passages", is_flag=True, help="与 --batch、--csv 或 --jsonl 合用：列出各条的段落。"
)
@click.pass_context
@explained
@file_options
def search(
    context: click.Context,
    *,
    words: tuple[str, ...],
    year: tuple[str, ...],
    no_interpret: bool,
    batch: Path | None,
    passages: bool,
    files: Files,
    as_json: bool,
    **options: Any,
) -> None:
    """检索段落，旁边列出对应的数据。

    例：gongkai search 第三方合法权益 --year 2022

    \b
      gongkai search 不予公开 --xlsx 不予公开.xlsx
      gongkai search --batch 检索词.txt --csv
    """
    if batch and words:
        raise BadValue("用 --batch 时不能另写检索词", "请把它们写进文件")
    if passages and not (batch and (files.csv or files.jsonl)):
        raise BadValue("--passages 只与 --batch 和 --csv 或 --jsonl 合用")
    # The other options have the names of what they set.
    asked = Asked(q=" ".join(words), year=years(year), interpret=not no_interpret, **options)
    with open_store(context) as store:
        if batch:
            _batch(store, queries_in(batch), asked, files, passages=passages, as_json=as_json)
            return
        if files.given(
            partial(search_csv, store, asked),
            partial(search_jsonl, store, asked),
            partial(search_xlsx, store, asked),
        ):
            return
        answer = service.search(store, asked)
        direct = service.direct(store, asked)
    if as_json:
        say_json(answer_view(answer, direct))
    else:
        for line in (*map(direct_line, direct), *_lines(answer)):
            say(line)


def _batch(
    store: Store,
    queries: Sequence[str],
    asked: Asked,
    files: Files,
    *,
    passages: bool,
    as_json: bool,
) -> None:
    """A list of queries, in the form asked for."""
    which = "passages" if passages else "matrix"
    if not files.given(
        partial(batch_csv, store, queries, asked, which),
        partial(batch_jsonl, store, queries, asked, which),
        partial(batch_xlsx, store, queries, asked),
    ):
        say_batch(store, queries, asked, as_json=as_json)


def _lines(answer: Answer) -> Iterator[str]:
    yield f"找到 {answer.total:,} 段，来自 {answer.reports:,} 份报告（{answer.took_ms:.0f} 毫秒）"
    for name, indicators in (("筛选", False), ("指标", True)):
        read = [one for one in answer.interpreted if (one.kind == "indicator") is indicators]
        if read:
            yield f"{name}：" + "、".join(f"{one.label}（{one.text}）" for one in read)
    for note in answer.notes:
        yield f"注意：{note}"
    yield from _explained(answer)
    first = (answer.asked.page - 1) * answer.asked.size + 1
    for place, hit in enumerate(answer.hits, first):
        yield ""
        yield from _hit_lines(place, hit)
        yield from _parts(hit, answer)
    yield from _instead(answer)


def _hit_lines(place: int, hit: Answered) -> Iterator[str]:
    year = f" {hit.report.year} 年" if hit.report.year else ""
    where = " › ".join((hit.section_title, *hit.passage.heading))
    yield f"{place}. {hit.report.agency}{year}  {where}"
    text, spans = excerpt(hit.passage.text, hit.highlights, hit.snippet)
    yield f"   {marked(text, spans)}"
    if told := repeated_in_words(hit):
        yield f"   {told}"
    for one in hit.statistics:
        yield f"   ▪ {figure_line(one)}"
    yield f"   {hit.report.id}  第 {hit.passage.order} 段"


def figure_line(one: Figure) -> str:
    """A figure with its reason, and with a sign if a check speaks against it."""
    doubt = "  ⚠ 校验不符" if one.findings else ""
    return f"{in_words(one)}（{one.why}）{doubt}"


def excerpt(text: str, spans: Sequence[Span], part: Span) -> tuple[str, list[Span]]:
    """A part of the text in one line, with the spans that fall into it."""
    start, end = part
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shown = re.sub(r"\s", " ", text[start:end])
    shift = len(before) - start
    inside = [(one + shift, min(two, end) + shift) for one, two in spans if start <= one < end]
    return f"{before}{shown}{after}", inside


def _explained(answer: Answer) -> Iterator[str]:
    """How the question was read, a line for each view."""
    found = answer.explained
    if found is None:
        return
    yield f"切分：{'、'.join(found.units) or '（无）'}"
    for view, name in VIEWS.items():
        terms = [_term(one) for one in found.terms if one.view == view]
        if terms:
            yield f"{name}：{'  '.join(terms)}"


def _term(one: Term) -> str:
    """不予公开×1（12 段，代“不公开”）."""
    said = (
        f"{one.frequency:,} 段",
        "常见" * one.common,
        f"代“{one.synonym_of}”" * bool(one.synonym_of),
    )
    return f"{one.text}×{one.weight:g}（{'，'.join(filter(None, said))}）"


def _parts(hit: Answered, answer: Answer) -> Iterator[str]:
    """Where the score of a hit is from."""
    if answer.explained is not None:
        parts = answer.explained.hits.get(hit.passage.id, ())
        told = (f"{PARTS.get(one.field, one.field)}{one.text} {one.score:+.2f}" for one in parts)
        yield f"   得分 {hit.score:.2f} = {'  '.join(told)}"


def _instead(answer: Answer) -> Iterator[str]:
    """What else to try, and the figures that answer where no passage does."""
    for wording, count in answer.suggestions:
        yield f"可以改为：{wording}（{count} 段）"
    for one in answer.alternatives:
        yield f"可以{one.label}（{one.passages} 段）"
    if answer.rows and not answer.hits:
        yield ""
        yield "没有段落含有这些词语，报告的统计表中有："
        yield from figure_table(answer.rows)


def figure_table(rows: Sequence[Figure]) -> Iterator[str]:
    """Figures in columns: who, when, what, how many, and what to make of it."""
    yield from table(
        (
            (
                one.agency,
                str(one.year or "年度不明"),
                one.label,
                number(one.value) if one.value is not None else "—",
                one.unit if one.value is not None else STATUSES[one.status],
                "" if one.implied is None else f"推算 {number(one.implied)}",
                "⚠ 校验不符" if one.findings else "",
            )
            for one in rows
        ),
        right=frozenset({3}),
    )


def made_of(one: Amount) -> str:
    """（21/28）, of a rate."""
    if one.numerator is None or one.denominator is None:
        return ""
    return f"（{number(one.numerator)}/{number(one.denominator)}）"


def peers_line(one: Peers) -> str:
    """Where a figure stands among those of like bodies, in a sentence."""
    value = one.amount.value
    told = "没有可用的数" if value is None else f"{number(round(value, 2))}{one.unit}"
    told = f"{one.amount.agency} {one.amount.year} 年{one.label} {told}{made_of(one.amount)}"
    among = f"同年同级同类 {one.peers} 份有这个数，{one.without} 份没有可用的数"
    if one.percentile is None:
        return f"{told}；{among}；{one.note}"
    low, median, high = (number(round(each or 0, 2)) for each in (one.low, one.median, one.high))
    return (
        f"{told}，高于其中 {one.percentile:.0f}%；{among}；中位数 {median}，四分位数 {low}—{high}"
    )


def sum_line(one: Sum) -> str:
    """A sum with what is in it, in a sentence."""
    value = "没有可用的数" if one.value is None else f"{number(round(one.value, 2))}{one.unit}"
    left = f"，为免重复未计入：{'、'.join(one.left_out)}" if one.left_out else ""
    form = f"（{one.form} 年版表样）" if one.form else ""
    year = one.year or "年度不明"
    counts = f"计入 {one.reports} 份，{one.without} 份没有可用的数{left}"
    return f"{year} 年{one.label}{form}合计 {value}；{counts}"


def direct_line(one: Direct) -> str:
    """The figure asked for, in a sentence."""
    doubt = "  ⚠ 校验不符" if one.doubtful else ""
    if one.peers:
        return f"▶ {peers_line(one.peers)}{doubt}"
    return f"▶ {sum_line(one.total)}" if one.total else ""
