"""The code book of an export, in Chinese: every table, column, key and code, made of the data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.forms import indicators
from corpus.forms.derived import derived
from corpus.headings import SECTION_TITLES
from corpus.model import Form, Status
from corpus.rules import rules
from search_api.export import words
from search_api.export.tidy import tables
from search_api.service import form_title
from search_api.statistics import UNCOMPARABLE

NAME = "CODEBOOK.md"


@dataclass(slots=True)
class Exported:
    """What has been written, as it is being counted."""

    rows: dict[str, int] = field(default_factory=dict)  # table -> rows
    statuses: dict[str, int] = field(default_factory=dict)  # status -> cells
    printed: dict[str, int] = field(default_factory=dict)  # indicator -> reports with a number
    figures: dict[str, int] = field(default_factory=dict)  # derived figure -> reports with a value
    verdicts: dict[tuple[str, str], int] = field(default_factory=dict)  # rule, verdict -> findings
    years: dict[str, list[int | None]] = field(default_factory=dict)  # agency -> years
    latest: str = ""  # when the last of the reports came or changed


def codebook(found: Exported, chosen: Sequence[tuple[str, str]]) -> str:
    """The whole text. `chosen` are the filters in words."""
    return "\n".join(
        (
            "# 数据说明",
            "",
            *_about(found, chosen),
            *_files(found),
            *_columns(),
            *_codes(found),
            *_indicators(found),
            *_derived(found),
            *_rules(found),
        )
    )


def _about(found: Exported, chosen: Sequence[tuple[str, str]]) -> Iterator[str]:
    said = "；".join(f"{name}：{values}" for name, values in chosen) or "全部报告"
    yield "政府信息公开工作年度报告的目录库，整理为表格数据，由 `gongkai export` 写成。"
    yield ""
    yield f"- 范围：{said}。"
    yield f"- 报告：{found.rows.get('reports', 0)} 份，机关 {len(found.years)} 个；{_span(found)}"
    yield f"- 数据截至（UTC）：{found.latest or '—'}。"
    yield "- 每张表有两个文件：`.csv`（UTF-8 带 BOM，可直接用 Excel 打开）和 `.jsonl`"
    yield "  （每行一个 JSON 对象），列和行相同，次序固定：按机关、年度由新到旧。"
    yield "- 空白表示不知道或没有，从来不是 0；`value` 只有印出数字时才有。"
    yield "- CSV 中可能被电子表格当作公式的文字（以 `=` `+` `-` `@` 等开头）前加了一个撇号 `'`；"
    yield "  JSON Lines 中照原文。"
    yield "- 校验只是算术，一切以报告原文为准。"
    yield ""


def _span(found: Exported) -> str:
    years = sorted({year for some in found.years.values() for year in some if year is not None})
    return f"年度 {years[0]}–{years[-1]}。" if years else "没有年度。"


def _files(found: Exported) -> Iterator[str]:
    yield "## 文件"
    yield ""
    rows = (
        (f"`{name}.csv`、`{name}.jsonl`", table.title, found.rows.get(name, 0))
        for name, table in tables().items()
    )
    yield from _table(("文件", "内容", "行数"), rows)


def _columns() -> Iterator[str]:
    for name, table in tables().items():
        yield f"## {name}：{table.title}"
        yield ""
        rows = ((f"`{one.name}`", one.type, one.meaning) for one in table.columns)
        yield from _table(("列", "类型", "含义"), rows)


def _codes(found: Exported) -> Iterator[str]:
    yield "## 代码"
    yield ""
    counted = ((one.value, words.STATUSES[one], found.statuses.get(one, 0)) for one in Status)
    yield "格的状态（`status`）"
    yield ""
    yield from _table(("代码", "含义", "格数"), counted)
    named: Mapping[str, Mapping[str, str]] = {
        "表样（`form`）": {form.value: form_title(form) for form in Form},
        "章节（`section`）": {str(key): title for key, title in SECTION_TITLES.items()},
        "段落种类（`passages.kind`）": words.PASSAGE_KINDS,
        "机关层级（`level`）": words.LEVELS,
        "机关类型（`reports.kind`）": words.KINDS,
        "政府报告的范围（`reports.scope`）": words.SCOPES,
        "校验结果（`verdict`）": words.VERDICTS,
        "规则等级（`findings.level`、`rules.level`）": words.RULE_LEVELS,
        "规则范围（`rules.scope`）": words.RULE_SCOPES,
        "正文中的数的种类（`claims.kind`）": words.CLAIM_KINDS,
        "正文中的数的范围（`claims.scope`）": words.CLAIM_SCOPES,
        "与表格是否相符（`badge`）": words.BADGES,
    }
    for title, codes in named.items():
        yield title
        yield ""
        yield from _table(("代码", "含义"), ((key, said) for key, said in codes.items() if key))


def _indicators(found: Exported) -> Iterator[str]:
    yield "## 指标"
    yield ""
    yield "“可比”：表二自 2021 年表样起统计口径不同，只能在同一表样之内比较；其余各年可比。"
    yield "“份数”是所选报告中印出这个数字的份数。"
    yield ""
    rows = (
        (
            f"`{key}`", made.label, made.unit, " ".join(made.forms),
            "同一表样之内" if made.table == UNCOMPARABLE else "各年", found.printed.get(key, 0),
        )
        for key, made in indicators().items()
    )  # fmt: skip
    yield from _table(("代码", "名称", "单位", "表样", "可比", "份数"), rows)


def _derived(found: Exported) -> Iterator[str]:
    yield "## 推算的数"
    yield ""
    rows = (
        (f"`{key}`", one.label, one.unit, one.ground, found.figures.get(key, 0))
        for key, one in derived().items()
    )
    yield from _table(("代码", "名称", "单位", "算法", "份数"), rows)


def _rules(found: Exported) -> Iterator[str]:
    yield "## 校验规则"
    yield ""
    rows = (
        (
            f"`{key}`", words.RULE_LEVELS.get(one.level, one.level), one.title, one.ground,
            *(found.verdicts.get((key, verdict), 0) for verdict in words.VERDICTS),
        )
        for key, one in rules().items()
    )  # fmt: skip
    yield from _table(("编号", "等级", "规则", "依据", *words.VERDICTS.values()), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield _line(head)
    yield _line(["---"] * len(head))
    for row in rows:
        yield _line(row)
    yield ""


def _line(cells: Sequence[object]) -> str:
    return f"| {' | '.join(str(cell).replace('|', '／') for cell in cells)} |"
