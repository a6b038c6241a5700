"""Complaints known of other searches about what is marked: one table, through every box.

A passage is found, and what is marked on the search page, in the answer of the API and on the
report's page is what was asked for, by the characters of the text as printed.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from corpus.catalogue import FILE, Catalogue
from corpus.model import Passage
from indexer.build import apply
from search_api.app import create_app
from search_api.settings import Settings
from tests.corpus.made_reports import made_report, made_source

TEXTS = (
    "全年收到申請１２件，公開率98.28%，其中涉及第三方的2件。",
    "本級政務公開辦公室設在區政府辦。",
    "实行一网通办，企业办事最多跑一次；好差评全覆盖。",
    "行政复议机关维持原决定，无行政诉讼。",
    "收到依申请公\n开事项，逐件登记。",
    "长江路街道公开信息1,206条。",
)


class Marked(HTMLParser):
    """The text of every mark of a page, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._inside = tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append(data)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    data = tmp_path_factory.mktemp("marks")
    passages = tuple(
        Passage(f"2022-0000000001.p{n}", n, 1, (), text, (0, len(text)))
        for n, text in enumerate(TEXTS, 1)
    )
    report = replace(
        made_report(), passages=passages, sources=(made_source("a.txt", "".join(TEXTS)),)
    )
    with closing(Catalogue(data / FILE)) as catalogue:
        apply(data, catalogue, [report])
    with TestClient(create_app(Settings(data=data))) as opened:
        yield opened


COMPLAINTS = [
    pytest.param("公开率", 1, ["公開率"], id="traditional source, simplified query"),
    pytest.param("政務公開", 2, ["政務公開"], id="traditional both"),
    pytest.param("12件", 1, ["１２件"], id="full-width digits in the source"),
    pytest.param("２件", 1, ["2件"], id="full-width digits typed; not the 2 in 12"),
    pytest.param("98.28%", 1, ["98.28%"], id="a share"),
    pytest.param("1206条", 6, ["1,206条"], id="thousands signs"),
    pytest.param("网通", 3, ["网通"], id="half a word: no more is marked"),
    pytest.param("一网通办", 3, ["一网通办"], id="the longer word, not 网"),
    pytest.param('"办，企业"', 3, ["办，企业"], id="over punctuation, quoted"),
    pytest.param('"机关维持"', 4, ["机关维持"], id="over a word border"),
    pytest.param("级", 2, ["級"], id="a single character"),
    pytest.param("依申请公开", 5, ["依申请公\n开"], id="over a line end"),
    pytest.param("江路", 6, ["江路"], id="part of a name"),
    pytest.param("行政复议 -企业", 4, ["行政复议"], id="what is excluded is not marked"),
]


@pytest.mark.parametrize(("q", "order", "marked"), COMPLAINTS)
def test_complaints(pages: TestClient, q: str, order: int, marked: list[str]) -> None:
    answer = pages.get("/api/v1/search", params={"q": q, "exact": "1"}).json()
    (hit,) = (one for one in answer["hits"] if one["passage"]["id"].endswith(f".p{order}"))
    text = hit["passage"]["text"]
    assert text == TEXTS[order - 1]
    assert [text[start:end] for start, end in hit["passage"]["highlights"]] == marked
    plain = [part for one in marked for part in one.split("\n")]
    shown = Marked(pages.get("/", params={"q": q, "exact": "1"}).text).found
    assert {part for one in shown for part in one.split("\n")} >= set(plain)
    report = Marked(pages.get(hit["passage"]["url"].partition("#")[0]).text).found
    assert set(report) >= set(plain)
    assert len(answer["hits"]) > 1 or set(report) == set(plain)
