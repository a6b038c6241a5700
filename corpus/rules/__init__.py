"""What a report must satisfy, as data, and the small evaluator that applies it.

Order: pack, cells, wording, judges, locate, evaluate
"""

from corpus.rules.evaluate import check
from corpus.rules.pack import Rule, pack

__all__ = ["Rule", "check", "pack"]
