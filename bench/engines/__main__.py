"""Runs the engines one after the other and writes the table."""

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from bench.engines.job import Measured, measure
from bench.engines.others import KINDS, MISSING
from bench.engines.table import page

UP_TO = {"whoosh": 20_000, "fts5": 100_000, "bm25s": 100_000}
"""Passages up to which an engine takes part, unless it is named: with more they take minutes, and
Whoosh's own codec hours, to show the same again."""


def main() -> None:
    """Measure, print, and write the page if a file is given."""
    asked = _arguments()
    if asked.one:
        name, size, folder = asked.one
        print(json.dumps(asdict(measure(KINDS[name](), Path(folder), int(size)))))
        return
    for name in MISSING:
        print(f"{name} is not installed: left out", file=sys.stderr)
    made = [
        _apart(name, size)
        for size in asked.sizes
        for name in asked.engines or KINDS
        if asked.engines or size <= UP_TO.get(name, size)
    ]
    text = page(made, MISSING)
    print(text)
    if asked.out:
        asked.out.write_text(text, "utf-8")


def _apart(name: str, size: int) -> Measured:
    """Measured in a process of its own, so that its peak of memory is its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-W", "ignore", "-m", "bench.engines", "--one", name]
        ended = subprocess.run(
            [*command, str(size), folder], check=True, capture_output=True, text=True
        )
    print(f"{name} {size}: done", file=sys.stderr)
    fields = json.loads(ended.stdout.splitlines()[-1])
    fields |= {"times": tuple(fields["times"]), "totals": tuple(fields["totals"])}
    return Measured(**fields)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.engines", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 100_000, 500_000])
    parser.add_argument("--engines", nargs="+", choices=list(KINDS))
    parser.add_argument("--out", type=Path, help="write the page into this file")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
