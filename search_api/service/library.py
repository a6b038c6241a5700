"""What the services read from, as a promise: nothing here knows how a store is kept."""

from typing import Protocol

from corpus.catalogue import Catalogue
from indexer.engine import SearchEngine
from search_api.settings import Settings


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

    def engine(self) -> SearchEngine:
        """The engine of the current generation. Raises NoIndex while there is none."""
        ...
