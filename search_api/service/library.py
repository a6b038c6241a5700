"""What the services read from, as a promise: nothing here knows how a store is kept."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from corpus.catalogue import Catalogue
from indexer.engine import SearchEngine
from search_api.service.checking import Checker
from search_api.settings import Settings

T = TypeVar("T")


class Library(Protocol):
    """What the services read from: `store.Store`, or whatever else holds the same."""

    @property
    def settings(self) -> Settings:
        """The limits in force."""
        ...

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue. Raises NoIndex while there is none."""
        ...

    @property
    def checker(self) -> Checker:
        """What reads files that are to be checked."""
        ...

    def engine(self) -> SearchEngine:
        """The engine of the current generation. Raises NoIndex while there is none."""
        ...

    def once(self, make: Callable[[Catalogue, SearchEngine], T]) -> T:
        """What `make` makes of the catalogue and the engine, made once a generation."""
        ...
