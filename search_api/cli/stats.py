"""`gongkai stats` and `gongkai coverage`: figures, added up, ranked, among peers; what there is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import click
from pydantic import BaseModel

from corpus.catalogue import Selection
from search_api import comparison, service
from search_api.answers import BadValue, Figure, NotFound
from search_api.cli.ask import figure_table, made_of, peers_line, which_reports, years
from search_api.cli.files import Files, file_options
from search_api.cli.terminal import (
    complain,
    explained,
    json_option,
    open_store,
    say,
    say_json,
    table,
)
from search_api.comparison import Amount, Coverage, Ranking, Sum
from search_api.export import number, statistics_csv, statistics_jsonl, statistics_xlsx
from search_api.statistics import doubted, figure, headline, uncomparable
from search_api.store import Store
from search_api.views.comparison import coverage_view, peers_view, ranking_view, sum_view
from search_api.views.report import amount_item, statistic_view

WAYS = ("--sum", "--rank", "--peers")
STATES = {"present": "有", "cut": "残", "missing": "缺"}


def which_bodies(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which reports, with those on the bodies that report."""
    for option in (
        click.option("--kind", multiple=True, help="机关类型：government、department 等；可重复。"),
        click.option("--level", multiple=True, help="层级：province、county 等；可重复。"),
    ):
        command = option(command)
    return which_reports(command)


@click.command()
@click.option(
    "--indicator",
    multiple=True,
    help="指标代码或叫法，如 不予公开；也可以是推算的，如 实质公开率；可重复。",
)
@which_bodies
@click.option("--report", multiple=True, help="报告编号；可重复。")
@click.option("--sum", "summed", is_flag=True, help="按年度合计。")
@click.option("--rank", "ranked", is_flag=True, help="由大到小排名。")
@click.option("--peers", metavar="REPORT", help="这份报告在同年、同级、同类机关中的位置。")
@click.pass_context
@explained
@file_options
def stats(
    context: click.Context,
    *,
    indicator: tuple[str, ...],
    summed: bool,
    ranked: bool,
    peers: str | None,
    files: Files,
    as_json: bool,
    **which: tuple[str, ...],
) -> None:
    """列出统计表中的数据；不指定指标时为主要数字。

    例：gongkai stats --indicator 实质公开率 --year 2022 --rank
    """
    _one_of((summed, ranked, peers), WAYS)
    if files != Files() and (summed or ranked or peers):
        raise BadValue("--csv、--xlsx、--jsonl 只用于列出数据", "合计、排名和比较请用 --json")
    keys = comparison.keys_asked(indicator) or tuple(made.indicator for made in headline())
    with open_store(context) as store:
        where = selected(store, which)
        if summed:
            _sums(store, where, keys, as_json)
        elif ranked:
            _rankings(store, where, keys, as_json)
        elif peers:
            _among_peers(store, peers, keys, as_json)
        else:
            _figures(store, where, keys, files, as_json=as_json)


def selected(store: Store, which: dict[str, tuple[str, ...]]) -> Selection:
    """The reports that the options name. Says of which names there are none."""
    agency, region = which["agency"], which["region"]
    where = service.selection(
        store.catalogue,
        report=which.get("report", ()),
        agency=agency,
        region=region,
        year=years(which["year"]),
        form=which["form"],
    )
    for note in service.unknown_names(store.catalogue, agency, region):
        complain(f"注意：{note}")
    return replace(where, level=frozenset(which["level"]), kind=frozenset(which["kind"]))


def _one_of(given: Sequence[object], names: Sequence[str]) -> None:
    if sum(map(bool, given)) > 1:
        raise BadValue(f"{'、'.join(names)} 只能选一个")


def _say_items(items: Sequence[BaseModel]) -> None:
    listed = [one.model_dump(mode="json") for one in items]
    say_json({"total": len(listed), "page": 1, "size": len(listed), "items": listed})


# Figures one by one


def _figures(
    store: Store, where: Selection, keys: Sequence[str], files: Files, *, as_json: bool
) -> None:
    if files.given(
        partial(statistics_csv, store.catalogue, where, keys),
        partial(statistics_jsonl, store.catalogue, where, keys),
        partial(statistics_xlsx, store.catalogue, where, keys),
    ):
        return
    cells, made = comparison.parted(keys)
    found = store.catalogue.cells(where, cells)[0] if cells else ()
    doubts = doubted(store.catalogue, {cell.report for cell in found})
    worked = [one for key in made for one in comparison.amounts(store.catalogue, where, key)]
    shown = [figure(cell, doubts=doubts) for cell in found]
    if as_json:
        _say_items([*(statistic_view(cell, doubts) for cell in found), *map(amount_item, worked)])
    else:
        _say_figures(shown, worked)


def _say_figures(shown: Sequence[Figure], worked: Sequence[Amount]) -> None:
    for line in (*figure_table(shown), *table(map(_amount, worked), right=frozenset({3}))):
        say(line)
    if not shown and not worked:
        complain("没有符合条件的数据")
    if len({one.form for one in shown if uncomparable(one.indicator)}) > 1:
        complain("注意：表二自 2021 年表样起统计口径不同，前后的数不能比较")


def _amount(one: Amount) -> tuple[str, ...]:
    """Who, when, what, how many, of what."""
    label, unit = comparison.name_of(one.key)
    year = str(one.year or "年度不明")
    if one.value is None:
        return one.agency, year, label, "—", one.why
    return one.agency, year, label, number(round(one.value, 2)), f"{unit}{made_of(one)}"


# Added up, ranked, among peers


def _sums(store: Store, where: Selection, keys: Sequence[str], as_json: bool) -> None:
    every = [one for key in keys for one in comparison.summed(store.catalogue, where, key)]
    if as_json:
        _say_items([sum_view(one) for one in every])
        return
    for line in table(map(_sum_row, every), right=frozenset({2})):
        say(line)
    if not every:
        complain("没有符合条件的数据")
    if len({one.form for one in every if one.form}) > 1:
        complain("注意：表二自 2021 年表样起统计口径不同，分开相加")


def _sum_row(one: Sum) -> tuple[str, ...]:
    value = "—" if one.value is None else number(round(one.value, 2))
    left = f"，为免重复未计入：{'、'.join(one.left_out)}" if one.left_out else ""
    return (
        str(one.year or "年度不明"),
        f"{one.label}{f'（{one.form} 年版表样）' if one.form else ''}",
        value,
        f"{one.unit}，计入 {one.reports} 份，{one.without} 份没有可用的数{left}",
    )


def _rankings(store: Store, where: Selection, keys: Sequence[str], as_json: bool) -> None:
    every = [comparison.ranking(store.catalogue, where, key) for key in keys]
    if as_json:
        _say_items([ranking_view(one, 1, max(1, len(one.ranked))) for one in every])
        return
    for one in every:
        for line in _ranking(one):
            say(line)
        for note in one.notes:
            complain(f"注意：{note}")


def _ranking(one: Ranking) -> Iterator[str]:
    counts = f"{len(one.ranked)} 份有名次，{len(one.without)} 份没有可用的数"
    yield f"{one.label}（{one.unit}）：{counts}"
    yield from table(
        (
            (
                str(each.place),
                each.amount.agency,
                str(each.amount.year or "年度不明"),
                number(round(each.amount.value or 0, 2)),
                made_of(each.amount),
            )
            for each in one.ranked
        ),
        right=frozenset({0, 3}),
    )


def _among_peers(store: Store, report: str, keys: Sequence[str], as_json: bool) -> None:
    every = [
        one for key in keys if (one := comparison.peers(store.catalogue, report, key)) is not None
    ]
    if not every:
        raise NotFound(f"报告“{report[:40]}”没有所问的指标", "报告编号见 gongkai stats --json")
    if as_json:
        _say_items([peers_view(one) for one in every])
        return
    for one in every:
        say(peers_line(one))


# Coverage


@click.command()
@which_bodies
@json_option
@click.pass_context
@explained
def coverage(context: click.Context, /, *, as_json: bool, **which: tuple[str, ...]) -> None:
    """各机关各年的报告：有、残（收录而残缺）、缺。

    例：gongkai coverage --region 金山区 --level county
    """
    with open_store(context) as store:
        found = comparison.coverage(store.catalogue, selected(store, which))
    if as_json:
        say_json(coverage_view(found, 1, max(1, len(found.bodies))))
        return
    for line in _matrix(found):
        say(line)
    if found.undated:
        complain(f"注意：{len(found.undated)} 份报告年度不明，未列入")


def _matrix(found: Coverage) -> Iterator[str]:
    head = ("机关", *map(str, found.years))
    rows = [(one.agency, *(STATES[state] for state in one.years.values())) for one in found.bodies]
    yield from table([head, *rows])
    states = [state for one in found.bodies for state in one.years.values()]
    counts = "，".join(f"{word} {states.count(state)}" for state, word in STATES.items())
    yield f"{len(found.bodies)} 个机关，{len(found.years)} 年：{counts}"
