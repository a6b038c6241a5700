"""The page that says how fast everything was."""

import statistics
from collections.abc import Iterator, Sequence

from bench.engines.job import Measured
from bench.engines.passages import WORDS, Question, questions

OURS = "arrays"


def page(measured: Sequence[Measured], missing: Sequence[str]) -> str:
    """The whole page, in Markdown."""
    return "\n".join(_lines(measured, missing)) + "\n"


def _lines(measured: Sequence[Measured], missing: Sequence[str]) -> Iterator[str]:
    yield "# How fast the index of arrays is\n"
    yield "Written by `python -m bench.engines --out docs/PERFORMANCE.md`; do not edit.\n"
    yield (
        f"Generated passages of {WORDS} words in the mean, words as unevenly frequent as words are."
        "\nTwenty questions, each answered with the ten best, the number of all matches and three"
        " facets.\nOne thread; milliseconds of the processor, so other work on the machine matters"
        " little. A time\nis the least of seven, the first ask is not counted. `whoosh` is Whoosh"
        " with its own codec."
    )
    if missing:
        yield f"\nNot installed, left out: {', '.join(missing)}."
    for size in sorted({one.size for one in measured}):
        yield from _of_size([one for one in measured if one.size == size], size)
    yield from _growth(measured)


def _of_size(measured: Sequence[Measured], size: int) -> Iterator[str]:
    yield f"\n## {size:,} passages\n"
    yield (
        "| Engine | build, passages/s | index, MB | open, ms | p50, ms | p95, ms | all, ms"
        " | to ours | peak, MB |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    ours = next((one for one in measured if one.engine == OURS), None)
    for one in measured:
        times = [time for time in one.times if time is not None]
        middle, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        yield (
            f"| {one.engine} | {one.build:,.0f} | {one.disk:.1f} | {one.opening:.1f} | {middle:.2f}"
            f" | {high:.2f} | {sum(times):.1f} | {_ratio(one, ours)} | {one.peak:,.0f} |"
        )
    yield (
        "\n*To ours*: the time for all questions that the engine answers over ours for the same.\n"
    )
    yield f"| Question | matches | {' | '.join(one.engine for one in measured)} |"
    yield f"|---|---:|{'---:|' * len(measured)}"
    for place, question in enumerate(questions()):
        totals = {one.totals[place] for one in measured if one.totals[place] is not None}
        said = " or ".join(f"{total:,}" for total in sorted(t for t in totals if t is not None))
        cells = " | ".join(_cell(one.times[place]) for one in measured)
        yield f"| {_name(question)} | {said} | {cells} |"


def _ratio(one: Measured, ours: Measured | None) -> str:
    if ours is None:
        return ""
    pairs = [
        (time, own)
        for time, own in zip(one.times, ours.times, strict=True)
        if time is not None and own is not None
    ]
    return f"{sum(time for time, _ in pairs) / sum(own for _, own in pairs):.2f}"


def _cell(time: float | None) -> str:
    return "–" if time is None else f"{time:.2f}"


def _name(question: Question) -> str:
    how = {"all": ", all", "any": ", any"}.get(question.kind, "")
    return question.name + (how if len(question.words) > 1 else "")


def _growth(measured: Sequence[Measured]) -> Iterator[str]:
    """What ten times as many passages cost, for engines measured at several sizes."""
    sizes = sorted({one.size for one in measured})
    if len(sizes) < 2:
        return
    first, last = sizes[0], sizes[-1]
    yield f"\n## From {first:,} to {last:,} passages: {last / first:.0f} times as many\n"
    yield "| Engine | all questions | index | opening |"
    yield "|---|---:|---:|---:|"
    for name in dict.fromkeys(one.engine for one in measured):
        both = {one.size: one for one in measured if one.engine == name}
        if first in both and last in both:
            small, large = both[first], both[last]
            times = [sum(time for time in one.times if time is not None) for one in (small, large)]
            yield (
                f"| {name} | ×{times[1] / times[0]:.1f} | ×{large.disk / small.disk:.1f}"
                f" | ×{large.opening / small.opening:.1f} |"
            )
