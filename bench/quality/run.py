"""Every kind over many seeds: counts, and the smallest files that show what went wrong."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from bench.quality.kinds import KINDS, Kind, together
from bench.quality.measure import Judged, Tally, judge, read_file
from bench.quality.measure_text import Counts, judge_text, prepared
from bench.quality.render_text import File
from bench.quality.shrink import shrink

TOGETHER = Kind("two or three kinds at once", labels_kept=False)
"""Stands for `together(seed)`, which is another mixture for every seed."""

TEXT_EVERY = 10  # reports between those whose text is judged too: preparing one takes longer


@dataclass(frozen=True, slots=True)
class Example:
    """A cell that was read wrong, or that stands there and was not read."""

    kind: Kind
    seed: int
    layout: str
    key: str
    says: str


@dataclass(slots=True)
class Result:
    """One kind over many seeds."""

    kind: Kind
    tally: Tally = field(default_factory=Tally)
    text: Counts = field(default_factory=Counter)
    by_layout: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    wrong: list[Example] = field(default_factory=list)
    unsure: list[Example] = field(default_factory=list)

    @property
    def target(self) -> float:
        """The share of cells that is to be right: 97 % where labels can be read, else 90 %."""
        return 0.97 if self.kind.labels_kept else 0.9

    @property
    def falls_short(self) -> bool:
        """Whether a target is missed that this kind is held to."""
        wrong = self.tally.silently_wrong > 0 and not self.kind.may_err
        return wrong or (self.tally.share_right < self.target and not self.kind.may_refuse)


def run(seeds: Sequence[int], names: Sequence[str] = (), jobs: int = 1) -> Iterator[Result]:
    """Every kind whose name contains one of `names` (all if none), over all seeds, in order.

    With more than one job the kinds are shared out over so many processes.
    """
    every = (*KINDS, TOGETHER)
    wanted = [
        at for at, kind in enumerate(every) if not names or any(name in kind.name for name in names)
    ]
    if jobs == 1:
        yield from (run_kind(every[at], seeds) for at in wanted)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(partial(_run_one, seeds), wanted)


def _run_one(seeds: Sequence[int], at: int) -> Result:
    return run_kind((*KINDS, TOGETHER)[at], seeds)


def run_kind(kind: Kind, seeds: Iterable[int]) -> Result:
    """One kind over these seeds."""
    result = Result(kind)
    for seed in seeds:
        one = together(seed) if kind is TOGETHER else kind
        report = one.drawn(seed)
        file = one.rendered(seed, report)
        judged = judge(report, read_file(file))
        result.tally.add(judged.tally)
        result.by_layout[file.layout].add(judged.tally)
        _keep_examples(one, seed, file, judged, result)
        if seed % TEXT_EVERY == 0:
            result.text.update(judge_text(report, prepared(file)))
    return result


def _keep_examples(kind: Kind, seed: int, file: File, judged: Judged, result: Result) -> None:
    """A few of each file: one mistake mostly takes a whole row with it."""
    for wrong in judged.wrong[:3]:
        stands = "not there" if wrong.stands is None else f"“{wrong.stands}”"
        says = f"given {wrong.given}, in the file {stands}"
        result.wrong.append(Example(kind, seed, file.layout, wrong.key, says))
    for key in judged.unsure[:2]:
        result.unsure.append(Example(kind, seed, file.layout, key, "stands there, not read"))


def shown(examples: Sequence[Example], most: int) -> Iterator[str]:
    """Small files for up to `most` different failures, those of the most frequent layout first."""
    layouts = Counter(example.layout for example in examples)
    seen: set[tuple[str, str]] = set()
    for each in sorted(examples, key=lambda each: -layouts[each.layout]):
        signature = (each.layout, each.key.split(".")[0])
        if signature not in seen and len(seen) < most:
            seen.add(signature)
            yield _reproduction(each)


def _reproduction(example: Example) -> str:
    small = shrink(example.kind, example.seed, example.kind.drawn(example.seed), example.key)
    text = example.kind.rendered(example.seed, small).text.replace("\t", "⇥").strip()
    body = text[text.find("<body>") + 6 :] if "<body>" in text else text
    head = f"- `{example.kind.name}`, seed {example.seed}, {example.layout}: {example.key}"
    return f"{head}: {example.says}\n\n```\n{body[:2500]}\n```\n"
