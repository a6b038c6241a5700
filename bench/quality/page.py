"""docs/QUALITY.md: what was measured, how, and what came out."""

from collections.abc import Iterable, Iterator, Sequence

from bench.quality.kinds import GROUPS
from bench.quality.run import TOGETHER, Result

_HEAD = """# How well damaged files are read

This page is made by `python -m bench.quality --write docs/QUALITY.md`; do not edit it by hand.

A made-up report with known numbers (invented places, our own words, both versions of the form, from
a town without a request to a province with tens of thousands) is laid out as text, web page, Word
document or PDF, damaged in one way, and read. Every figure is followed through the damage, so
*right* always means *as printed in the damaged file*: a number read as that number, a blank as a
blank, a stroke as a mark, words as words.

- **right**: share of the cells standing in the file that are read as printed.
- **unsure**: share of them for which no value is given; the page of the report says why.
- **wrong**: cells given another value than the file prints there, and values given for cells whose
  figure is not in the file. This is the number that has to be 0.
- **lost**: figures the damage took out of the file. No reader can bring them back, so they count
  neither as right nor as unsure.
- **implied**: for cells without a value, values worked out from the form's sums and shown as such:
  how many of them are the number that stood there before the damage.

Of equal figures in one row nobody can say which one was lost: where six zeros of seven stand, it is
right to read six zeros, whichever column is said to be without one.
"""

_TEXT_HEAD = """
## Year, agency, sections and sentences

The same files, one in ten. *wrong* is another year or body than the report's (a misprinted name
given as printed counts as wrong); *unknown* says that none was found. A sentence is right if it
stands whole under its own section; *elsewhere* is under another, *lost* nowhere in one piece.
Headings and sentences that the damage took away do not count.
"""

_TEXT_COLUMNS = (
    "kind",
    "year right / unknown / wrong",
    "agency right / unknown / wrong",
    "sections found / missed / invented",
    "sentences right / elsewhere / lost",
)


def page(results: Sequence[Result], seeds: int) -> str:
    """The whole page."""
    by_name = {result.kind.name: result for result in results}
    lines = [_HEAD, summary(results, seeds)]
    for group, kinds in GROUPS.items():
        lines += _table(group, [by_name[kind.name] for kind in kinds if kind.name in by_name])
    if TOGETHER.name in by_name:
        lines += _table("several", [by_name[TOGETHER.name]])
    lines += list(_left_out(results))
    lines += [_TEXT_HEAD, _row(_TEXT_COLUMNS), "|---|--:|--:|--:|--:|", *map(_text_row, results)]
    return "\n".join(lines) + "\n"


def damaged(results: Iterable[Result]) -> list[Result]:
    """Without the undamaged files."""
    return [result for result in results if result.kind not in GROUPS["undamaged"]]


def mean_right(results: Iterable[Result]) -> float:
    """The mean of the kinds' shares: every kind counts the same. 1.0 without any."""
    shares = [result.tally.share_right for result in results if not result.kind.may_refuse]
    return sum(shares) / len(shares) if shares else 1.0


def silently_wrong(results: Iterable[Result]) -> int:
    """Over all kinds that a reader is held to."""
    return sum(result.tally.silently_wrong for result in results if not result.kind.may_err)


def summary(results: Sequence[Result], seeds: int) -> str:
    """The targets and what was measured, as a table."""
    whole = [result for result in results if result.kind in GROUPS["undamaged"]]
    harmed = damaged(results)
    kept = [result for result in harmed if result.kind.labels_kept]
    cells = sum(result.tally.standing for result in results)
    return f"""## In short

{len(results)} kinds, {seeds} reports of each, {cells:,} cells standing in them.

| | target | measured |
|---|--:|--:|
| silently wrong cells | 0 | {silently_wrong(results):,} |
| right, mean over the layouts of undamaged files | 97 % | {mean_right(whole):.2%} |
| right, mean over the kinds of damage that leave labels readable | 97 % | {mean_right(kept):.2%} |
| right, mean over all kinds of damage | 90 % | {mean_right(harmed):.2%} |
"""


def _table(group: str, results: Sequence[Result]) -> Iterator[str]:
    yield f"## {group[0].upper()}{group[1:]}\n"
    yield "| kind | right | unsure | wrong | lost | implied, right of all |"
    yield "|---|--:|--:|--:|--:|--:|"
    for result in results:
        tally = result.tally
        implied = tally.implied_right + tally.implied_wrong
        yield (
            f"| {result.kind.name}{_note(result)} | {tally.share_right:.2%} "
            f"| {tally.unsure / max(tally.standing, 1):.2%} | {tally.silently_wrong:,} "
            f"| {tally.lost:,} | {f'{tally.implied_right:,} of {implied:,}' if implied else ''} |"
        )
    yield ""


def _note(result: Result) -> str:
    return " ¹" if result.kind.may_err else " ²" if result.kind.may_refuse else ""


def _left_out(results: Sequence[Result]) -> Iterator[str]:
    for result in results:
        name, why = result.kind.name, result.kind.why
        if result.kind.may_err:
            yield f"¹ {name}: wrong cells not counted in the sum above; {why}.\n"
        if result.kind.may_refuse:
            refused = f"{result.tally.refused} of {result.tally.files} files gave no number"
            yield f"² {name}: {refused}, which is right and not counted in the means; {why}.\n"


def _text_row(result: Result) -> str:
    def fared(what: str, *how: str) -> str:
        return " / ".join(str(result.text[what, each]) for each in how)

    columns = (
        result.kind.name,
        fared("year", "right", "unknown", "wrong"),
        fared("agency", "right", "unknown", "wrong"),
        fared("section", "right", "missed", "invented"),
        fared("sentence", "right", "elsewhere", "lost"),
    )
    return _row(columns)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
