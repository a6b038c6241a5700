"""What a reader made of the rest: year, agency, sections, and the sentences under each."""

import re
from collections import Counter
from collections.abc import Iterator

from opencc import OpenCC

from bench.quality.measure import read_document
from bench.quality.render_text import File
from bench.quality.scene import Drawn, Text
from corpus.errors import SourceError
from corpus.model import Report
from corpus.prepare import prepare

Counts = Counter[tuple[str, str]]
"""(what, how it fared) -> how often: ("year", "right"), ("sentence", "elsewhere") ..."""

_SIMPLIFIED = OpenCC("t2s")
_NOT_WORDS = re.compile(r"[\s#*\xa0\u3000]")


def prepared(file: File) -> Report | None:
    """The report the product makes of the file; None if it refuses it with a reason."""
    try:
        return prepare(read_document(file))
    except SourceError:
        return None


def judge_text(drawn: Drawn, report: Report | None) -> Counts:
    """Against the drawn report; of two in a file, against the one the reader names."""
    if report is None:
        return Counter({("file", "refused"): 1})
    if drawn.beside is not None and report.agency.name == drawn.beside.agency:
        drawn = drawn.beside
    counts: Counts = Counter({("file", "read"): 1})
    counts["year", _fared(report.year, drawn.year)] += 1
    known = _SIMPLIFIED.convert(report.agency.name) if "agency" in report.origins else None
    counts["agency", _fared(known, drawn.agency)] += 1
    counts.update(_sections(drawn, report))
    counts.update(_sentences(drawn, report))
    return counts


def _fared(given: object, true: object) -> str:
    return "unknown" if given is None else "right" if given == true else "wrong"


def _headed(drawn: Drawn) -> set[int]:
    texts = (part for part in drawn.parts if isinstance(part, Text))
    return {text.section for text in texts if text.role == "heading"}


def _sections(drawn: Drawn, report: Report) -> Iterator[tuple[str, str]]:
    """Sections whose heading stands in the file: found or missed; and those only the reader saw."""
    found, true = {section.number for section in report.sections} - {0}, _headed(drawn)
    yield from (("section", "right") for _ in found & true)
    yield from (("section", "missed") for _ in true - found)
    yield from (("section", "invented") for _ in found - true)


def _sentences(drawn: Drawn, report: Report) -> Iterator[tuple[str, str]]:
    """Every sentence of a section with a heading: whole in that section, elsewhere, or lost."""
    headed = _headed(drawn) | {0}
    here: dict[int, str] = {}
    for passage in report.passages:
        here[passage.section] = here.get(passage.section, "") + _bare(passage.text) + "\n"
    for section, sentence in sentences(drawn):
        if section in headed:
            if sentence in here.get(section, ""):
                yield "sentence", "right"
            else:
                elsewhere = any(sentence in text for text in here.values())
                yield "sentence", "elsewhere" if elsewhere else "lost"


def sentences(drawn: Drawn) -> Iterator[tuple[int, str]]:
    """Section and words of every sentence; what a page break cut is one sentence again."""
    waiting, section = "", 0
    for part in drawn.parts:
        if not isinstance(part, Text) or part.role == "page mark":
            continue
        if part.role != "prose" or part.section != section:
            waiting = ""
        if part.role == "prose":
            section, waiting = part.section, waiting + _bare(part.text)
            *whole, waiting = waiting.split("。")
            yield from ((section, sentence) for sentence in whole if sentence)


def _bare(text: str) -> str:
    return _NOT_WORDS.sub("", text)
