"""Measures how well damaged files are read; `--write docs/QUALITY.md` keeps the result."""

import argparse
import sys
import time
from pathlib import Path

from bench.quality.page import page, summary
from bench.quality.run import Result, run, shown
from corpus.pool import cores


def main() -> None:
    """Shares to stdout, kind by kind, with small files for what falls short."""
    asked = _arguments()
    started, results = time.perf_counter(), list[Result]()
    seeds = range(asked.start, asked.start + asked.seeds)
    for result in run(seeds, asked.only, asked.jobs):
        results.append(result)
        print(_line(result), flush=True)
        if result.falls_short:
            _explain(result, asked.examples)
    if asked.write:
        asked.write.write_text(page(results, asked.seeds), "utf-8")
    print(summary(results, asked.seeds))
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description=__doc__)
    parser.add_argument("--seeds", type=int, default=60, help="reports of every kind (60)")
    parser.add_argument("--from", dest="start", type=int, default=0, help="first seed (0)")
    parser.add_argument("--only", action="append", default=[], help="part of a kind's name")
    parser.add_argument("--examples", type=int, default=1, help="small files shown of a kind (1)")
    parser.add_argument("--jobs", type=int, default=cores(), help="processes (one a processor)")
    parser.add_argument("--write", type=Path, help="write the page into this file")
    return parser.parse_args()


def _line(result: Result) -> str:
    tally, text = result.tally, result.text
    return (
        f"{result.kind.name:38} right {tally.share_right:7.2%}  unsure {tally.unsure:6}  "
        f"wrong {tally.wrong:5}  invented {tally.invented:5}  lost {tally.lost:6}  "
        f"implied {tally.implied_right}/{tally.implied_wrong}  refused {tally.refused}  "
        f"year wrong {text['year', 'wrong']}  agency wrong {text['agency', 'wrong']}  "
        f"sentences {text['sentence', 'right']}/{text['sentence', 'elsewhere']}"
        f"/{text['sentence', 'lost']}"
    )


def _explain(result: Result, examples: int) -> None:
    for text in shown(result.wrong, examples):
        print(text, flush=True)
    if result.tally.share_right < result.target:
        ranked = sorted(result.by_layout.items(), key=lambda item: item[1].share_right)
        worst = ", ".join(f"{name} {tally.share_right:.1%}" for name, tally in ranked[:8])
        print(f"    {worst}")
        for text in shown(result.unsure, examples):
            print(text, flush=True)


if __name__ == "__main__":
    main()
