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


Node = Words | Exact | AllOf | AnyOf | Without


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood. An empty `AllOf` asks for everything."""

    text: str  # as typed
    root: Node
    notes: tuple[str, ...] = ()  # Chinese, one sentence each: how odd input was read
