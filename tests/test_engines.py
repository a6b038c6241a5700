"""The engines that bench/engines compares find the same passages, so that their times compare."""

import pytest

from bench.engines.job import Measured, Said
from bench.engines.others import KINDS
from bench.engines.passages import passages, questions
from bench.engines.table import page

COUNT = 400


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Said | None]]:
    """What each engine that is installed says to all questions."""
    said = {}
    for name in KINDS.keys() - {"whoosh"}:  # its leaks of files are errors here, and it is slow
        engine, folder = KINDS[name](), tmp_path_factory.mktemp(name)
        engine.build(folder, passages(COUNT))
        engine.open(folder)
        said[name] = [engine.ask(question) for question in questions()]
        engine.close()
    return said


def test_passages_are_always_the_same() -> None:
    assert list(passages(30)) == list(passages(30))
    assert list(passages(30)) != list(passages(30, seed=2))


def test_there_are_twenty_questions_with_something_to_find() -> None:
    assert len(questions()) == 20
    assert len({(one.name, one.kind) for one in questions()}) == 20


@pytest.mark.parametrize("place", range(20))
def test_engines_agree(answers: dict[str, list[Said | None]], place: int) -> None:
    ours = answers["arrays"][place]
    assert ours is not None
    for said in (each[place] for each in answers.values()):
        assert said is None or said.total == ours.total
        assert said is None or len(said.best) == min(ours.total, 10)


def test_the_page_says_what_is_missing_and_how_times_compare() -> None:
    times = (2.0,) * 20
    one = Measured("arrays", 10, 1.0, 1.0, 1.0, 1.0, times, (3,) * 20)
    other = Measured("bm25s", 10, 1.0, 1.0, 1.0, 1.0, (*(1.0,) * 19, None), (*(3,) * 19, None))
    text = page([one, other], ["tantivy"])
    assert "left out: tantivy" in text
    assert "| bm25s | 1 | 1.0 | 1.0 | 1.00 | 1.00 | 19.0 | 0.50 |" in text
    assert text.count("| – |") == 1
