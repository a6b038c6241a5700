"""The values that flow from a file to an answer. Frozen: a step takes one and gives another.

A `Document` is what a reader makes of a file: one text, and the lines and grids found in it, each
with its place. A `Report` is what the later steps make of a document.
"""

import copyreg
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import Any

Number = int | float
"""A figure of a table. Whole numbers are `int`; only money (万元) may be `float`."""

Span = tuple[int, int]
"""Start and end (exclusive) as character offsets."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the source."""

    line: int  # 1-based line of Document.text
    cell: int = 0  # 1-based cell within that line; 0 means the line as a whole
    page: int | None = None  # 1-based page, where the format has pages
    box: tuple[float, float, float, float] | None = None  # x0, top, x1, bottom in points
    source: int = 0  # index into Report.sources; a document by itself has only 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of running text, blank lines left out."""

    text: str  # as printed, without the line end; leading spaces kept
    start: int  # offset of text[0] in Document.text
    place: Place
    level: int = 0  # rank as a heading if the mark-up gives one (1 is highest), else 0
    gap: bool = False  # a blank line (or a new block) stands before it


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid. A merged cell stands once, at its upper left corner."""

    text: str  # as printed, spaces at both ends removed; "" is a blank cell
    place: Place
    row: int  # 0-based
    column: int  # 0-based
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, or a piece of one, as the file draws it. Rows may differ in length."""

    rows: tuple[tuple[Cell, ...], ...]
    spans: bool  # True if rowspan and colspan are known; False where merged cells leave no trace
    place: Place


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A file, read. `text` is what every `Place.line` and every span refers to."""

    name: str  # file name without folders
    format: str  # "txt", "html", ...
    sha256: str  # of the bytes, lower-case hexadecimal
    text: str  # line ends are "\n"
    blocks: tuple[Block, ...]  # in reading order
    encoding: str | None = None  # None where the format settles it
    meta: Mapping[str, str] = field(default_factory=dict)  # page title, publication date ...
    notes: tuple[str, ...] = ()  # what the reader had to mend, in Chinese
    path: str = ""  # as given by the caller; "" for bytes that came without one


class Form(StrEnum):
    """Version of the official form, told by its labels and never by the year."""

    Y2008 = "2008"  # the local 统计表 of Shanghai and others, reports for 2008-2013
    Y2014 = "2014"  # 《政府信息公开情况统计表》, reports for 2014-2018
    Y2019 = "2019"  # format on trial, reports for 2019 and 2020
    Y2021 = "2021"  # 国办公开办函〔2021〕30号, reports for 2021 and later
    UNKNOWN = "unknown"  # no label of any form was found


class Status(StrEnum):
    """What stands in a cell. Only PRINTED has a value; none of the others is a zero."""

    PRINTED = "printed"  # a number stands there
    BLANK = "blank"  # the cell is there and empty
    MARK = "mark"  # "/", "-" or the like
    TEXT = "text"  # words that are not a number
    MISSING = "missing"  # cut off, lost, or not to be told from its neighbours


@dataclass(frozen=True, slots=True)
class Statistic:
    """One cell of a standard table."""

    indicator: str  # key, e.g. "t3.new.total"
    value: Number | None  # None unless status is PRINTED
    printed: str | None  # the text as printed; None where nothing could be read
    status: Status
    unit: str | None = None  # 件, 项, 万元 ...; as printed where the cell names one
    place: Place | None = None  # None where the cell was not found
    implied: Number | None = None  # the only value the form's identities allow, beside the printed
    remark: str | None = None  # words beside the number, or why the cell could not be read


class Verdict(StrEnum):
    """What a rule says of a report."""

    PASS = "pass"
    FAIL = "fail"
    WARN = "warn"
    NOT_ASSESSABLE = "not_assessable"  # an operand is blank, lost or not a number


@dataclass(frozen=True, slots=True)
class Operand:
    """A cell as a rule saw it."""

    indicator: str
    value: Number | None
    status: Status
    side: str  # "left" or "right" of the relation; "" where the rule has no sides
    report: str = ""  # id of the report it stands in, if that is another than the finding's


@dataclass(frozen=True, slots=True)
class Located:
    """The one cell that explains every failing relation it takes part in."""

    indicator: str
    printed: Number
    implied: Number
    relations: int  # how many relations imply this same value


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule applied to one place of one report."""

    id: str  # stable while rule, place and values stay the same
    rule: str  # "T3-BAL"
    about: str  # the row, column or block it was applied to: "new", "other", "review"; "" for all
    level: str  # "H" arithmetic, "S" soft, "I" information
    verdict: Verdict
    cells: tuple[Operand, ...]
    message: str  # Chinese, with the numbers written out
    message_en: str
    located: Located | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of search: about 80-400 characters under one heading path, or a block of a table."""

    id: str  # "<report id>.p<order>"
    order: int  # 1-based position in the report
    section: int  # official number 1-6, 0 for the preface
    heading: tuple[str, ...]  # sub-headings above it, outermost first, as printed
    text: str  # as printed, without mark-up signs; sentences cut by a page break joined
    span: Span  # of Document.text
    kind: str = "text"  # "text", or "table" for cells put into words so that labels can be found
    indicators: tuple[str, ...] = ()  # of a table passage: the cells it holds


class Badge(StrEnum):
    """How a number stated in prose stands to the cells it speaks of."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNBOUND = "unbound"  # no cell is meant for certain, or no number stands in one that is


@dataclass(frozen=True, slots=True)
class Claim:
    """A number stated in prose. Dates, ordinals and numbers of documents are none."""

    id: str  # "<report id>.c<order>", order from 1 in the report
    passage: str  # Passage.id
    span: Span  # of Passage.text: the number with its unit; of "无上年结转" the words that deny
    subject: str  # what it counts, in the words of the sentence
    value: Number  # 2.6万 is 26,000, 5% is 5; 0 where the sentence denies ("未收到申请")
    unit: str  # "件", "%"; "" where none is printed
    kind: str = "count"  # "count", "money", "share" (a percentage) or "change" (增加 12 件)
    approximate: bool = False  # 约, 余, 近, 多; or rounded, as 2.6万 is
    scope: str = ""  # "area" 全区, "own" 本级, "body" 本机关; "" where nothing is said
    year: int | None = None  # the year it is of, as far as the sentence or the report says
    cells: tuple[str, ...] = ()  # indicators whose sum it states; () where that is not certain
    stated: Number | None = None  # that sum in the tables; None where a cell has no number
    badge: Badge = Badge.UNBOUND


@dataclass(frozen=True, slots=True)
class Section:
    """One official section. A section that is not in the file is not in the report."""

    number: int  # 1-6, 0 for the preface
    title: str  # official title without its number
    printed: str  # heading as printed; "" where the heading is missing
    headings: tuple[str, ...]  # sub-headings in order, as printed
    text: str  # its narrative with sub-headings, one a line; "" if it holds only a table
    place: Place


@dataclass(frozen=True, slots=True)
class Agency:
    """Who reports."""

    name: str  # canonical full name, 上海市金山区人民政府
    printed: str  # as the title prints it, 金山区
    region: tuple[str, ...]  # widest first, ("上海市", "金山区"); () if not known
    level: str  # "province", "prefecture", "county", "township" or "unknown"
    kind: str  # government, department, subdistrict, town, institution, zone or unknown
    short: tuple[str, ...] = ()  # short names the report uses for itself
    scope: str = ""  # of a government: "own" report, "compiled" for its region, "" if not said


@dataclass(frozen=True, slots=True)
class Source:
    """A file that a report was read from. Two files of one report are two sources."""

    name: str
    format: str
    sha256: str
    path: str
    encoding: str | None
    text: str  # Document.text, so that every place can be shown
    url: str | None = None
    fetched: str | None = None  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class Report:
    """One body, one year, one form version, read and checked."""

    id: str  # made of agency and year, stable over re-ingestion
    title: str  # as printed
    agency: Agency
    year: int | None  # the year covered; None if no source names it
    form: Form
    published: str | None  # ISO date, only if the source states it
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    statistics: tuple[Statistic, ...]
    findings: tuple[Finding, ...]
    sources: tuple[Source, ...]
    origins: Mapping[str, str] = field(default_factory=dict)  # field -> where it was taken from
    notes: tuple[str, ...] = ()  # what had to be mended or could not be read, in Chinese
    damage: tuple[str, ...] = ()  # names of tables that are cut or lost: "t3", "t4"
    claims: tuple[Claim, ...] = ()  # numbers in its prose, in order


def _of_few_fields(cls: type[Any]) -> None:
    """Let pickle take a value as its fields in order, which takes a third of its own time.

    A report goes from one process to another as some 1,500 of these values.
    """
    fields = attrgetter(*cls.__slots__)
    copyreg.pickle(cls, lambda value: (cls, fields(value)))


for _cls in (Place, Statistic, Operand, Located, Finding, Passage, Section, Claim):
    _of_few_fields(_cls)
