"""The whole catalogue as tables: nothing lost, nothing made up, the same bytes each time."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from corpus.forms import indicators
from corpus.forms.derived import derived
from corpus.model import Report, Status
from corpus.rules import rules
from search_api.export import words
from search_api.export.tidy import tables
from search_api.store import Store

ROOT = Path(__file__).resolve().parents[2]

Exported = Mapping[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def folder(asked: Callable[..., Result], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, exported by the command."""
    folder = tmp_path_factory.mktemp("export") / "data"
    result = asked("export", folder)
    assert (result.exit_code, result.stderr) == (0, "")
    return folder


@pytest.fixture(scope="module")
def exported(folder: Path) -> Exported:
    return {
        name: [
            json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
        ]
        for name in tables()
    }


def test_files(folder: Path) -> None:
    wanted = {f"{name}.{kind}" for name in tables() for kind in ("csv", "jsonl")}
    assert {path.name for path in folder.iterdir()} == wanted | {"CODEBOOK.md"}


@pytest.mark.parametrize("name", tables())
def test_both_files_of_a_table_say_the_same(folder: Path, exported: Exported, name: str) -> None:
    raw = (folder / f"{name}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True))
    assert tuple(head) == tuple(column.name for column in tables()[name].columns)
    assert len(rows) == len(exported[name]) > 0
    for row, one in zip(rows, exported[name], strict=True):
        assert list(one) == head
        said = ["" if value is None else str(value) for value in one.values()]
        assert [cell.removeprefix("'") for cell in row] == [cell.removeprefix("'") for cell in said]


def test_every_cell_is_there_as_it_stands(
    exported: Exported, reports: Mapping[str, Report]
) -> None:
    found = {(row["report"], row["indicator"]): row for row in exported["statistics"]}
    cells = [(report, one) for report in reports.values() for one in report.statistics]
    assert len(found) == len(exported["statistics"]) == len(cells)
    for report, one in cells:
        row = found[report.id, one.indicator]
        assert (row["value"], row["printed"], row["implied"]) == (
            one.value,
            one.printed,
            one.implied,
        )
        assert row["label"] == indicators()[one.indicator].label
        assert (row["value"] is None) == (one.status is not Status.PRINTED)


def test_every_part_of_every_report_is_there(
    exported: Exported, reports: Mapping[str, Report], store: Store
) -> None:
    def ids(table: str, column: str) -> list[str]:
        return sorted(row[column] for row in exported[table])

    every = reports.values()
    assert ids("reports", "report") == sorted(reports)
    assert ids("passages", "passage") == sorted(one.id for r in every for one in r.passages)
    assert ids("claims", "claim") == sorted(one.id for r in every for one in r.claims)
    assert ids("sources", "sha256") == sorted(one.sha256 for r in every for one in r.sources)
    assert len(exported["findings"]) == store.catalogue.findings()[1]
    assert ids("agencies", "agency") == sorted({report.agency.name for report in every})
    texts = {one.id: one.text for report in every for one in report.passages}
    assert {row["passage"]: row["text"] for row in exported["passages"]} == texts


def test_claims_and_findings_point_where_they_should(exported: Exported) -> None:
    texts = {row["passage"]: row["text"] for row in exported["passages"]}
    for row in exported["claims"]:
        assert texts[row["passage"]][row["start"] : row["end"]] == row["text"]
    known = {row["rule"] for row in exported["rules"]}
    assert {row["rule"] for row in exported["findings"]} <= known


def test_derived_figures_are_worked_out_of_the_cells(exported: Exported) -> None:
    cells = {(row["report"], row["indicator"]): row["value"] for row in exported["statistics"]}
    rates = [row for row in exported["derived"] if row["figure"] == "d.rate_granted"]
    assert len(rates) == len(exported["reports"])
    for row in rates:
        granted, all_of_them = (
            cells[row["report"], f"t3.{key}.total"] for key in ("granted", "total_processed")
        )
        if granted is None or not all_of_them:
            assert row["value"] is None
            assert row["why"]
        else:
            assert row["value"] == pytest.approx(100 * granted / all_of_them)
            assert (row["numerator"], row["denominator"]) == (granted, all_of_them)


def test_every_code_has_a_word(exported: Exported) -> None:
    for name, rows in exported.items():
        for row in rows:
            for column in (one for one in row if one.endswith("_label")):
                code = row.get(column.removesuffix("_label"))
                assert bool(row[column]) == (code not in ("", None)), (name, column, code)
                if code and column not in {"rule_label", "form_label"}:
                    assert row[column] != code, (name, column, code)


@pytest.mark.parametrize(
    ("options", "keep"),
    [
        pytest.param(["--year", "2022"], {"year": 2022}, id="year"),
        pytest.param(["--form", "2021"], {"form": "2021"}, id="form"),
        pytest.param(["--region", "砚溪区"], {"region": "云澄市 / 砚溪区"}, id="region"),
        pytest.param(
            ["--agency", "云澄市青屏区教育局"], {"agency": "云澄市青屏区教育局"}, id="agency"
        ),
    ],
)
def test_filters_hold_for_every_table(
    asked: Callable[..., Result],
    exported: Exported,
    tmp_path: Path,
    options: list[str],
    keep: Mapping[str, object],
) -> None:
    assert asked("export", tmp_path, *options).exit_code == 0
    (column, value), *_ = keep.items()
    kept = {row["report"] for row in exported["reports"] if row[column] == value}
    assert kept
    for name in ("reports", "passages", "statistics", "derived", "findings", "claims", "sources"):
        lines = (tmp_path / f"{name}.jsonl").read_text("utf-8").splitlines()
        wanted = [row for row in exported[name] if row["report"] in kept]
        assert [json.loads(line) for line in lines] == wanted
    assert f"：{options[1]}" in (tmp_path / "CODEBOOK.md").read_text("utf-8")


def test_the_same_catalogue_gives_the_same_bytes(
    asked: Callable[..., Result], folder: Path, tmp_path: Path
) -> None:
    assert asked("export", tmp_path).exit_code == 0
    for path in folder.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_the_code_book_has_every_column_key_code_and_rule(folder: Path) -> None:
    text = (folder / "CODEBOOK.md").read_text("utf-8")
    named = set(re.findall(r"^\| `?([^`|]+?)`? \|", text, re.MULTILINE))
    columns = {column.name for table in tables().values() for column in table.columns}
    assert columns <= named
    assert {*indicators(), *derived(), *rules(), *Status} <= named
    assert {*words.VERDICTS, *words.LEVELS, *words.KINDS, *words.BADGES} <= named
    for made in indicators().values():
        line = next(one for one in text.splitlines() if one.startswith(f"| `{made.key}` |"))
        assert f"| {made.label} | {made.unit} | {' '.join(made.forms)} |" in line
    assert "28 份，机关 6 个；年度 2019–2024" in text


def test_a_folder_that_cannot_be_written(asked: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("甲", "utf-8")
    result = asked("export", tmp_path / "file" / "data")
    assert result.exit_code == 1
    assert "无法写入" in result.stderr


@pytest.mark.parametrize("page", ["DATA.md", "DATA.zh.md"])
def test_the_example_with_pandas_works(folder: Path, page: str) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / page).read_text("utf-8"), re.S)
    command = [sys.executable, "-X", "utf8", "-W", "error", "-c", code]
    ran = subprocess.run(
        command, cwd=folder.parent, capture_output=True, encoding="utf-8", check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "云澄市青屏区教育局" in ran.stdout
    assert "268件" in ran.stdout
