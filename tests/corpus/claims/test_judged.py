"""Numbers in prose against the judgement of a reader, on the samples and on real reports."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from corpus.claims import claims
from corpus.model import Badge, Claim, Report
from corpus.prepare import prepare
from corpus.read import read

HERE = Path(__file__).parent
SAMPLES = HERE.parents[2] / "corpus" / "samples"
FEWEST = 150
PRECISION, RECALL = 0.95, 0.8
GROUPS = ("denied", "unable", "refused", "other")
LEGAL = ("business", "research", "social", "legal_service", "other")


@dataclass(frozen=True)
class Judged:
    """A number with the cells it states and those it was bound to."""

    said: str
    meant: frozenset[str]
    bound: frozenset[str]


def listed(name: str) -> list[Mapping[str, Any]]:
    """The reports of a judged list."""
    reports: list[Mapping[str, Any]] = tomllib.loads((HERE / name).read_text("utf-8"))["report"]
    return reports


@cache
def report_of(path: Path) -> Report:
    return prepare(read(path.name, path.read_bytes()))


def seed(shared: Path, number: str) -> Report:
    (path,) = (shared / "corpus" / "reports").glob(f"seed_{number}_*")
    return report_of(path)


def cells_meant(short: str, report: Report) -> Iterator[str]:
    """The indicators of a short name: see judged.toml."""
    table, row, *column = short.split(".")
    keys = {cell.indicator for cell in report.statistics}
    if table == "t3" and row in GROUPS:
        yield from (key for key in keys if re.fullmatch(rf"t3\.{row}_.*\.total", key))
    elif row == "litigation":
        for block in ("litigation_direct", "litigation_after_review"):
            yield f"t4.{block}.{column[0] if column else 'total'}"
    else:
        for name in LEGAL if column == ["legal"] else column or ["total"]:
            yield f"{table}.{row}.{name}"


def meant(entry: Mapping[str, Any], report: Report) -> frozenset[str]:
    return frozenset(key for short in entry["cells"] for key in cells_meant(short, report))


def claim_of(said: str, report: Report) -> Claim | None:
    """The claim at the end of these words, which stand in the report once."""
    found = [
        (passage.id, passage.text.index(said) + len(said))
        for passage in report.passages
        if passage.kind == "text" and said in passage.text
    ]
    assert len(found) == 1, f"{said!r} stands in {len(found)} passages of {report.title}"
    ends = {(claim.passage, claim.span[1]): claim for claim in report.claims}
    return ends.get(found[0])


def printed(claim: Claim, report: Report) -> str:
    """The number without room; "0" for a denial."""
    text = next(one.text for one in report.passages if one.id == claim.passage)
    number = re.sub(r"\s", "", text[slice(*claim.span)])
    return number if claim.value or "0" in number else "0"


def numbered(report: Report) -> Mapping[tuple[str, int], Claim]:
    """Claims by their number and by which of those alike they are."""
    found: dict[tuple[str, int], Claim] = {}
    for claim in report.claims:
        number = printed(claim, report)
        nth = 1 + sum(key[0] == number for key in found)
        found[number, nth] = claim
    return found


def samples_judged() -> Iterator[Judged]:
    for each in listed("judged.toml"):
        report = report_of(SAMPLES / each["name"])
        for entry in each["claims"]:
            claim = claim_of(entry["said"], report)
            bound = frozenset(claim.cells if claim else ())
            yield Judged(f"{each['name']}: {entry['said']}", meant(entry, report), bound)


def real_judged(shared: Path) -> Iterator[Judged]:
    for each in listed("real.toml"):
        report = seed(shared, each["seed"])
        stated = numbered(report)
        for entry in each["claims"]:
            claim = stated.get((entry["number"], entry["nth"]))
            bound = frozenset(claim.cells if claim else ())
            said = f"{each['seed']}: {entry['number']} ({entry['nth']})"
            yield Judged(said, meant(entry, report), bound)


def measured(judged: list[Judged]) -> tuple[float, float]:
    """Precision of what was bound, recall of what was meant."""
    right = sum(one.bound == one.meant for one in judged if one.bound)
    bound, sought = (
        sum(map(bool, kind)) for kind in zip(*((j.bound, j.meant) for j in judged), strict=True)
    )
    return right / bound, right / sought


def test_numbers_of_the_samples_are_bound_as_a_reader_binds_them() -> None:
    judged = list(samples_judged())
    wrong = [one for one in judged if one.bound and one.bound != one.meant]
    precision, recall = measured(judged)
    assert len(judged) >= FEWEST
    assert precision >= PRECISION, wrong
    assert recall >= RECALL, [one.said for one in judged if one.meant and not one.bound]


def test_numbers_of_real_reports_are_bound_as_a_reader_binds_them(shared: Path) -> None:
    judged = list(real_judged(shared))
    precision, recall = measured(judged)
    assert precision >= PRECISION, [one for one in judged if one.bound and one.bound != one.meant]
    assert recall >= RECALL, [one.said for one in judged if one.meant and not one.bound]


@pytest.mark.parametrize(
    ("number", "nth", "stated", "badge"),
    [
        pytest.param("663件", 1, 663, Badge.AGREES, id="new"),
        pytest.param("695件", 1, 695, Badge.AGREES, id="settled"),
        pytest.param("73件", 1, 73, Badge.AGREES, id="carried in"),
        pytest.param("41件", 1, 41, Badge.AGREES, id="carried out, told behind the number"),
        pytest.param("264件", 1, 272, Badge.DIFFERS, id="granted and partial, but granted alone"),
        pytest.param("8件", 1, 8, Badge.AGREES, id="partial"),
        pytest.param("17件", 1, 17, Badge.AGREES, id="denied"),
        pytest.param("1件", 1, 1, Badge.AGREES, id="denied: third party"),
        pytest.param("1件", 2, 1, Badge.AGREES, id="denied: internal"),
        pytest.param("3件", 1, 3, Badge.AGREES, id="denied: process"),
        pytest.param("12件", 1, 12, Badge.AGREES, id="denied: query"),
        pytest.param("356件", 1, 356, Badge.AGREES, id="unable"),
        pytest.param("284件", 1, 284, Badge.AGREES, id="unable: not held and other reasons"),
        pytest.param("40件", 1, 40, Badge.AGREES, id="unable: needs creation"),
        pytest.param("32件", 1, 32, Badge.AGREES, id="unable: still unclear"),
        pytest.param("24件", 1, 24, Badge.AGREES, id="refused"),
        pytest.param("1件", 3, 1, Badge.AGREES, id="refused: petition"),
        pytest.param("23件", 1, 23, Badge.AGREES, id="refused: repeated"),
        pytest.param("26件", 1, 26, Badge.AGREES, id="other"),
        pytest.param("25件", 1, 25, Badge.AGREES, id="reviews"),
        pytest.param("30件", 1, 30, Badge.AGREES, id="suits of both kinds"),
    ],
)
def test_claims_of_a_real_compilation_of_2020(
    shared: Path, number: str, nth: int, stated: int, badge: Badge
) -> None:
    claim = numbered(seed(shared, "004"))[number, nth]
    assert (claim.stated, claim.badge) == (stated, badge)


@pytest.mark.parametrize("number", ["398件", "390件", "7件", "15件"])
def test_claims_of_a_real_compilation_of_2022(shared: Path, number: str) -> None:
    assert numbered(seed(shared, "002"))[number, 1].badge is Badge.AGREES


def test_only_one_number_of_the_five_reports_differs(shared: Path) -> None:
    reports = [seed(shared, number) for number in ("000", "001", "002", "003", "004")]
    differing = [c for one in reports for c in one.claims if c.badge is Badge.DIFFERS]
    assert [claim.value for claim in differing] == [264]


def test_claims_cost_little_beside_the_rest_of_reading() -> None:
    path = SAMPLES / "qingping_renmin_zhengfu_2022.txt"
    document = read(path.name, path.read_bytes())
    report = prepare(document)
    assert _cpu(lambda: claims(report)) < _cpu(lambda: prepare(document)) / 3


def _cpu(work: Callable[[], object]) -> float:
    """Seconds of the processor, the best of a few runs: other programs run beside the tests."""
    times = []
    for _ in range(7):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)
