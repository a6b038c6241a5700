"""Every rule there is, whatever it is made of: what a list of rules, a page or a sheet shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from corpus.rules.pack import pack
from corpus.rules.prose import prose_rules
from corpus.rules.structure import structure
from corpus.rules.text import text_rules
from corpus.rules.tree import across

_TEXT_GROUND = "正文与表格应互相印证；口径不同的应在正文写明"


@dataclass(frozen=True, slots=True)
class Known:
    """A rule as people read of it."""

    id: str
    level: str  # "H", "S", "I"
    title: str
    title_en: str
    ground: str  # Chinese: the legal or formal ground
    scope: str  # "cells", "report", "text", "years" or "levels"


@cache
def rules() -> Mapping[str, Known]:
    """Every rule by id: of the cells, of the report, of its text, between years, between levels."""
    return {one.id: one for one in _every()}


def _every() -> Iterator[Known]:
    for scope, name in (("cells", "tables"), ("years", "years")):
        for rule in pack(name):
            yield Known(rule.id, rule.level, rule.title, rule.title_en, rule.ground, scope)
    for one in structure():
        yield Known(one.id, one.level, one.title, one.title_en, one.ground, "report")
    for said in text_rules():
        yield Known(said.id, said.level, said.title, said.title_en, _TEXT_GROUND, "text")
    for whole in prose_rules().values():
        scope = "years" if whole.between else "text"
        yield Known(whole.id, whole.level, whole.title, whole.title_en, whole.ground, scope)
    for far in across().values():
        scope = "years" if far.id.startswith("X-") else "levels"
        yield Known(far.id, far.level, far.title, far.title_en, far.ground, scope)
