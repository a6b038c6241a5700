"""Numbers stated in prose, and the cells of the tables that they speak of.

    passages ─ figures ─▶ Figure ┐
    wording ─────────────────────┼ phrases ─▶ clauses ─ binding ─▶ cells ─ claims ─▶ Claim
    cells of the report ─────────┘

Order: setting, figures, wording, phrases, binding, reading

A number is bound to cells only if every word of its clause is understood and allows one reading:
a claim that is bound wrongly is worse than one that is not bound.
"""

from corpus.claims.reading import claims

__all__ = ["claims"]
