"""One document to one checked report: the steps of this package in order. Pure."""

from dataclasses import replace
from hashlib import blake2s

from corpus.agencies import Names, unmistakable
from corpus.claims import claims
from corpus.errors import NotAReport
from corpus.model import Document, Form, Report, Source, Span
from corpus.outline import Outline, outline
from corpus.passages import passages
from corpus.recognise import Identity, other_report, recognise
from corpus.rules import check_report
from corpus.tables import TablesRead, read_tables

FIRST_SIX_SECTIONS = 2019
"""Reports for this year and later have the three standard tables (国办公开办函〔2019〕60号)."""


def prepare(document: Document, names: Names | None = None) -> Report:
    """The report in this document, with its statistics checked.

    `names` are names of bodies and places that no rule can know, by default those of this project.

    Raises NotAReport: nothing in it says it is one, or it is one of 2019 or later without a single
    cell of the standard tables.
    """
    identity = recognise(document, names)
    tables = read_tables(document)
    text = outline(document, tables.lines, identity.title_lines)
    _refuse_other_documents(document, identity, tables, text)
    report = report_id(identity, document)
    read = Report(
        id=report,
        title=identity.title or document.name,
        agency=identity.agency,
        year=identity.year,
        form=tables.form,
        published=identity.published,
        sections=text.sections,
        passages=passages(report, text.paragraphs, tables.statistics, line_spans(document.text)),
        statistics=tables.statistics,
        findings=(),
        sources=(_source(document),),
        origins=identity.origins,
        notes=(*document.notes, *identity.notes, *tables.notes),
        damage=tables.damage,
    )
    told = replace(read, claims=claims(read))
    return replace(told, findings=check_report(told))


def report_id(identity: Identity, document: Document) -> str:
    """Made of agency and year alone, so that two files of one report meet.

    A government's own report and the compilation for its whole area are two. Where the agency or
    the year is not known, or the name does not say which body it is (区教育局), the id is made of
    the bytes: two bodies must never share a report.
    """
    agency = identity.agency
    known = unmistakable(agency.name) and identity.year is not None
    scope = "|own" if agency.scope == "own" else ""
    made_of = f"{agency.name}|{identity.year}{scope}" if known else document.sha256
    return f"{identity.year or 'u'}-{blake2s(made_of.encode(), digest_size=5).hexdigest()}"


def line_spans(text: str) -> list[Span]:
    """The span of each line, without its line end."""
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _refuse_other_documents(
    document: Document, identity: Identity, tables: TablesRead, text: Outline
) -> None:
    sections = [section.number for section in text.sections if section.number]
    if not identity.title and len(sections) < 2 and tables.empty:
        raise NotAReport(
            "没有找到年度报告的标题、六个部分或标准表格",
            "请确认这是政府信息公开工作年度报告的全文",
        )
    if tables.twice:
        raise NotAReport("文件里有两份报告的表格，数字会混在一起", "请把两份报告拆成两个文件再试")
    if other := other_report(document, identity):
        raise NotAReport(f"文件里还有另一份报告：“{other}”", "请把两份报告拆成两个文件再试")
    old = identity.year is not None and identity.year < FIRST_SIX_SECTIONS
    if tables.empty and (tables.form is Form.UNKNOWN) and not old:
        raise NotAReport(
            "没有找到标准表格：表二、表三、表四的行名和列名一个也没有认出",
            "如果表格是图片，请先做文字识别；如果表格在附件里，请把附件一并放入",
        )


def _source(document: Document) -> Source:
    return Source(
        document.name,
        document.format,
        document.sha256,
        document.path,
        document.encoding,
        document.text,
    )
