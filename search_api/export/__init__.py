"""Tables for other programs and for spreadsheets: the same filters, columns in a fixed order.

    Answer, cells, counts ─ rows ─▶ CSV, JSON Lines (lines), XLSX (workbook)
    catalogue ─ tidy ─▶ a folder of CSV and JSON Lines ─ codebook ─▶ CODEBOOK.md

Order: words, rows, lines, workbook, found, figures, matrix, atom,
tidy, codebook, folder
"""

from search_api.export.atom import feed, feed_url
from search_api.export.atom import pairs_of as feed_pairs
from search_api.export.figures import statistics_csv, statistics_jsonl, statistics_xlsx
from search_api.export.folder import export
from search_api.export.found import search_csv, search_jsonl, search_xlsx
from search_api.export.lines import BOM, csv_lines, disposition
from search_api.export.matrix import batch_csv, batch_jsonl, batch_xlsx
from search_api.export.rows import (
    PASSAGES_COLUMNS,
    STATISTICS_COLUMNS,
    Cell,
    passages_rows,
    statistics_rows,
)
from search_api.export.words import PARTS, STATUSES, in_words, number, repeated_in_words

__all__ = [
    "BOM",
    "PARTS",
    "PASSAGES_COLUMNS",
    "STATISTICS_COLUMNS",
    "STATUSES",
    "Cell",
    "batch_csv",
    "batch_jsonl",
    "batch_xlsx",
    "csv_lines",
    "disposition",
    "export",
    "feed",
    "feed_pairs",
    "feed_url",
    "in_words",
    "number",
    "passages_rows",
    "repeated_in_words",
    "search_csv",
    "search_jsonl",
    "search_xlsx",
    "statistics_csv",
    "statistics_jsonl",
    "statistics_rows",
    "statistics_xlsx",
]
