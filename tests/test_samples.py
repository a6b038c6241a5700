"""The sample reports, read from end to end, against what their author wrote into them.

The truth in `tests/gold` was made from the same data as the samples, never by reading them back.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.forms import keys_of
from corpus.model import Document, Form, Report, Statistic, Status, Verdict
from corpus.prepare import line_spans, prepare
from corpus.read import read

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "corpus" / "samples"
GOLD = ROOT / "tests" / "gold"
NAMES = sorted(path.stem for path in GOLD.glob("*.json"))
CUT = [  # of these the table itself ends early
    "yanxi_songshi_jiedao_2024",
    "yanxi_weisheng_jiankang_weiyuanhui_2021",
]

every_sample = pytest.mark.parametrize("name", NAMES)


@cache
def truth(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((GOLD / f"{name}.json").read_text("utf-8"))
    return loaded


@cache
def document_of(name: str) -> Document:
    file = truth(name)["file"]
    return read(file, (SAMPLES / file).read_bytes())


@cache
def report_of(name: str) -> Report:
    return prepare(document_of(name))


def cells_of(name: str) -> dict[str, Statistic]:
    return {cell.indicator: cell for cell in report_of(name).statistics}


def squeezed(text: str) -> str:
    """Without white space: where lines break is not what is compared."""
    return re.sub(r"\s", "", text)


def test_every_sample_has_a_truth_and_every_truth_a_sample() -> None:
    files = {path.name for path in SAMPLES.iterdir() if path.suffix in {".txt", ".html"}}
    assert files == {truth(name)["file"] for name in NAMES}


def test_the_samples_cover_what_they_are_for() -> None:
    reports = [report_of(name) for name in NAMES]
    assert len(reports) >= 24
    assert len({report.agency.name for report in reports}) >= 6
    assert len({report.agency.region for report in reports}) >= 2
    assert {report.year for report in reports} == set(range(2019, 2025))
    assert {report.form for report in reports} == {Form.Y2019, Form.Y2021}
    assert {document_of(name).format for name in NAMES} == {"txt", "html"}


def test_no_two_samples_share_an_id() -> None:
    assert len({report_of(name).id for name in NAMES}) == len(NAMES)


@every_sample
def test_identity(name: str) -> None:
    report, gold = report_of(name), truth(name)
    assert report.title == gold["title"]
    assert report.agency.name == gold["agency"]
    assert report.agency.region == tuple(gold["region"])
    assert report.year == gold["year"]
    assert report.published == gold["published"]
    assert report.form == gold["form"]
    assert report.sources[0].encoding == gold["encoding"].removesuffix("-bom")


@every_sample
def test_every_value(name: str) -> None:
    read_back = {key: cell.value for key, cell in cells_of(name).items()}
    assert read_back == truth(name)["statistics"]


@every_sample
def test_every_status(name: str) -> None:
    odd = {
        key: cell.status.value
        for key, cell in cells_of(name).items()
        if cell.status is not Status.PRINTED
    }
    assert odd == truth(name)["status"]


@every_sample
def test_figures_are_kept_as_printed(name: str) -> None:
    cells = cells_of(name)
    printed = truth(name).get("printed", {})
    assert {key: cells[key].printed for key in printed} == printed


@every_sample
def test_every_cell_of_the_form_has_one_statistic_in_form_order(name: str) -> None:
    report = report_of(name)
    assert tuple(cell.indicator for cell in report.statistics) == keys_of(report.form)


@every_sample
def test_a_value_stands_where_its_place_says(name: str) -> None:
    lines = document_of(name).text.split("\n")
    for cell in report_of(name).statistics:
        if cell.place is None or cell.printed is None:
            continue
        line = lines[cell.place.line - 1]
        if "\t" in line:
            assert line.split("\t")[cell.place.cell - 1].strip() == cell.printed
        assert cell.printed in line


@every_sample
def test_first_and_last_words_of_every_section(name: str) -> None:
    texts = {str(section.number): squeezed(section.text) for section in report_of(name).sections}
    read_back = {key: [text[:20], text[-20:]] for key, text in texts.items() if text}
    assert read_back == truth(name)["sections"]


@every_sample
def test_headings(name: str) -> None:
    read_back = {
        str(section.number): [squeezed(heading) for heading in section.headings]
        for section in report_of(name).sections
        if section.headings
    }
    wanted = {
        key: [squeezed(heading) for heading in headings]
        for key, headings in truth(name)["headings"].items()
        if headings
    }
    assert read_back == wanted


@every_sample
def test_what_the_rules_must_find(name: str) -> None:
    found: dict[str, list[str]] = {}
    for finding in report_of(name).findings:
        if finding.verdict is Verdict.FAIL:
            found.setdefault(finding.rule, []).append(finding.about)
    assert found == truth(name)["fails"]


@every_sample
def test_the_one_wrong_cell_is_located(name: str) -> None:
    found = [finding.located for finding in report_of(name).findings if finding.located]
    wanted = truth(name)["located"]
    for located in found:
        assert wanted == {
            "indicator": located.indicator,
            "printed": located.printed,
            "implied": located.implied,
        }
    assert bool(found) == (wanted is not None)


@every_sample
def test_a_lost_figure_is_implied_and_not_invented(name: str) -> None:
    cells, gold = cells_of(name), truth(name)["statistics"]
    for row in truth(name)["shape"].get("six_values", ()):
        leaves = [key for key in gold if key.startswith(f"t3.{row}.")][:-1]
        lost = [key for key in leaves if gold[key] is None]
        known = sum(gold[key] for key in leaves if gold[key] is not None)
        assert [cells[key].implied for key in lost] == [gold[f"t3.{row}.total"] - known]
        assert [cells[key].value for key in lost] == [None]


@pytest.mark.parametrize("name", CUT)
def test_a_table_that_ends_early_has_no_places_behind_its_end(name: str) -> None:
    cells, report = cells_of(name), report_of(name)
    lost = truth(name)["shape"]["missing_rows"]
    assert "t3" in report.damage
    assert lost
    for row in lost:
        cell = cells[f"t3.{row}.total"]
        assert (cell.status, cell.place, cell.implied) == (Status.MISSING, None, None)


@every_sample
def test_sound_files_have_no_damage(name: str) -> None:
    lost = {
        key.split(".")[0] for key, status in truth(name)["status"].items() if status == "missing"
    }
    assert report_of(name).damage == tuple(sorted(lost))


@every_sample
def test_every_fact_stands_in_a_passage_of_its_section(name: str) -> None:
    texts = [(passage.section, squeezed(passage.text)) for passage in report_of(name).passages]
    for fact in truth(name)["facts"]:
        quote = squeezed(fact["quote"])
        assert [section for section, text in texts if quote in text] == [fact["section"]]


@every_sample
def test_sentences_that_differ_from_the_tables_are_kept_as_written(name: str) -> None:
    text = squeezed(document_of(name).text)
    for claim in truth(name)["claims_differ"]:
        assert squeezed(claim) in text
        assert any(squeezed(claim) in squeezed(each.text) for each in report_of(name).passages)


@every_sample
def test_passages_are_numbered_and_lie_in_the_source(name: str) -> None:
    report, text = report_of(name), document_of(name).text
    assert [each.order for each in report.passages] == [*range(1, len(report.passages) + 1)]
    assert [each.id for each in report.passages] == [
        f"{report.id}.p{each.order}" for each in report.passages
    ]
    assert [each.section for each in report.passages] == sorted(
        each.section for each in report.passages
    )
    for each in report.passages:
        start, end = each.span
        assert 0 <= start < end <= len(text)
        if each.kind == "text":  # what the passage begins and ends with stands there
            assert text[start] == each.text[0]
            assert text[end - 1] == each.text[-1]
            assert 0 < len(each.text) <= 400


@every_sample
def test_every_cell_that_was_found_is_in_one_table_passage(name: str) -> None:
    shown = [key for each in report_of(name).passages for key in each.indicators]
    found = {key for key, cell in cells_of(name).items() if cell.place is not None}
    assert len(shown) == len(set(shown))
    assert found <= set(shown)


@every_sample
def test_the_span_of_a_table_passage_covers_its_cells(name: str) -> None:
    cells, spans = cells_of(name), line_spans(document_of(name).text)
    for each in report_of(name).passages:
        for key in each.indicators:
            place = cells[key].place
            if place is not None:
                start, end = spans[place.line - 1]
                assert each.span[0] <= start
                assert end <= each.span[1]


@every_sample
def test_reading_again_gives_the_same_report(name: str) -> None:
    file = truth(name)["file"]
    assert prepare(read(file, (SAMPLES / file).read_bytes())) == report_of(name)
