"""Passages of words that are as unevenly frequent as words are, and questions to them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

VOCABULARY = 60_000  # about as many distinct words as the reports of one province have
WORDS = 120  # words of a passage in the mean; they spread as lengths of paragraphs do
AGENCIES, YEARS, SECTIONS = 300, range(2008, 2025), range(7)
CHUNK = 1_000

PAIR, TRIPLE = (60, 200), (60, 200, 1500)
"""Words put one behind the other on purpose, so that there are phrases to find."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage, cut into words."""

    words: list[str]
    agency: str
    year: int
    section: int


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. Words must all be there, or any of them, or stand in sequence."""

    name: str
    words: tuple[str, ...]
    kind: str = "all"  # "all", "any", "phrase" or "prefix"
    agency: str | None = None
    years: tuple[int, int] | None = None  # from and to
    section: int | None = None


def word(rank: int) -> str:
    """The word of that rank by frequency."""
    return f"w{rank}"


def passages(count: int, seed: int = 1) -> Iterator[Passage]:
    """So many passages, always the same ones."""
    draw = np.random.default_rng(seed)
    mass = np.cumsum(1 / (np.arange(VOCABULARY) + 2.7) ** 1.05)  # Zipf and Mandelbrot
    few = np.cumsum(1 / (np.arange(AGENCIES) + 3.0))
    known = [word(rank) for rank in range(VOCABULARY)]
    for first in range(0, count, CHUNK):
        size = min(CHUNK, count - first)
        lengths = np.maximum(draw.lognormal(np.log(WORDS) - 0.25, 0.7, size).astype(int), 5)
        ranks = _drawn(draw, mass, int(lengths.sum()))
        agencies = _drawn(draw, few, size)
        years = draw.integers(YEARS.start, YEARS.stop, size)
        sections = draw.integers(SECTIONS.start, SECTIONS.stop, size)
        ends = np.cumsum(lengths)
        for at in range(size):
            own = ranks[ends[at] - lengths[at] : ends[at]]
            _plant(draw, own)
            words = [known[rank] for rank in own.tolist()]
            yield Passage(words, f"a{agencies[at]}", int(years[at]), int(sections[at]))


def _drawn(draw: np.random.Generator, mass: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    return np.asarray(np.searchsorted(mass, draw.random(count) * mass[-1]), np.intp)


def _plant(draw: np.random.Generator, ranks: NDArray[np.intp]) -> None:
    chance = draw.random()
    if chance < 0.05:
        planted = TRIPLE if chance < 0.005 else PAIR
        at = int(draw.integers(0, len(ranks) - len(planted) + 1))
        ranks[at : at + len(planted)] = planted


def questions() -> list[Question]:
    """Twenty, by what is hard about them."""
    made = [
        Question("a word in nearly every passage", (word(0),)),
        Question("a common word", (word(60),)),
        Question("a word in one of a hundred", (word(1000),)),
        Question("a rare word", (word(20_000),)),
    ]
    for name, ranks in (
        ("two common words", (20, 60)),
        ("a common and a rare word", (20, 20_000)),
        ("three middling words", (300, 500, 700)),
        ("five of all kinds", (5, 90, 400, 1000, 3000)),
        ("a question of eight words", (0, 3, 20, 60, 200, 400, 900, 2500)),
    ):
        words = tuple(map(word, ranks))
        made += [Question(name, words), Question(name, words, "any")]
    return [
        *made,
        Question("a phrase of two", tuple(map(word, PAIR)), "phrase"),
        Question("a phrase of three", tuple(map(word, TRIPLE)), "phrase"),
        Question("a prefix of many words", ("w123",), "prefix"),
        Question("two common words of one body", (word(20), word(60)), "all", agency="a3"),
        Question("three words in some years", (word(300), word(500), word(700)), "any",
                 years=(2018, 2022)),
        Question("a common word in a section and year", (word(60),), "all",
                 years=(2020, 2020), section=3),
    ]  # fmt: skip
