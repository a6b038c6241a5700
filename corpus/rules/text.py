"""Rules between the numbers stated in prose and the cells they speak of. Pure: claims in, findings
out.

Nothing prescribes that text and table are equal, and there are harmless reasons why they are not,
so a number that differs is a warning. What the text does not state says nothing. Where no cell was
bound for certain nothing is judged, and a cell that is lost makes the rule not assessable.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from corpus.forms import indicators, load
from corpus.model import Badge, Claim, Finding, Form, Number, Operand, Report, Verdict
from corpus.rules.cells import Cells, cells_of
from corpus.rules.evaluate import finding_id
from corpus.rules.wording import text

_FILE = Path(__file__).with_name("text.toml")
_OUTCOME = {Verdict.PASS: "，相符", Verdict.WARN: "，不符", Verdict.NOT_ASSESSABLE: "，无法判断"}


@dataclass(frozen=True, slots=True)
class TextRule:
    """One rule. `passes` and `fails` are its examples: a sentence and cells."""

    id: str
    cells: tuple[str, ...]  # patterns of keys
    title: str
    title_en: str
    level: str = "S"
    passes: Mapping[str, object] = field(default_factory=dict)
    fails: Mapping[str, object] = field(default_factory=dict)

    def covers(self, keys: Sequence[str]) -> bool:
        """Whether every key fits one of the patterns."""
        return all(any(fnmatchcase(key, pattern) for pattern in self.cells) for key in keys)


@cache
def text_rules() -> tuple[TextRule, ...]:
    """Every rule, in file order."""
    data = tomllib.loads(_FILE.read_text("utf-8"))["rule"]
    return tuple(TextRule(**{**rule, "cells": tuple(rule["cells"])}) for rule in data)


def check_text(report: Report) -> tuple[Finding, ...]:
    """One finding for every sum of cells that the prose speaks of, in the order of the pack."""
    stated: dict[tuple[str, ...], list[Claim]] = {}
    for claim in report.claims:
        if claim.cells:
            stated.setdefault(claim.cells, []).append(claim)
    prose = {passage.id: passage.text for passage in report.passages}
    cells = cells_of(report.statistics)
    found = [(_rule_of(keys), keys) for keys in stated]
    found.sort(key=lambda each: _place(each[0]))
    return tuple(_finding(report.id, rule, stated[keys], prose, cells) for rule, keys in found)


@cache
def _rule_of(keys: tuple[str, ...]) -> TextRule:
    """The first rule that covers the cells; they all end in one that covers a whole table."""
    return next(rule for rule in text_rules() if rule.covers(keys))


def _place(rule: TextRule) -> int:
    return text_rules().index(rule)


def _finding(
    report: str,
    rule: TextRule,
    claims: Sequence[Claim],
    prose: Mapping[str, str],
    cells: Cells,
) -> Finding:
    keys, stated = claims[0].cells, claims[0].stated
    operands = tuple(cells.operand(key, "") for key in keys)
    seen = [*(_seen(one) for one in operands), *(f"{one.value}/{one.badge}" for one in claims)]
    said = "；".join(_said(claim, prose[claim.passage]) for claim in _telling(claims))
    verdict = _verdict(claims)
    numbers = ", ".join(text(claim.value) for claim in _telling(claims))
    table = "no number" if stated is None else text(stated)
    return Finding(
        id=finding_id(report, rule.id, _about(keys), seen),
        rule=rule.id,
        about=_about(keys),
        level=rule.level,
        verdict=verdict,
        cells=operands,
        message=f"{rule.title}：正文{said}，{_table(keys, stated, cells)}{_OUTCOME[verdict]}",
        message_en=f"{rule.title_en}: {numbers} in the text, {table} in the table",
    )


def _verdict(claims: Sequence[Claim]) -> Verdict:
    badges = {claim.badge for claim in claims}
    if Badge.DIFFERS in badges:
        return Verdict.WARN
    return Verdict.NOT_ASSESSABLE if Badge.UNBOUND in badges else Verdict.PASS


def _telling(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Those that differ; where none does, the first."""
    differing = [claim for claim in claims if claim.badge is Badge.DIFFERS]
    yield from differing or claims[:1]


def _said(claim: Claim, passage: str) -> str:
    printed = passage[slice(*claim.span)]
    denied = not claim.value and "0" not in printed
    return f"“{claim.subject if denied else claim.subject + printed}”"


def _table(keys: Sequence[str], stated: Number | None, cells: Cells) -> str:
    """表中予以公开 264 + 部分公开 8 = 272; of a group its name and its sum."""
    if stated is None:
        return "表中没有可用的数"
    known = indicators()
    if group := group_of(keys):
        return f"表中“{load(Form.Y2021).table3.group(group).label}”各项合计 {text(stated)}"
    terms = " + ".join(f"{known[key].short} {text(cells.value(key) or 0)}" for key in keys)
    return f"表中{terms}" if len(keys) == 1 else f"表中{terms} = {text(stated)}"


def _about(keys: Sequence[str]) -> str:
    """The row or rows: "new", "granted+partial", "denied" for the whole group."""
    rows = dict.fromkeys(key.split(".")[1] for key in keys)
    columns = dict.fromkeys(key.split(".")[2] for key in keys)
    name = group_of(keys) or "+".join(rows)
    return name if set(columns) == {"total"} else f"{name}.{'+'.join(columns)}"


def group_of(keys: Sequence[str]) -> str:
    """The group of table 3 whose rows these are, all in one column; "" if they are not."""
    rows = [key.split(".")[1] for key in keys]
    group = rows[0].split("_")[0]
    whole = len(set(rows)) > 1 and len({key.split(".")[2] for key in keys}) == 1
    of_group = keys[0].startswith("t3.") and all(row.startswith(f"{group}_") for row in rows)
    return group if whole and of_group else ""


def _seen(operand: Operand) -> str:
    return f"{operand.indicator}={operand.value}/{operand.status}"
