"""Paragraphs and table blocks to passages, the unit of search.

A passage holds about 80-400 characters under one heading path: long paragraphs are cut at sentence
ends, short ones gathered. The cells of a table are put into words, one passage for each block of
rows, so that a label can be searched like a sentence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

from corpus.forms import Entry, load
from corpus.forms.annex import items, topic
from corpus.model import Form, Passage, Span, Statistic, Status
from corpus.outline import Paragraph

SHORTEST, LONGEST = 80, 400
"""Characters: below, a passage shows too little to judge by; above, a page of hits too much."""

_SENTENCE = re.compile(r"[^。！？!?]*(?:[。！？!?]+[”」』）)]*|$)")
_CLAUSE = re.compile(r"[^；;，,、]*(?:[；;，,、]|$)")
_SAID = {Status.BLANK: "原表为空", Status.MISSING: "未能识别"}
_BLOCKS3 = (
    ("一、二　新收与结转", ("new", "carried_in")),
    ("三（一）（二）　公开", ("granted", "partial")),
    ("三（三）不予公开", "denied"),
    ("三（四）无法提供", "unable"),
    ("三（五）不予处理", "refused"),
    ("三（六）其他处理", "other"),
    ("三（七）、四　总计与结转", ("total_processed", "carried_out")),
)


def passages(
    report: str, paragraphs: Sequence[Paragraph], cells: Sequence[Statistic], lines: Sequence[Span]
) -> tuple[Passage, ...]:
    """Every passage of a report in section order; `lines[n-1]` is the span of source line n."""
    drafts = [*_text_drafts(paragraphs), *_table_drafts(cells, lines)]
    drafts.sort(key=lambda draft: draft[0])  # stable: text before tables within a section
    return tuple(
        Passage(f"{report}.p{order}", order, section, heading, text, span, kind, keys)
        for order, (section, heading, text, span, kind, keys) in enumerate(drafts, 1)
    )


Draft = tuple[int, tuple[str, ...], str, Span, str, tuple[str, ...]]


def _text_drafts(paragraphs: Sequence[Paragraph]) -> Iterator[Draft]:
    gathered: list[tuple[Paragraph, int, int]] = []
    for piece in _pieces(paragraphs):
        if gathered and not _fits(gathered, piece):
            yield _draft(gathered)
            gathered = []
        gathered.append(piece)
    if gathered:
        yield _draft(gathered)


def _pieces(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, int, int]]:
    """Whole paragraphs, or parts of long ones, as (paragraph, start, end)."""
    for paragraph in paragraphs:
        for start, end in cut(paragraph.text):
            yield paragraph, start, end


def _fits(gathered: list[tuple[Paragraph, int, int]], piece: tuple[Paragraph, int, int]) -> bool:
    """Whether the piece joins those before it: same headings, and not too long then."""
    first, (paragraph, start, end) = gathered[0][0], piece
    length = sum(until - since + 1 for _, since, until in gathered)  # 1 for the line break behind
    same = (first.section, first.heading) == (paragraph.section, paragraph.heading)
    return same and length < SHORTEST and length + end - start <= LONGEST


def _draft(gathered: list[tuple[Paragraph, int, int]]) -> Draft:
    first, last = gathered[0], gathered[-1]
    text = "\n".join(paragraph.text[start:end] for paragraph, start, end in gathered)
    span = first[0].span(*first[1:])[0], last[0].span(*last[1:])[1]
    return first[0].section, first[0].heading, text, span, "text", ()


def cut(text: str) -> list[Span]:
    """The text as parts of at most LONGEST characters, cut at sentence ends and of like length.

    A single sentence that is longer is cut at clauses; one without any is cut where it must be.
    """
    if len(text) <= LONGEST:
        return [(0, len(text))] if text else []
    parts = -(-len(text) // LONGEST)
    aim = -(-len(text) // parts)
    ends = list(_ends(text))
    cuts, start, before = [], 0, 0
    for end in ends:
        too_long = end - start > LONGEST
        if before > start and (too_long or before - start >= aim):
            cuts.append((start, before))
            start = before
        before = end
    return [*cuts, (start, len(text))]


def _ends(text: str) -> Iterator[int]:
    """Places where the text may be cut: sentence ends, clause ends inside very long sentences."""
    for sentence in _SENTENCE.finditer(text):
        if sentence.end() - sentence.start() > LONGEST:
            for clause in _CLAUSE.finditer(text, sentence.start(), sentence.end()):
                yield from range(clause.start() + LONGEST, clause.end(), LONGEST)
                if clause[0]:
                    yield clause.end()
        elif sentence[0]:
            yield sentence.end()


def _table_drafts(cells: Sequence[Statistic], lines: Sequence[Span]) -> Iterator[Draft]:
    by_key = {cell.indicator: cell for cell in cells}
    first = Form.Y2008 if "t1.local_visits.count" in by_key else Form.Y2014
    second = Form.Y2019 if "t2.licence.previous" in by_key else Form.Y2021
    split = any(key.startswith("t3.other_3_other.") for key in by_key)
    third = Form.Y2021 if split else Form.Y2019
    for section, heading, rows in _blocks(first, second, third):
        texts, keys = [], []
        for label, columns in rows:
            found = [by_key[key] for key, _ in columns if key in by_key]
            if any(cell.place for cell in found):
                texts.append(f"{label}：{_figures(columns, by_key)}")
                keys += [cell.indicator for cell in found]
        if texts:
            span = _span([by_key[key] for key in keys], lines)
            yield section, heading, "；\n".join(texts) + "。", span, "table", tuple(keys)


Row = tuple[str, list[tuple[str, str]]]
Block = tuple[int, tuple[str, ...], list[Row]]


@cache
def _blocks(first: Form, second: Form, third: Form) -> tuple[Block, ...]:
    """Every block of a report whose tables 1, 2 and 3 are of these versions."""
    return (*_blocks1(first), *_blocks2(second), *_blocks3(third), *_blocks4())


def _blocks1(form: Form) -> Iterator[Block]:
    """The 统计表 before 2019 by topic; it is an annex, so it stands with the last section."""
    for heading, listed in groupby(items(form), key=lambda item: topic(item.key)):
        rows: list[Row] = [(item.label, [(item.indicator, "总计")]) for item in listed]
        yield 6, (f"统计表　{heading}",), rows


def _blocks2(form: Form) -> Iterator[Block]:
    table = load(form).table2
    for article in dict.fromkeys(row.article for row in table.rows):
        rows: list[Row] = [
            (row.label, [(f"t2.{row.key}.{key}", table.column(key).label) for key in row.columns])
            for row in table.rows
            if row.article == article
        ]
        yield 2, (article,), rows


def _blocks3(form: Form) -> Iterator[Block]:
    table = load(form).table3
    for title, which in _BLOCKS3:
        rows: list[Row] = [
            (
                _marked(row),
                [(f"t3.{row.key}.{column.key}", column.label) for column in table.columns],
            )
            for row in table.rows
            if row.key in which
            or row.group == which
            or (which == "other" and row.key == "other_all")
        ]
        yield 3, (title,), rows


def _blocks4() -> Iterator[Block]:
    table = load(Form.Y2021).table4
    for block in table.rows:
        columns = [(f"t4.{block.key}.{column.key}", column.label) for column in table.columns]
        yield 4, (block.label,), [(block.label, columns)]


def _marked(row: Entry) -> str:
    """1.属于国家秘密, （一）予以公开, 一、本年新收…: the label with its number as on the form."""
    sign = "." if row.mark.isdigit() else "" if row.mark.startswith("（") else "、"
    return f"{row.mark}{sign}{row.label}"


def _figures(columns: Sequence[tuple[str, str]], cells: Mapping[str, Statistic]) -> str:
    """总计 first; of table 3 only the applicants that are not plain zeros follow."""
    found = [(label, cells[key]) for key, label in columns if key in cells]
    total = [pair for pair in found if pair[0] == "总计"]
    rest = [pair for pair in found if pair[0] != "总计" and (pair[1].value != 0 or not total)]
    said = "，".join(f"{label} {_said(cell)}" for label, cell in (*total, *rest))
    return said if not total or len(found) > 1 else _said(total[0][1])


def _said(cell: Statistic) -> str:
    return _SAID.get(cell.status) or cell.printed or ""


def _span(cells: Iterable[Statistic], lines: Sequence[Span]) -> Span:
    numbers = [cell.place.line for cell in cells if cell.place and cell.place.line <= len(lines)]
    return (lines[min(numbers) - 1][0], lines[max(numbers) - 1][1]) if numbers else (0, 0)
