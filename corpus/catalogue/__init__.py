"""The store: one SQLite file, the source of truth. The index is derived from it.

    Report ─ rows ─▶ tables of schema_*.sql ─ selection ─▶ pages of rows ─▶ Report, ReportRow ...

Order: values, database, rows, selection, phrases, neighbourhood, arrivals, catalogue

WAL, synchronous=FULL, foreign keys on. A report is written whole, in one transaction, and its rows
are never updated in place. Schema version and migrations are explicit (`database.MIGRATIONS`).
"""

from corpus.catalogue.catalogue import FILE, Catalogue
from corpus.catalogue.values import Arrival, CellRow, News, ReportRow, Selection

__all__ = ["FILE", "Arrival", "Catalogue", "CellRow", "News", "ReportRow", "Selection"]
