"""Drawn reports as saved web pages, in the styles that publishing systems really give them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import escape
from random import Random

from bench.quality.render_text import File, full_grid
from bench.quality.scene import Drawn, Row, Slot, Table, Text, is_label


@dataclass(frozen=True, slots=True)
class Style:
    """How a page writes its cells. `inner` makes the inside of a cell from its escaped text."""

    inner: Callable[[Slot, Random], str]
    th: str = "none"  # which cells are <th>: "none", "heads", "labels"
    spans: str = "true"  # "true", "expanded" (empty cells), "tall", and of LYING "lost" ...
    wrap: str = ""  # "" or "nested": the page is laid out with tables
    loose: bool = False  # closing tags left out, upper case, unquoted attributes
    attributes: str = ""
    blank: str = ""  # what stands in a blank cell


def _bare(slot: Slot, random: Random) -> str:
    return escape(slot.text)


def _paragraph(slot: Slot, random: Random) -> str:
    """As word processors save it; figures in runs of their own language."""
    inner = f'<span lang="EN-US">{escape(slot.text)}</span>' if not is_label(slot) else ""
    return f'<p class="MsoNormal"><b></b>{inner or escape(slot.text)}<o:p></o:p></p>'


def _spaced(slot: Slot, random: Random) -> str:
    return f"&nbsp;{escape(slot.text)}&nbsp;&nbsp;"


def _broken(slot: Slot, random: Random) -> str:
    """A line break in the source or a <br> inside labels; figures as they are."""
    text = slot.text
    if not is_label(slot) or len(text) < 4:
        return f"\n      {escape(text)}\n    "
    at = random.randint(2, len(text) - 2)
    return escape(text[:at]) + random.choice(["<br>", "<br/>", "\n      "]) + escape(text[at:])


def _cut(slot: Slot, random: Random) -> str:
    """Runs of <span> and <font> with borders anywhere, inside numbers too."""
    text, runs = slot.text, []
    while text:
        size = random.randint(1, 3)
        tag = random.choice(["span", "font", "b", "span"])
        runs.append(f"<{tag}>{escape(text[:size])}</{tag}>")
        text = text[size:]
    return "".join(runs)


STYLES: Mapping[str, Style] = {
    "html": Style(_bare),
    "html, heads as th": Style(_bare, th="heads"),
    "html, word": Style(_paragraph, attributes=' width="57" valign="center"', blank="&nbsp;"),
    "html, nested": Style(_bare, th="labels", wrap="nested"),
    "html, nbsp": Style(_spaced, blank="&nbsp;"),
    "html, broken lines": Style(_broken),
    "html, cut in spans": Style(_cut, attributes=" style='border:none'"),
    "html, spans expanded": Style(_bare, spans="expanded"),
    "html, loose": Style(_bare, loose=True, attributes=" align=center"),
    "html, rowspans too tall": Style(_bare, spans="tall"),
}
"""Name -> style of an undamaged page."""

LYING: Mapping[str, Style] = {
    "html, spans lost": Style(_bare, spans="lost"),
    "html, some spans lost": Style(_bare, spans="some"),
    "html, spans off by one": Style(_bare, spans="off"),
}
"""Pages whose merged cells are not marked, or marked wrong: a browser shows them askew too."""


def render_html(drawn: Drawn, layout: str, random: Random) -> File:
    """The report as a page in one of STYLES or LYING, with the site around it."""
    style = {**STYLES, **LYING}[layout]
    body = "\n".join(_part(part, style, random) for part in drawn.parts)
    if drawn.beside is not None:
        beside = "\n".join(_part(part, style, random) for part in drawn.beside.parts)
        body = f"<div>{body}</div>\n<div>{beside}</div>"
    if style.wrap == "nested":
        inner = f"<table><tr><td>{body}</td></tr></table>"
        body = f"<table width=100%><tr><td>{inner}</td></tr></table>"
    title = next((part.text for part in drawn.parts if isinstance(part, Text)), "")
    head = f'<head><meta charset="utf-8"><title>{escape(title)}</title></head>'
    return File("report.html", f"<!DOCTYPE html><html>{head}<body>{body}</body></html>", layout)


_TAGS = {"title": "h1", "heading": "p"}


def _part(part: Text | Table, style: Style, random: Random) -> str:
    if isinstance(part, Table):
        return _table(part, style, random)
    if part.role == "raw":
        return part.text
    tag = _TAGS.get(part.role, "p")
    return f"<{tag}>{escape(part.text)}</{tag}>"


def _table(table: Table, style: Style, random: Random) -> str:
    made = [_row(row, style, random) for row in _with_spans(table, style.spans, random)]
    tag = "TABLE border=1" if style.loose else 'table border="1" cellspacing="0"'
    return f"<{tag}><tbody>\n" + "\n".join(made) + "\n</tbody></table>"


def _with_spans(table: Table, spans: str, random: Random) -> tuple[Row, ...]:
    """The rows with their merged cells as this style marks them."""
    if spans in ("expanded", "tall"):
        return _expanded(table) if spans == "expanded" else _tall(table)
    share = {"true": 0.0, "lost": 1.0, "some": 0.3, "off": 0.15}[spans]

    def change(slot: Slot) -> Slot:
        if random.random() >= share or max(slot.across, slot.down) == 1:
            return slot
        if spans == "off":
            return replace(slot, across=slot.across + random.choice([1, -1 % slot.across]))
        return replace(slot, down=1, across=1)

    return tuple(tuple(map(change, row)) for row in table.rows)


def _tall(table: Table) -> tuple[Row, ...]:
    """Merged group labels that claim one row more than there is below the table's last."""
    last = len(table.rows)
    return tuple(
        tuple(
            replace(slot, down=slot.down + 1) if slot.down > 1 and at + slot.down == last else slot
            for slot in row
        )
        for at, row in enumerate(table.rows)
    )


def _expanded(table: Table) -> tuple[Row, ...]:
    """Empty cells where merged ones were: what some converters make of them."""
    empty = Slot("", "empty")
    return tuple(
        tuple(
            replace(place, down=1, across=1) if isinstance(place, Slot) else empty for place in row
        )
        for row in full_grid(table)
    )


def _row(row: Row, style: Style, random: Random) -> str:
    cells = [_cell(slot, style, random) for slot in row]
    return "<TR>" + "".join(cells) if style.loose else "<tr>" + "".join(cells) + "</tr>"


def _cell(slot: Slot, style: Style, random: Random) -> str:
    heads = ("column", "head", "block", "corner")
    header = (style.th == "labels" and is_label(slot)) or (
        style.th == "heads" and slot.role in heads
    )
    tag = "th" if header and slot.role != "empty" else "td"
    across = f' colspan="{slot.across}"' if slot.across > 1 else ""
    down = f' rowspan="{slot.down}"' if slot.down > 1 else ""
    inside = style.inner(slot, random) if slot.text else style.blank
    if style.loose:
        return f"<{tag.upper()}{style.attributes}{across}{down}".replace('"', "") + f">{inside}"
    return f"<{tag}{style.attributes}{across}{down}>{inside}</{tag}>"
