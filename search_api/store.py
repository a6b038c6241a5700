"""The catalogue and the engine of the generation it names, for everyone who answers.

The generation is asked for with every question, by one indexed read. When it has changed, the new
one is opened and the old one is closed as soon as the last question that uses it is answered.
"""

import threading
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from corpus.catalogue import FILE, Catalogue
from indexer.engine import Found, Request, SearchEngine
from indexer.generations import state
from indexer.synonyms import FILE as SYNONYMS
from indexer.synonyms import SynonymFile
from indexer.whoosh_engine import VERSION, WhooshEngine
from search_api.answers import NoIndex
from search_api.service.checking import Checker
from search_api.settings import Settings

T = TypeVar("T")

_TRIES = 3  # a generation may be replaced twice between its naming and its opening, hardly thrice


@dataclass(frozen=True, slots=True, weakref_slot=True)
class _Held:
    """An engine that closes itself when nobody holds it any more."""

    engine: SearchEngine

    def search(self, request: Request) -> Found:
        return self.engine.search(request)

    def words(self, limit: int) -> Sequence[tuple[str, int]]:
        return self.engine.words(limit)

    def vocabulary(self, limit: int) -> Sequence[tuple[str, int]]:
        return self.engine.vocabulary(limit)

    def close(self) -> None:
        """Nothing: others may hold it too."""


class Store:
    """What the services read from. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._synonyms = SynonymFile(settings.data / SYNONYMS)
        self.checker = Checker()
        self._lock = threading.Lock()
        self._catalogue: Catalogue | None = None
        self._generation: str | None = None
        self._engine: _Held | None = None
        self._making = threading.Lock()
        self._made: dict[Callable[..., Any], tuple[str | None, Any]] = {}

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue, opened when first asked for. Raises NoIndex while there is none."""
        with self._lock:
            if self._catalogue is None:
                self._catalogue = self._open_catalogue()
            return self._catalogue

    def engine(self) -> SearchEngine:
        """The engine of the current generation. Raises NoIndex while there is none."""
        catalogue = self.catalogue
        generation = catalogue.meta("generation")
        with self._lock:
            if self._engine is None or generation != self._generation:
                self._engine = self._open_engine(catalogue)
                self._generation = generation
            return self._engine

    def once(self, make: Callable[[Catalogue, SearchEngine], T]) -> T:
        """What `make` makes of the catalogue and the engine, made once a generation.

        Whoever asks while it is being made waits. Raises NoIndex while there is none.
        """
        with self.catalogue.snapshot():
            generation = self.catalogue.meta("generation")
            found = self._made.get(make)
            if found is None or found[0] != generation:
                with self._making:
                    found = self._made.get(make)
                    if found is None or found[0] != generation:
                        found = generation, make(self.catalogue, self.engine())
                        self._made[make] = found
            made: T = found[1]
            return made

    def is_ready(self) -> bool:
        """Whether there is something to search in."""
        try:
            self.engine()
        except NoIndex:
            return False
        return True

    def close(self) -> None:
        """Give back files. Questions under way keep theirs until they are answered."""
        self.checker.close()
        with self._lock:
            self._engine = self._generation = None
            self._made = {}
            if self._catalogue is not None:
                self._catalogue.close()
                self._catalogue = None

    def _open_catalogue(self) -> Catalogue:
        path = self.settings.data / FILE
        if not path.is_file():
            raise _nothing_yet(self.settings.data)
        return Catalogue(path, readonly=True)

    def _open_engine(self, catalogue: Catalogue) -> _Held:
        for _ in range(_TRIES):
            found = state(self.settings.data, catalogue)
            if not found.number:
                raise _nothing_yet(self.settings.data)
            if found.folder and found.versions.get("index") != VERSION:
                raise NoIndex("索引由另一版本的程序建立", "请运行 gongkai index")
            if found.folder and (engine := _opened(found.folder, self._synonyms)):
                held = _Held(engine)
                weakref.finalize(held, engine.close)
                return held
        raise NoIndex("索引正在更换或已损坏", "请稍后再试，或运行 gongkai index --rebuild")


def _opened(folder: Path, synonyms: SynonymFile) -> SearchEngine | None:
    """The engine on this folder; None if the folder has just been replaced by a newer one."""
    try:
        return WhooshEngine.open(folder, synonyms)
    except FileNotFoundError:
        return None


def _nothing_yet(data: Path) -> NoIndex:
    """Readers of the page see this too, so only the folder's name is told."""
    return NoIndex(
        f"数据目录“{data.name}”中还没有收录任何报告", "请先运行 gongkai ingest 文件或文件夹"
    )
