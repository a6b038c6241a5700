"""What a report must satisfy, as data, and the small evaluator that applies it.

Order: pack, cells, wording, judges, locate, evaluate, structure, text, prose, quoted, whole,
tree, known
"""

from corpus.rules.evaluate import check
from corpus.rules.known import Known, rules
from corpus.rules.pack import Rule, pack
from corpus.rules.prose import ProseRule, prose_rules
from corpus.rules.structure import StructureRule, structure
from corpus.rules.text import TextRule, group_of, text_rules
from corpus.rules.whole import check_report

__all__ = [
    "Known",
    "ProseRule",
    "Rule",
    "StructureRule",
    "TextRule",
    "check",
    "check_report",
    "group_of",
    "pack",
    "prose_rules",
    "rules",
    "structure",
    "text_rules",
]
