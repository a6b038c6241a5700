"""Keys and figures in words, for those who read a table or a terminal."""

from corpus.forms.derived import derived
from search_api.answers import Answered, Figure

STATUSES = {
    "printed": "原文数字",
    "blank": "空白",
    "mark": "以符号代替",
    "text": "文字",
    "missing": "缺失",
    "derived": "推算",
}
"""What stands in a cell, in words."""

FILTERS = {
    "agency": "机关",
    "region": "地区",
    "year": "年度",
    "section": "章节",
    "form": "表样",
    "year_from": "年度不早于",
    "year_to": "年度不晚于",
    "has_findings": "有不符项",
    "interpret": "识别检索词",
    "exact": "不查同义词",
    "new": "只要新出现的",
}
"""What a search is narrowed by."""

LEVELS = {
    "national": "国家",
    "province": "省级",
    "prefecture": "市级",
    "county": "县级",
    "township": "乡级",
    "unknown": "不明",
}
KINDS = {
    "government": "政府",
    "department": "部门",
    "subdistrict": "街道",
    "town": "乡镇",
    "institution": "事业单位等",
    "zone": "开发区等",
    "unknown": "不明",
}
SCOPES = {"own": "本级", "compiled": "汇总", "": ""}
RULE_LEVELS = {"H": "算术关系", "S": "应予说明", "I": "供参考"}
RULE_SCOPES = {
    "cells": "表内和表间",
    "report": "整份报告",
    "text": "正文与表格",
    "years": "年度之间",
    "levels": "上下级之间",
}
VERDICTS = {"pass": "相符", "fail": "不符", "warn": "请留意", "not_assessable": "无法判断"}
CLAIM_KINDS = {"count": "数量", "money": "金额", "share": "百分比", "change": "增减"}
CLAIM_SCOPES = {"area": "全地区", "own": "本级", "body": "本机关", "": ""}
BADGES = {"agrees": "与表格相符", "differs": "与表格不符", "unbound": "表中没有可核对的数"}
PASSAGE_KINDS = {"text": "正文", "table": "由表格写成"}
"""Every other key of an export, in words."""

PARTS = {
    "text": "正文：",
    "heading": "小标题：",
    "title": "标题：",
    "pairs": "字对：",
    "characters": "单字：",
    "kind": "由表格写成",
    "lift": "各词俱全",
    "phrases": "多份报告同句",
}
"""What a part of a score is from."""


def status_of(figure: Figure) -> str:
    """The key of what stands in a cell; of a figure that was worked out, that nobody printed it."""
    worked = figure.value is not None and figure.indicator in derived()
    return "derived" if worked else figure.status.value


def in_words(figure: Figure) -> str:
    """A figure in a line: 本年新收 398件; what is not printed says so, and what it would be."""
    value = figure.value
    said = STATUSES[figure.status] if value is None else number(value, figure.unit)
    implied = "" if figure.implied is None else f"（推算 {number(figure.implied, figure.unit)}）"
    return f"{figure.label} {said}{implied}"


def repeated_in_words(hit: Answered) -> str:
    """How many other reports say the same, and what was folded under this; "" if neither."""
    found = hit.repeated
    said = []
    if found is not None:
        one = "同样的句子（数字可能不同）" if found.figures else "同一句话"
        said.append(f"{one}另见于 {found.reports:,} 份报告")
    if hit.folded:
        said.append(f"已折叠 {hit.folded:,} 段")
    return "，".join(said)


def number(value: float, unit: str = "") -> str:
    """A number as a reader writes it: 1,234件, 743.38万元."""
    return f"{value:,}{unit}"
