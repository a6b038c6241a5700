"""What people complain of in searches of Chinese text, each complaint through every box: the
search, the filter by body, the page of a report, and the suggestions.

What is right is counted over the samples, character by character and without an index.
"""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from corpus.model import Passage, Report
from indexer.text import squeeze

Everything = list[tuple[Report, Passage]]

_MARK = re.compile(r"<mark[^>]*>(.*?)</mark>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def ask(client: TestClient, address: str, **params: Any) -> Any:
    reply = client.get(f"/api/v1{address}", params=params)
    assert reply.status_code == 200, reply.text
    return reply.json()


def holding(everything: Everything, sequence: str) -> set[str]:
    """Passages that have these characters in their text or their headings, spaces left out."""
    return {
        passage.id
        for _, passage in everything
        if any(sequence in squeeze(part).text for part in (passage.text, *passage.heading))
    }


def marked(text: str, spans: Sequence[Sequence[int]]) -> list[str]:
    return [squeeze(text[start:end]).text for start, end in spans]


COMPLAINTS = [
    pytest.param("予公", "予公", id="cut differently: inside a word of the dictionary"),
    pytest.param("息公开工", "息公开工", id="cut differently: halves of two words"),
    pytest.param("公", "公", id="a single character"),
    pytest.param("馆", "馆", id="a rare single character"),
    pytest.param('"公开的答复"', "公开的答复", id="a phrase with a function word in it"),
    pytest.param('"公开申请"', "公开申请", id="a phrase over the border of words"),
    pytest.param('"三方合法"', "三方合法", id="a phrase from the middle of words"),
    pytest.param('"2件"', "2件", id="a digit with its measure word"),
    pytest.param('"4条"', "4条", id="a digit with another measure word"),
    pytest.param('"33.8%"', "33.8%", id="a percentage"),
    pytest.param("复议", "复议", id="the shorter word"),
    pytest.param("不予公開", "不予公开", id="traditional script"),
    pytest.param('"徵求第三方意見"', "征求第三方意见", id="a phrase in traditional script"),
    pytest.param('"２件"', "2件", id="full-width digits"),
    pytest.param("“３３．８％”", "33.8%", id="full-width signs in Chinese quotes"),
]


@pytest.mark.parametrize(("q", "sequence"), COMPLAINTS)
def test_the_search_finds_all_of_it_and_marks_just_that(
    client: TestClient, everything: Everything, q: str, sequence: str
) -> None:
    wanted = holding(everything, sequence)
    found, page = set(), 1
    while True:
        answer = ask(client, "/search", q=q, size=100, page=page, exact=1)
        found |= {hit["passage"]["id"] for hit in answer["hits"]}
        for hit in answer["hits"]:
            said = marked(hit["passage"]["text"], hit["passage"]["highlights"])
            # Marks that touch are one: 公 in 公公.
            assert all(one.replace(sequence, "") in {"", sequence[:-1]} for one in said), said
        if page * 100 >= answer["total"]:
            break
        page += 1
    assert found == wanted
    assert wanted, "the samples have none of it"
    assert answer["notes"] == []


@pytest.mark.parametrize(("q", "sequence"), COMPLAINTS)
def test_the_page_of_a_report_marks_just_that(
    client: TestClient, everything: Everything, q: str, sequence: str
) -> None:
    for report in {r.id: r for r, p in everything if sequence in squeeze(p.text).text}.values():
        html = client.get(f"/reports/{report.id}", params={"q": q}).text
        said = [squeeze(unescape(_TAG.sub("", one))).text for one in _MARK.findall(html)]
        # A mark may go on after the end of a paragraph or a cell.
        assert sequence in "".join(said)
        assert all(not one.replace(sequence, "") or one in sequence for one in said), said
        break
    else:
        pytest.fail("no report of the samples has it")


NAME = "云澄市青屏区教育局"


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("青屏区教育局", id="without the city"),
        pytest.param("云澄市 青屏区 教育局", id="with spaces"),
        pytest.param("云澄市　青屏区教育局", id="with a wide space"),
        pytest.param("雲澄市青屏區教育局", id="traditional script"),
        pytest.param("教育局", id="the shorter name, of one body only"),
        pytest.param("區教育局", id="as it calls itself, in traditional script"),
    ],
)
def test_the_filter_by_body_takes_its_names(client: TestClient, said: str) -> None:
    by_name = ask(client, "/search", q="公开", agency=said)
    assert by_name["query"]["applied"] == {"agency": [NAME]}
    assert by_name["total"] == ask(client, "/search", q="公开", agency=NAME)["total"] > 0
    in_words = ask(client, "/search", q=f"公开 agency:“{said}”")
    assert in_words["total"] == by_name["total"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        pytest.param("教", NAME, id="a single character"),
        pytest.param("予公", "不予公开", id="the middle of a word"),
        pytest.param("青屏区教", NAME, id="over the border of words"),
        pytest.param("教育", "教育", id="the shorter word beside the longer"),
        pytest.param("不予公開", "不予公开", id="traditional script"),
        pytest.param("雲澄市青屏區教", NAME, id="a body in traditional script"),
        pytest.param("ＱＰＱＪＹ", NAME, id="full-width initials"),
        pytest.param("2021年 教育", NAME, id="the last word of several"),
    ],
)
def test_suggestions_begin_where_one_would_look(
    client: TestClient, typed: str, offered: str
) -> None:
    items = ask(client, "/suggest", q=typed)["items"]
    assert offered in {one["text"] for one in items}
    assert all(one["count"] > 0 for one in items)
