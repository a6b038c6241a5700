"""An index that is slow and plainly right: each update is a file that says what it did.

And three ways to look at what is there.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.catalogue import FILE, Catalogue
from indexer import generations
from indexer.engine import IndexedPassage


class PlainWriter:
    """What `indexer.build` asks of an index. Counts the passages it was ever given."""

    def __init__(self, version: str = "plain-1") -> None:
        self.VERSION = version
        self.given = 0

    def create(self, folder: Path, /) -> None:
        (folder / "0000.json").write_text("[[], []]", "utf-8")

    def learn(
        self, folder: Path, listed: Collection[str], names: Collection[str], /
    ) -> frozenset[str]:
        """It cuts nothing, so nothing is ever stale."""
        return frozenset()

    def update(
        self, folder: Path, removed: Collection[str], documents: Iterable[IndexedPassage], /
    ) -> None:
        passages = [asdict(one) for one in documents]
        self.given += len(passages)
        number = len(list(folder.glob("*.json")))
        text = json.dumps([sorted(removed), passages], ensure_ascii=False)
        (folder / f"{number:04}.json").write_text(text, "utf-8")


def contents(folder: Path) -> dict[str, dict[str, Any]]:
    """Every passage that such an index has, by id."""
    found = dict[str, dict[str, Any]]()
    for file in sorted(folder.glob("[0-9]*.json")):
        removed, passages = json.loads(file.read_text("utf-8"))
        found = {key: one for key, one in found.items() if one["report"] not in removed}
        found |= {one["passage"]: one for one in passages}
    return found


def indexed(data_dir: Path, catalogue: Catalogue) -> dict[str, str]:
    """Passage -> words, of the plain index that is current."""
    folder = generations.current(data_dir, catalogue)
    assert folder is not None
    return {key: one["text"] for key, one in contents(folder).items()}


def stored(catalogue: Catalogue) -> dict[str, str]:
    """Passage -> words, of the catalogue."""
    ids = [row.id for row in catalogue.reports()[0]]
    return {passage.id: passage.text for _, passage in catalogue.passages_of(ids)}


def everything(data_dir: Path) -> tuple[list[str], dict[str, bytes]]:
    """Every row of the catalogue and every file of the index; times of arrival are the clock's."""
    with closing(sqlite3.connect(data_dir / FILE)) as connection:
        rows = [row for row in connection.iterdump() if 'INTO "arrivals"' not in row]
    files = sorted(path for path in data_dir.glob("generations/*/*"))
    return rows, {str(path.relative_to(data_dir)): path.read_bytes() for path in files}
