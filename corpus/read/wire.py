"""A document on its way from one process to another, as JSON: data, never code."""

import json
from collections.abc import Mapping
from typing import Any

from corpus.errors import NotReadable
from corpus.model import Block, Cell, Document, Grid, Line, Place


def packed(outcome: Document | NotReadable) -> bytes:
    """A document, or why there is none."""
    if isinstance(outcome, NotReadable):
        said: dict[str, Any] = {"reason": outcome.reason, "hint": outcome.hint}
    else:
        said = {
            "name": outcome.name,
            "format": outcome.format,
            "text": outcome.text,
            "blocks": [_packed(block) for block in outcome.blocks],
            "encoding": outcome.encoding,
            "meta": dict(outcome.meta),
            "notes": outcome.notes,
        }
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")


def unpacked(data: bytes) -> Document:
    """The document. Raises NotReadable: the reason that came in its stead."""
    said = json.loads(data)
    if "reason" in said:
        raise NotReadable(str(said["reason"]), str(said["hint"]))
    return Document(
        str(said["name"]),
        str(said["format"]),
        "",
        str(said["text"]),
        tuple(_unpacked(block) for block in said["blocks"]),
        None if said["encoding"] is None else str(said["encoding"]),
        {str(key): str(value) for key, value in said["meta"].items()},
        tuple(map(str, said["notes"])),
    )


def _packed(block: Block) -> dict[str, Any]:
    place = _place(block.place)
    if isinstance(block, Line):
        return {"line": [block.text, block.start, block.level, block.gap], "place": place}
    rows = [
        [
            [cell.text, _place(cell.place), cell.row, cell.column, cell.rowspan, cell.colspan]
            for cell in row
        ]
        for row in block.rows
    ]
    return {"rows": rows, "spans": block.spans, "place": place}


def _place(place: Place) -> list[Any]:
    return [place.line, place.cell, place.page, place.box]


def _unpacked(said: Mapping[str, Any]) -> Block:
    place = _placed(said["place"])
    if "line" in said:
        text, start, level, gap = said["line"]
        return Line(str(text), int(start), place, int(level), bool(gap))
    rows = tuple(tuple(_cell(cell) for cell in row) for row in said["rows"])
    return Grid(rows, bool(said["spans"]), place)


def _cell(said: Any) -> Cell:
    text, place, *numbers = said
    row, column, rowspan, colspan = map(int, numbers)
    return Cell(str(text), _placed(place), row, column, rowspan, colspan)


def _placed(said: Any) -> Place:
    line, cell, page, box = said
    shown = None
    if box is not None:
        x0, top, x1, bottom = map(float, box)
        shown = x0, top, x1, bottom
    return Place(int(line), int(cell), None if page is None else int(page), shown)
