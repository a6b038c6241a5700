"""The group of commands, with the option they share."""

from pathlib import Path

import click

from search_api.cli.ask import search
from search_api.cli.check import check
from search_api.cli.export import export
from search_api.cli.ingest import index, ingest
from search_api.cli.serve import demo, serve
from search_api.cli.stats import coverage, stats
from search_api.cli.tell import show
from search_api.cli.terminal import speak_utf8


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="GONGKAI_DATA",
    help="数据目录，默认 ./gongkai-data；也可用环境变量 GONGKAI_DATA。",
)
@click.version_option(package_name="gongkai", prog_name="gongkai")
def main(data: Path | None) -> None:
    """公开：检索政府信息公开工作年度报告，附标准表格中的数据和校验结果。

    先收录，再检索：

    \b
      gongkai ingest 报告文件夹
      gongkai search 不予公开 --year 2022
      gongkai serve
    """
    speak_utf8()


for _command in (ingest, search, stats, coverage, show, check, export, serve, demo, index):
    main.add_command(_command)
