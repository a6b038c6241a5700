"""What is read anew, moved or copied changes just the reports that it speaks for."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from corpus.catalogue import FILE, Catalogue
from corpus.changes import Change, change
from corpus.merge import merge
from corpus.model import Report, Source
from tests.corpus.made_reports import made_report, made_source


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with closing(Catalogue(tmp_path / FILE)) as opened:
        yield opened


def commit(catalogue: Catalogue, made: Change) -> Change:
    """Write it, as the builder of the index does."""
    with catalogue.transaction():
        for report_id in made.gone:
            catalogue.delete(report_id)
        for one in made.put:
            catalogue.put(one.report, one.readings, pipeline=1, fresh=made.fresh)
        catalogue.note_copies(made.places, made.copies)
    assert catalogue.check() == ()
    return made


def take(
    catalogue: Catalogue,
    *readings: Report,
    removed: Sequence[str] = (),
    copies: Mapping[str, str] | None = None,
) -> Change:
    return commit(catalogue, change(catalogue, readings, removed, copies))


def said(report_id: str, file: str, words: str = "", new: int = 12) -> Report:
    """What a file says: its words are in every part of the report, and in its bytes."""
    return made_report(report_id, words=words, new=new, source=made_source(file, words))


def everything(catalogue: Catalogue) -> dict[str, Report | None]:
    return {row.id: catalogue.report(row.id) for row in catalogue.reports()[0]}


def files(catalogue: Catalogue) -> dict[str, list[tuple[str, str]]]:
    """Report -> the path and the text of each of its sources."""
    return {
        row.id: sorted((one.path, one.text) for one in catalogue.sources(row.id))
        for row in catalogue.reports()[0]
    }


def sha256(file: str, words: str = "") -> str:
    return made_source(file, words).sha256


# One report from several files


def test_files_of_one_report_are_merged_whatever_the_order_and_the_batches(tmp_path: Path) -> None:
    readings = [said("a", "1.txt", "甲"), said("a", "2.txt", "乙", 3), said("a", "3.txt", "丙")]
    wanted = {"a": merge(readings)}
    for number, order in enumerate(permutations(readings)):
        for size in (1, 2, 3):
            with closing(Catalogue(tmp_path / f"{number}-{size}" / FILE)) as catalogue:
                for start in range(0, 3, size):
                    take(catalogue, *order[start : start + size])
                assert everything(catalogue) == wanted
                again = change(catalogue, order)
                assert not again
                assert again.same == again.fresh == {one.sources[0].sha256 for one in readings}


def test_a_changed_file_is_merged_anew_with_the_others(catalogue: Catalogue) -> None:
    first, second = said("a", "1.txt", "甲"), said("a", "2.txt", "乙")
    take(catalogue, first, second)
    newer = said("a", "1.txt", "改", 7)
    take(catalogue, newer)
    assert everything(catalogue) == {"a": merge([newer, second])}


def test_a_file_that_became_another_report_takes_its_part_of_the_old_one_along(
    catalogue: Catalogue,
) -> None:
    """It gave the contents so far; the other file gives them now."""
    better, worse = said("a", "1.txt", "甲"), said("a", "2.txt", "乙")
    worse = replace(worse, notes=("缺",))
    take(catalogue, better, worse)
    assert everything(catalogue)["a"] == merge([better, worse])
    became = said("b", "1.txt", "改")
    made = take(catalogue, became)
    assert made.gone == frozenset()
    assert everything(catalogue) == {"a": worse, "b": became}


def test_a_report_that_nobody_speaks_for_any_more_goes(catalogue: Catalogue) -> None:
    take(catalogue, said("a", "1.txt", "甲"))
    made = take(catalogue, said("b", "1.txt", "改"))
    assert made.gone == {"a"}
    assert list(everything(catalogue)) == ["b"]


def test_two_files_that_swap_their_reports(catalogue: Catalogue) -> None:
    take(catalogue, said("a", "1.txt", "甲"), said("b", "2.txt", "乙"))
    one, two = said("b", "1.txt", "丙"), said("a", "2.txt", "丁")
    assert take(catalogue, one, two).gone == frozenset()
    assert everything(catalogue) == {"a": two, "b": one}


def test_the_same_bytes_read_as_another_report_are_one_source(catalogue: Catalogue) -> None:
    """Newer steps find another year in them."""
    take(catalogue, said("a", "1.txt", "甲"))
    made = take(catalogue, said("b", "1.txt", "甲"))
    assert made.gone == {"a"}
    assert list(everything(catalogue)) == ["b"]


def test_a_report_taken_out_and_put_at_once_has_no_past(catalogue: Catalogue) -> None:
    take(catalogue, said("a", "1.txt", "甲"))
    fresh = said("a", "2.txt", "乙")
    take(catalogue, fresh, removed=["a", "none"])
    assert everything(catalogue) == {"a": fresh}


@pytest.mark.parametrize(
    ("name", "left"),
    [
        pytest.param("1.txt", ["新"], id="the same name: a newer version"),
        pytest.param("2.txt", ["旧", "新"], id="another name: another source"),
    ],
)
def test_bytes_without_a_path_are_told_by_their_name(
    catalogue: Catalogue, name: str, left: list[str]
) -> None:
    def pathless(file: str, words: str) -> Report:
        made = said("a", file, words)
        source: Source = replace(made.sources[0], path="")
        return replace(made, sources=(source,))

    take(catalogue, pathless("1.txt", "旧"))
    take(catalogue, pathless(name, "新"))
    assert sorted(text for _, text in files(catalogue)["a"]) == sorted(left)


# Copies


def test_a_copy_speaks_on_where_the_first_file_changes(catalogue: Catalogue) -> None:
    take(catalogue, said("a", "1.txt", "甲"))
    take(catalogue, copies={"/reports/copy.txt": sha256("1.txt", "甲")})
    made = take(catalogue, said("b", "1.txt", "改"))
    assert made.gone == frozenset()
    assert files(catalogue)["a"] == [("/reports/copy.txt", "甲")]
    assert catalogue.copies([sha256("1.txt", "甲")]) == {}
    assert take(catalogue, said("c", "copy.txt", "又改")).gone == {"a"}  # nobody is left now


def test_a_copy_met_in_the_same_batch_speaks_too(catalogue: Catalogue) -> None:
    take(catalogue, said("a", "1.txt", "甲"))
    here = {"/reports/copy.txt": sha256("1.txt", "甲")}
    take(catalogue, said("b", "1.txt", "改"), copies=here)
    assert files(catalogue)["a"] == [("/reports/copy.txt", "甲")]


def test_a_file_overwritten_with_a_copy_of_another(catalogue: Catalogue) -> None:
    """Its bytes are known, so it is not read; what it said before is said no more."""
    take(catalogue, said("a", "1.txt", "甲"), said("b", "2.txt", "乙"))
    made = take(catalogue, copies={"/reports/2.txt": sha256("1.txt", "甲")})
    assert made.gone == {"b"}
    assert list(everything(catalogue)) == ["a"]
    assert catalogue.stands_at(sha256("1.txt", "甲"), "/reports/2.txt")


def test_bytes_read_again_elsewhere_are_still_where_they_were(catalogue: Catalogue) -> None:
    """Newer steps read only the folder with the copy; then the copy changes."""
    take(catalogue, said("a", "1.txt", "甲"))
    moved = said("a", "1.txt", "甲")
    source = replace(moved.sources[0], path="/elsewhere/1.txt")
    take(catalogue, replace(moved, sources=(source,)))
    assert files(catalogue)["a"] == [("/elsewhere/1.txt", "甲")]
    other = said("b", "1.txt", "改")
    take(catalogue, replace(other, sources=(replace(other.sources[0], path="/elsewhere/1.txt"),)))
    assert files(catalogue)["a"] == [("/reports/1.txt", "甲")]
