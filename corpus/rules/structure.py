"""Rules on a report as a whole: its sections, dates, wording, and what its body may report.

Pure: a report in, findings out. A rule that has nothing to look at (no date, no sixth section) says
nothing; what is missing altogether is said once, by the rule on completeness.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from corpus.headings import SECTION_TITLES
from corpus.model import Finding, Form, Operand, Report, Section, Status, Verdict
from corpus.rules.evaluate import finding_id

_FILE = Path(__file__).with_name("structure.toml")
_STANDARD = (Form.Y2019, Form.Y2021)  # forms with six sections and three tables
_NUMERALS = "一二三四五六七八九十"
_MARK = re.compile(rf"\s*第?([{_NUMERALS}])(?:部分)?\s*[、.．,，:：]")
_SENTENCE = re.compile(r"[^。！？!?；;\s]+[。！？!?；;]?")
_SHORTEST = (
    30  # characters of a section 5; problems and what is done about them do not fit in fewer
)
_NONE = re.compile(r"(?:无|没有|暂无|无其他.{0,12}|没有其他.{0,12})[。.；;]?")
_FEE = re.compile(r"处理费|收费|费用|收取")
_FEE_SINCE = 2020  # the rules on fees for disclosing information took effect on 1 January 2021
_UNPAID = "t3.other_2_unpaid_fee.total"
_CONTACT = re.compile(r"电话|联系方式|联系人|邮政?编码?|传真|邮箱|地址")
_PERIOD = re.compile(r"(20\d\d)\s*年\s*1\s*月\s*1\s*日")
_TITLE_YEAR = re.compile(r"(20\d\d)\s*年")
_LOST_DIGITS = re.compile(  # 截至1231日, 2021112日; 第365日 and 共120日 count days
    r"(?<![\d月.第共达近约满])(?:20\d\d年?)?(?:1[0-2]|0?[1-9])(?:3[01]|[12]\d|0[1-9])日|20\d{4,6}日"
)
_SLIPS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|的的|了了|和和|在在|是是|，，|。。|、、|；；|"
    r"(?<=[\u4e00-\u9fff])[,;?!](?=[\u4e00-\u9fff])"
)
_MAY_SLIP = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f,;?!]")
_DOUBLED = ("的的", "了了", "和和", "在在", "是是", "，，", "。。", "、、", "；；")
_MAY_LOSE = re.compile(r"\d{3,}日")
_LISTED = 3  # places shown; the rest are counted
_AROUND = 4  # characters shown on both sides of a place
_REGULATIONS = tuple(f"t2.regulations.{column}" for column in ("issued", "repealed", "valid"))
_MAY_ISSUE = ("province", "prefecture")
_DUE = {"government": (3, 31), "department": (1, 31), "institution": (1, 31)}
_TABLES = {"t2": "表二", "t3": "表三", "t4": "表四"}


@dataclass(frozen=True, slots=True)
class StructureRule:
    """One rule. `passes` and `fails` say what differs from a sound report; each is a test."""

    id: str
    level: str  # "S" or "I"
    title: str
    title_en: str
    ground: str
    passes: Mapping[str, object] = field(default_factory=dict)
    fails: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule has to say: what is amiss, "" for nothing."""

    amiss: str
    amiss_en: str = ""
    cells: tuple[Operand, ...] = ()
    unsure: bool = False  # it cannot be told whether this is amiss


@cache
def structure() -> tuple[StructureRule, ...]:
    """Every rule, in file order."""
    data = tomllib.loads(_FILE.read_text("utf-8"))["rule"]
    return tuple(StructureRule(**rule) for rule in data)


def check_structure(report: Report) -> tuple[Finding, ...]:
    """Every rule that has something to look at, in file order."""
    said = ((rule, _RULES[rule.id](report)) for rule in structure())
    return tuple(_finding(report, rule, one) for rule, one in said if one is not None)


def _finding(report: Report, rule: StructureRule, said: Said) -> Finding:
    seen = [said.amiss, *(f"{each.indicator}={each.value}" for each in said.cells)]
    verdict = Verdict.NOT_ASSESSABLE if said.unsure else Verdict.WARN
    return Finding(
        id=finding_id(report.id, rule.id, "", seen),
        rule=rule.id,
        about="",
        level=rule.level,
        verdict=verdict if said.amiss else Verdict.PASS,
        cells=said.cells,
        message=f"{rule.title}：{said.amiss or '相符'}",
        message_en=f"{rule.title_en}: {said.amiss_en or 'yes'}",
    )


def _standard(report: Report) -> bool:
    return report.form in _STANDARD


def _section(report: Report, number: int) -> Section | None:
    return next((each for each in report.sections if each.number == number), None)


def _text(report: Report) -> str:
    return "\n".join(each.text for each in report.sections)


def _sections(report: Report) -> Said | None:
    if not _standard(report):
        return None
    numbers = [each.number for each in report.sections if each.number]
    missing = [number for number in range(1, 7) if number not in numbers]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    amiss = [f"缺第{_NUMERALS[n - 1]}部分“{SECTION_TITLES[n]}”" for n in missing]
    amiss += [f"第{_NUMERALS[n - 1]}部分出现 {numbers.count(n)} 次" for n in twice]
    if any(one > other for one, other in pairwise(numbers)):
        amiss.append("各部分的次序与格式不同")
    return Said("；".join(amiss), f"missing {missing}, repeated {twice}")


def _numbering(report: Report) -> Said | None:
    if not _standard(report):
        return None
    wrong = [each for each in report.sections if each.number and not _well_numbered(each)]
    listed = "、".join(
        f"“{each.printed.strip()}”应为第{_NUMERALS[each.number - 1]}部分" for each in wrong
    )
    return Said(listed, f"{len(wrong)} headings are numbered otherwise")


def _well_numbered(section: Section) -> bool:
    mark = _MARK.match(section.printed.lstrip("#* "))
    return mark is None or _NUMERALS.index(mark[1]) + 1 == section.number


def _tables(report: Report) -> Said | None:
    if not _standard(report):
        return None
    lost = [word for key, word in _TABLES.items() if _is_lost(report, key)]
    return Said(f"没有找到{'、'.join(lost)}" if lost else "", f"{len(lost)} not found")


def _is_lost(report: Report, table: str) -> bool:
    cells = [each for each in report.statistics if each.indicator.startswith(table)]
    return all(each.status is Status.MISSING for each in cells)


def _problems(report: Report) -> Said | None:
    section = _section(report, 5) if _standard(report) else None
    if section is None:
        return None
    text = "".join(section.text.split())
    if not text:
        return Said("没有内容", "it is empty")
    short = len(text) < _SHORTEST or len(_SENTENCE.findall(text)) < 2
    return Said(f"只有 {len(text)} 个字" if short else "", f"only {len(text)} characters")


def _other_matters(report: Report) -> Said | None:
    """Section 6 says there is nothing, while table 3 shows requests ended for an unpaid fee."""
    section, unpaid = _section(report, 6), _unpaid(report)
    if section is None or not unpaid:
        return None
    nothing = not section.text.strip() or _NONE.fullmatch(section.text.strip())
    said = "表三有逾期未缴费而不再处理的申请，这里却写没有"
    return Said(said if nothing else "", "table 3 has unpaid fees", unpaid)


def _fees(report: Report) -> Said | None:
    """Section 6 says what was charged for information."""
    section = _section(report, 6)
    if section is None or not _standard(report) or (report.year or 0) < _FEE_SINCE:
        return None
    told = _FEE.search(section.text) or _FEE.search(_text(report))
    return Said("" if told else "没有说明是否收取了信息处理费", "nothing is said of fees")


def _unpaid_fees(report: Report) -> Said | None:
    unpaid = _unpaid(report)
    if not unpaid:
        return None
    told = re.search(r"处理费", _text(report))
    said = f"表三有 {unpaid[0].value} 件逾期未缴费，正文没有提到信息处理费"
    return Said("" if told else said, "the text does not mention the fee", unpaid)


def _unpaid(report: Report) -> tuple[Operand, ...]:
    return tuple(
        Operand(each.indicator, each.value, each.status, "")
        for each in report.statistics
        if each.indicator == _UNPAID and each.value
    )


def _contact(report: Report) -> Said | None:
    if not _standard(report):
        return None
    text = _text(report)
    wanting = [
        word
        for word, there in (
            ("联系方式", _CONTACT.search(text)),
            ("数据的统计期限", _PERIOD.search(text)),
        )
        if not there
    ]
    return Said(f"没有写明{'和'.join(wanting)}" if wanting else "", f"{len(wanting)} wanting")


def _published(report: Report) -> Said | None:
    due = _DUE.get(report.agency.kind)
    if report.published is None or report.year is None or due is None:
        return None
    last = date(report.year + 1, *due)
    late = (date.fromisoformat(report.published) - last).days
    said = f"页面日期 {report.published}，应在 {last.isoformat()} 前公布，晚 {late} 天"
    remark = "；也可能是重新发布的日期" if late > 365 else ""
    return Said(f"{said}{remark}" if late > 0 else "", f"{late} days late")


def _slips(report: Report) -> Said | None:
    text = _text(report)
    may = _MAY_SLIP.search(text) or any(pair in text for pair in _DOUBLED)  # the cheap test first
    return _places(text, _SLIPS) if may else Said("")


def _lost_digits(report: Report) -> Said | None:
    text = _text(report)
    return _places(text, _LOST_DIGITS) if _MAY_LOSE.search(text) else Said("")


def _places(text: str, wanted: re.Pattern[str]) -> Said:
    found = [_around(text, each) for each in wanted.finditer(text)]
    more = f"等 {len(found)} 处" if len(found) > _LISTED else ""
    shown = "、".join(f"“{each}”" for each in found[:_LISTED])
    return Said(f"{shown}{more}", f"{len(found)} places")


def _around(text: str, found: re.Match[str]) -> str:
    start, end = max(0, found.start() - _AROUND), found.end() + _AROUND
    return " ".join(text[start:end].split())


def _years(report: Report) -> Said | None:
    """The year of the title, of the statistical period and of the report are one."""
    places = ((_TITLE_YEAR, report.title, "标题"), (_PERIOD, _text(report), "统计期限"))
    years = {word: int(one[1]) for wanted, text, word in places if (one := wanted.search(text))}
    if report.year is None or not years:
        return None
    wrong = {word: year for word, year in years.items() if year != report.year}
    said = "、".join(f"{word}写 {year} 年" for word, year in wrong.items())
    return Said(f"{said}，报告为 {report.year} 年" if wrong else "", f"{sorted(wrong.values())}")


def _form_of_year(report: Report) -> Said | None:
    if not _standard(report) or report.year is None:
        return None
    due = Form.Y2021 if report.year >= int(Form.Y2021) else Form.Y2019
    said = f"{report.year} 年的报告用了 {report.form} 年格式的表"
    return Said("" if report.form is due else said, f"form of {report.form}")


def _regulations(report: Report) -> Said | None:
    """Only provincial governments and those of prefectures may issue 规章 (立法法)."""
    held = [each for each in report.statistics if each.indicator in _REGULATIONS and each.value]
    if not _standard(report):
        return None
    cells = tuple(Operand(each.indicator, each.value, each.status, "") for each in held)
    if not held or (report.agency.kind == "government" and report.agency.level in _MAY_ISSUE):
        return Said("", "", cells)
    unsure = "unknown" in (report.agency.kind, report.agency.level)
    said = f"表二填了规章 {held[0].printed} 件，而{report.agency.name}通常无权制定规章"
    return Said(said, "this body may not issue regulations", cells, unsure)


_RULES: Mapping[str, Callable[[Report], Said | None]] = MappingProxyType(
    {
        "S-SEC": _sections,
        "S-NUM": _numbering,
        "S-TAB": _tables,
        "S-S5": _problems,
        "S-S6": _other_matters,
        "S-CONT": _contact,
        "S-DATE": _published,
        "S-CTRL": _slips,
        "T2-REG": _regulations,
        "T2-FORM": _form_of_year,
        "T3-FEE": _unpaid_fees,
        "N-FEE": _fees,
        "N-YEAR": _years,
        "N-TYPO": _lost_digits,
    }
)


def rule_ids() -> Iterator[str]:
    """The rules that have a function; the same as those of the file, or a test fails."""
    yield from _RULES
