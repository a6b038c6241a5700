"""A small corpus of passages about places that do not exist, and how tests ask for them."""

from dataclasses import replace

from indexer.engine import Found, IndexedPassage, Request, SearchEngine
from indexer.query import parse

TITLES = {
    "2021-a": "海州市云山区2021年政府信息公开工作年度报告",
    "2022-a": "海州市云山区2022年政府信息公开工作年度报告",
    "2022-b": "海州市云山区教育局2022年政府信息公开工作年度报告",
    "2020-c": "海州市临江区2020年政府信息公开工作年度报告",
    "u-d": "临江区档案馆政府信息公开工作年度报告",
}
AGENCIES = {
    "2021-a": ("云山区人民政府", ("海州市", "云山区")),
    "2022-a": ("云山区人民政府", ("海州市", "云山区")),
    "2022-b": ("云山区教育局", ("海州市", "云山区")),
    "2020-c": ("临江区人民政府", ("海州市", "临江区")),
    "u-d": ("临江区档案馆", ()),
}


def passage(
    report: str, order: int, section: int, text: str, *heading: str, kind: str = "text"
) -> IndexedPassage:
    agency, region = AGENCIES[report]
    year = int(report[:4]) if report[0] != "u" else None
    return IndexedPassage(
        passage=f"{report}.p{order}",
        report=report,
        agency=agency,
        region=region,
        year=year,
        section=section,
        form="unknown" if year is None else "2019" if year < 2021 else "2021",
        title=TITLES[report],
        heading=heading,
        text=text,
        kind=kind,
    )


PASSAGES = [
    passage(
        "2022-a",
        1,
        1,
        "全年新收政府信息公开申请218 件，同比增长9.5%，其中自然人申请203件，答复率98.28%。",
        "（二）依申请公开方面",
    ),
    passage(
        "2022-a",
        2,
        1,
        "对涉及商业秘密、个人隐私的申请，依法征求第三方意见，不予公开6件。",
        "（二）依申请公开方面",
    ),
    passage(
        "2022-a",
        10,
        4,
        "全年发生行政复议2 件，结果维持；行政诉讼1件，尚未审结。",
        "行政复议、行政诉讼",
    ),
    passage(
        "2022-a",
        3,
        3,
        "不予公开：保护第三方合法权益 6；属于国家秘密 0；行政复议 2",
        kind="table",
    ),
    passage("2021-a", 1, 1, "全年新收申请1,206件，一网通办平台受理较多。", "（二）依申请公开方面"),
    passage("2021-a", 2, 5, "政策解读的形式还不够丰富，图解偏少。", "存在的主要问题"),
    passage("2022-b", 1, 1, "发布学校招生入学等信息12件，开展家长开放日活动。", "主动公开"),
    passage("2022-b", 2, 4, "未发生行政复议和行政诉讼。"),
    passage("2020-c", 1, 0, "本报告按照《中华人民共和国政府信息公开条例》编制。"),
    passage("2020-c", 2, 1, "办理的申请中，不服答复而提起行政复议的3件，复议机关均予维持。"),
    passage("u-d", 1, 6, "收取信息处理费0元。临江区档案馆设有查阅点。"),
]


def ask(engine: SearchEngine, text: str, **wanted: object) -> Found:
    return engine.search(replace(Request(parse(text)), **wanted))  # type: ignore[arg-type]


def found(answer: Found) -> list[str]:
    return [hit.passage for hit in answer.hits]
