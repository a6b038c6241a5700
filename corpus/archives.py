"""Archives that need not be opened again: all that is in them has been taken in before.

What is in an archive is told by its bytes, so the catalogue keeps for each that was gone through
without a refusal which files are in it. As long as all of these are known, inflating the archive
would only show it once more.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.outcome import Given, Unchanged

INSIDE = "!/"
"""Between the path of an archive and the name of a file in it."""

_MOST_NOTED = 100  # archives noted in one transaction; one that is lost is only opened once more


class Archives:
    """The archives a catalogue knows. Only for the holder of the writer lock."""

    def __init__(self, catalogue: Catalogue, pipeline: int) -> None:
        self._catalogue, self._pipeline = catalogue, pipeline
        self._noted: dict[str, Sequence[tuple[str, str]]] = {}

    @cached_property
    def _known(self) -> Mapping[str, str]:
        return self._catalogue.known(self._pipeline)  # when first asked for: the lock is held then

    def unchanged(self, archive: Given) -> list[Unchanged]:
        """What opening it would come to, where all of it is known; else nothing."""
        members = self._catalogue.archive(digest(archive.data))
        if not all(one in self._known for _, one in members):
            return []
        return [
            Unchanged(
                Path(f"{archive.path}{INSIDE}{name}"),
                self._known[one],
                archive.url,
                one,
                f"{archive.place}{INSIDE}{name}",
            )
            for name, one in members
        ]

    def note(self, archive: Given, members: Sequence[tuple[str, str]]) -> None:
        """All that is in it, (name inside, sha256) each. Kept by `save`, or when there are many."""
        self._noted[digest(archive.data)] = members
        if len(self._noted) >= _MOST_NOTED:
            self.save()

    def save(self) -> None:
        """Keep what was noted. Raises CatalogueError."""
        if self._noted:
            with self._catalogue.transaction():
                self._catalogue.note_archives(self._noted)
            self._noted.clear()


def digest(data: bytes) -> str:
    """The sha256 of these bytes in lower-case hexadecimal digits."""
    return sha256(data).hexdigest()
