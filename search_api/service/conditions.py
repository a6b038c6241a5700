"""Conditions of a query as the engine takes them: names made canonical, numbers looked up.

agency:教育局, 新收>100  ─ resolve ─▶  who that is; the reports that print such a number
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.forms import indicators
from indexer.query import AllOf, AnyOf, Figure, Node, Query, Where, Without, Words
from indexer.query.conditions import is_key
from search_api.answers import Interpreted, Meant
from search_api.interpret import Names, agency_named, fold, region_named
from search_api.statistics import is_name, label_of, meant_by

NAMED = 5
"""Names listed in a note: what is read at a glance."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A query that an engine can answer."""

    query: Query
    meant: tuple[Meant, ...] = ()  # the indicators of its conditions
    notes: tuple[str, ...] = ()
    offers: tuple[Interpreted, ...] = ()  # what a name of several may mean: none was chosen


def resolve(query: Query, names: Names, catalogue: Catalogue) -> Resolved:
    """The query with every field and every condition on a number resolved.

    What nobody is called, and what may mean several indicators, is searched as plain words.
    """
    resolver = _Resolver(names, catalogue)
    root = resolver.node(query.root)
    return Resolved(
        query if root == query.root else replace(query, root=root),
        tuple(resolver.meant),
        tuple(resolver.notes),
        tuple(resolver.offers),
    )


class _Resolver:
    """One query on its way; what is found out beside the tree."""

    def __init__(self, names: Names, catalogue: Catalogue) -> None:
        self._names = names
        self._catalogue = catalogue
        self.meant: dict[Meant, None] = {}
        self.notes: dict[str, None] = {}
        self.offers: dict[Interpreted, None] = {}

    def node(self, node: Node) -> Node:
        """The node with everything in it resolved."""
        match node:
            case AllOf(parts):
                return AllOf(tuple(map(self.node, parts)))
            case AnyOf(parts):
                return AnyOf(tuple(map(self.node, parts)))
            case Without(part):
                return Without(self.node(part))
            case Figure():
                return self._figure(node)
            case Where():
                return self._where(node)
        return node

    def _where(self, node: Where) -> Where:
        if node.field == "agency":
            return self._named(node, "机关", self._agencies)
        if node.field == "region":
            return self._named(node, "地区", lambda said: region_named(said, self._names))
        return node

    def _named(self, node: Where, kind: str, called: Callable[[str], Sequence[str]]) -> Where:
        """Values by the names they are known under; one that nobody has matches nothing."""
        values: set[str | int] = set()
        for said in sorted(map(str, node.values)):
            found = called(said)
            values.update(found or [said])
            if not found:
                self.notes[f"没有收录名为“{said}”的{kind}"] = None
            elif len(found) > 1:
                self.notes[f"“{said}”包括 {len(found)} 个{kind}：{_some(found)}"] = None
        return replace(node, values=frozenset(values))

    def _agencies(self, said: str) -> Sequence[str]:
        """Everyone of that name, or else everyone whose name has it in it."""
        wanted, every = (
            fold(said),
            {name for some in self._names.agencies.values() for name in some},
        )
        inside = sorted(name for name in every if wanted and wanted in fold(name))
        return agency_named(said, self._names) or inside

    def _figure(self, figure: Figure) -> Node:
        """The reports that print such a number; plain words if it is not clear which is meant."""
        found = _meant(figure.name)
        if len(found) == 1:
            return self._reports(figure, found[0])
        if not found:
            unknown = f"没有名为“{figure.name}”的指标；“{figure.text}”已按普通词语检索"
            self.notes[unknown] = None
            return Words(figure.text)
        some = _some([f"{label_of(key)}（{key}）" for key in found])
        several = f"“{figure.name}”可指 {len(found)} 项指标，请写明其一：{some}"
        self.notes[f"{several}；“{figure.name}”已按普通词语检索，未比较数字"] = None
        self.offers |= dict.fromkeys(
            Interpreted("indicator", figure.name, key, label_of(key)) for key in found[:NAMED]
        )
        return Words(figure.name)

    def _reports(self, figure: Figure, key: str) -> Where:
        cells, _ = self._catalogue.cells(indicators=(key,))
        fulfilled = (
            cell.report
            for cell in cells
            if cell.statistic.value is not None and figure.holds(cell.statistic.value)
        )
        self.meant[Meant(key, label_of(key), f"与“{figure.text}”相符")] = None
        return Where("report", frozenset(fulfilled), text=figure.text)


def _meant(name: str) -> tuple[str, ...]:
    """Keys of the indicators that a name may mean."""
    if is_key(name):
        key = name.lower()
        near = (key, f"{key}.total", key.removesuffix(".total"))  # table 4 has no second total
        return tuple(one for one in near if one in indicators())[:1]
    return tuple(one.indicator for one in meant_by(name)) if is_name(name) else ()


def _some(names: Iterable[str]) -> str:
    """The first of them, and whether there are more."""
    listed = tuple(names)
    return "、".join(listed[:NAMED]) + "等" * (len(listed) > NAMED)
