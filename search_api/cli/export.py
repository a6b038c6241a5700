"""`gongkai export`: the whole catalogue as tidy data."""

from pathlib import Path

import click

from search_api.cli.stats import selected, which_bodies
from search_api.cli.terminal import complain, explained, open_store, say, table
from search_api.export import export as write_tables

_EVERY = 500  # reports between two lines of progress: some seconds


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@which_bodies
@click.pass_context
@explained
def export(context: click.Context, /, folder: Path, **which: tuple[str, ...]) -> None:
    """把目录库写成表格数据：报告、段落、统计、推算的数、校验结果、正文中的数、来源、机关。

    每张表一个 CSV 和一个 JSON Lines 文件，各列的含义见 CODEBOOK.md。DIR 中同名的文件会被替换。

    例：gongkai export 数据 --region 金山区 --year 2021-2024
    """
    with open_store(context) as store:
        try:
            written = write_tables(store.catalogue, selected(store, which), folder, _told)
        except OSError as error:
            reason = error.strerror or str(error)
            raise click.ClickException(f"无法写入 {folder}（{reason}）") from error
    for line in table(
        ((f"{name}.csv", f"{count:,} 行") for name, count in written.items()), right=frozenset({1})
    ):
        say(line)
    say(f"已写入 {folder}，各列的含义见 {folder / 'CODEBOOK.md'}")


def _told(done: int, total: int) -> None:
    if done % _EVERY == 0:
        complain(f"{done:,} / {total:,} 份报告")
