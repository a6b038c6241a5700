"""What was asked, as a small tree that every engine understands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text, to be cut into words. All of them are wanted."""

    text: str


@dataclass(frozen=True, slots=True)
class Exact:
    """An exact character sequence, whatever the segmentation. Spaces do not count."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """A word that begins so. Chinese parts no words, so there it is the sequence itself."""

    text: str  # without the star


@dataclass(frozen=True, slots=True)
class Near:
    """A word (in Chinese a sequence) that differs by at most so many characters."""

    text: str  # without the tilde
    distance: int  # 1 or 2 characters put in, left out or replaced


@dataclass(frozen=True, slots=True)
class Where:
    """What the passage or its report must be. It narrows an answer and is nothing found itself.

    `field` is a facet ("agency", "region", "year", "section", "form"), "title" (of the report: each
    value is a sequence of characters in it) or "report" (ids). Values are alternatives; of years
    and sections a range may be given instead, `low` and `high` included, None where it is open.
    """

    field: str
    values: frozenset[str | int] = frozenset()
    low: int | None = None
    high: int | None = None
    text: str = ""  # as typed

    @property
    def is_range(self) -> bool:
        """Whether it is a range and not a list of values."""
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Figure:
    """A condition on a number of the report's tables. Only a printed number can fulfil it.

    Which indicator the name means is for the caller to say, who puts a `Where` of report ids in its
    place; an engine that meets a Figure reads it as plain words.
    """

    name: str  # as typed: 新收, t4.review.corrected.total
    low: float | None = None  # None: no bound
    high: float | None = None
    over: bool = False  # the number must be more than `low`, not just as much
    under: bool = False  # the number must be less than `high`
    text: str = ""  # as typed: 新收>100

    def holds(self, value: float) -> bool:
        """Whether a number fulfils it.

        >>> Figure("新收", low=100, over=True).holds(100)
        False
        """
        above = self.low is None or (value > self.low if self.over else value >= self.low)
        below = self.high is None or (value < self.high if self.under else value <= self.high)
        return above and below


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must match."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part must match."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Without:
    """Nothing that matches the part."""

    part: "Node"


Leaf = Words | Exact | Prefix | Near | Where | Figure
Node = Leaf | AllOf | AnyOf | Without


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood. An empty `AllOf` asks for everything."""

    text: str  # as typed
    root: Node
    notes: tuple[str, ...] = ()  # Chinese, one sentence each: how odd input was read
