"""Words, pairs and single characters, the units of a query, and what of it is marked."""

import marshal
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.lexicon import dictionary
from indexer.query import parse
from indexer.text import is_letter, normalise, squeeze
from indexer.words import (
    Word,
    characters,
    find_terms,
    grams,
    pieces,
    spellings,
    units,
    words,
)

ROOT = Path(__file__).resolve().parents[2]
CHINESE = "公开政府信息依申请不予第三方合法权益复议诉讼收到件年区镇的和率一二〇"
TEXTS = st.text(st.sampled_from(CHINESE + "，。、 \n1298.%abＢ（）“”公開") | st.characters())


def texts(found: list[Word]) -> list[str]:
    return [word.text for word in found]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        pytest.param("行政复议6件", "行政复议 行政 复议 6 件", id="words inside, one digit"),
        pytest.param("依申请公開", "依申请公开 申请 公开", id="a word of the field, traditional"),
        pytest.param("放管服、好差评", "放管服 好差评", id="policy terms"),
        pytest.param("公开率98.28%", "公开 率 98.28", id="a decimal"),
        pytest.param("1,234件", "1234 件", id="thousands"),
        pytest.param("１２,３４件", "12 34 件", id="a comma that parts numbers"),
        pytest.param("第1,2,3条", "第 1 2 3 条", id="a list of numbers"),
        pytest.param("Apps和5G专网", "apps 和 5g 专网", id="latin, no stemming"),
        pytest.param("的", "的", id="a function word"),
        pytest.param("，。 \n", "", id="nothing but signs"),
    ],
)
def test_words(text: str, cut: str) -> None:
    assert texts(words(text)) == cut.split()


def test_places_count_words_and_not_characters() -> None:
    assert [(word.text, word.place) for word in words("不服行政复议 2件")] == [
        ("不服", 0),
        ("行政复议", 1),
        ("行政", 1),
        ("复议", 1),
        ("2", 2),
        ("件", 3),
    ]


def test_pairs_go_over_spaces_but_not_over_signs() -> None:
    assert texts(grams("收到18 件，其中")) == ["收到", "到1", "18", "8件", "其中"]


def test_single_characters_leave_out_signs() -> None:
    assert texts(characters("2 件（含）。")) == ["2", "件", "含"]


@given(TEXTS)
def test_every_word_stands_where_it_says(text: str) -> None:
    for word in (*words(text), *grams(text), *characters(text)):
        assert 0 <= word.start < word.end <= len(text)
        assert word.text in squeeze(text[word.start : word.end]).text.replace(",", "")


@given(TEXTS)
def test_words_leave_nothing_out(text: str) -> None:
    covered = {place for word in words(text) for place in range(word.start, word.end)}
    normal = normalise(text)
    for char, place in zip(normal.text, normal.place, strict=True):
        assert place in covered or not is_letter(char)


@given(TEXTS)
def test_places_begin_at_nought_and_have_no_gap(text: str) -> None:
    places = [word.place for word in words(text)]
    assert places[:1] in ([], [0])
    assert all(other - one in {0, 1} for one, other in pairwise(places))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("行政机关什么情况下不予处理", "行政机关 情况 不予处理", id="a question"),
        pytest.param("收到2件", "收到 2件", id="a number and its measure word"),
        pytest.param("2022年3月5日", "2022年 3月 5日", id="a date"),
        pytest.param("第3条", "第3条", id="an article"),
        pytest.param("公开率98.28%", "公开率 98.28%", id="a suffix, a percentage"),
        pytest.param("主动未公开", "主动 未公开", id="a prefix"),
        pytest.param("东庄镇", "东庄镇", id="a name the dictionary does not know"),
        pytest.param("1,234件", "1,234件", id="thousands"),
        pytest.param("的", "的", id="only a function word"),
        pytest.param("申请和申请", "申请", id="twice"),
        pytest.param("，", "", id="a sign"),
    ],
)
def test_units(text: str, wanted: str) -> None:
    assert units(text) == tuple(wanted.split())


@given(TEXTS)
def test_units_are_parts_of_the_text(text: str) -> None:
    squeezed = squeeze(text).text
    assert all(unit and unit in squeezed for unit in units(text))
    assert bool(units(text)) == bool(characters(text))


def test_pieces_and_spellings() -> None:
    assert pieces("公开率") == ("公开",)
    assert pieces("行政复议") == ()
    assert spellings("1,234件") == ("1,234件", "1234件")
    assert spellings("12345678") == ("12345678", "12,345,678")
    assert spellings("3.14159") == ("3.14159",)


MARKED = [
    pytest.param("不予公开", "决定[不予公开]3件，予以公开5件", id="a word of the field"),
    pytest.param("行政复议", "[行政复议]机关，复议", id="not the shorter word"),
    pytest.param("复议", "行政[复议]", id="half a word"),
    pytest.param("件", "收到2[件]", id="one character"),
    pytest.param("2件", "收到12件、[2 件]", id="a number by itself, over a space"),
    pytest.param("2件", "收到1[2件]", id="a number inside a longer one, if it is the only one"),
    pytest.param('"2件"', "收到1[2件]、[2 件]", id="quoted: wherever it stands"),
    pytest.param("1234", "收到[1,234]件", id="thousands signs"),
    pytest.param('"1234"', "收到1,234件", id="thousands signs, quoted"),
    pytest.param("政府信息公開", "[政府信息公开]条例", id="traditional asked"),
    pytest.param("政府信息公开", "[政府信息公開]條例", id="traditional printed"),
    pytest.param('"息公开条"', "政府信[息公开条]例", id="over the borders of words"),
    pytest.param('"公开，公平"', "[公开，公平]、公正", id="a sign in quotes"),
    pytest.param("公开 -复议", "[公开]复议", id="what is excluded is not marked"),
    pytest.param("申请 | 公开", "[申请公开]", id="what touches is one"),
    pytest.param("申请公开的", "[申请]和[公开]的方式", id="words apart, no function word"),
    pytest.param("公开率", "[公开]的做法", id="the piece where the whole is not"),
    pytest.param("公开率", "[公开率]高于公开数", id="not the piece where the whole is"),
    pytest.param("ＡＰＰ", "手机[App]", id="full width and case"),
    pytest.param("㎡", "面积5[㎡]", id="one sign, two characters"),
    pytest.param("无此词", "别的内容", id="nothing"),
    pytest.param("", "别的内容", id="nothing asked"),
]


@pytest.mark.parametrize(("query", "marked"), MARKED)
def test_what_is_marked(query: str, marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    for start, end in reversed(find_terms(text, parse(query))):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    assert text == marked


@given(TEXTS, TEXTS)
def test_marks_are_sorted_and_apart(text: str, query: str) -> None:
    spans = find_terms(text, parse(query))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))


def test_the_dictionary_is_in_normal_form_and_short() -> None:
    assert {"一网通办", "依申请公开", "本年新收", "法律服务机构"} <= {*dictionary()}
    for word in dictionary():
        assert word == squeeze(word).text
        assert 2 <= len(word) <= 6
        assert units(word) == (word,), "the dictionary does not hold it together"


def test_a_planted_cache_is_not_read_and_none_is_left(tmp_path: Path) -> None:
    planted = tmp_path / "jieba.cache"
    planted.write_bytes(
        marshal.dumps(({"公": 1, "公开": 0, "公开条": 0, "公开条例": 10**9}, 10**9))
    )
    before = planted.read_bytes()
    code = "from indexer.words import words; print(*(word.text for word in words('公开制度')))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert (done.stdout.split(), done.stderr) == (["公开", "制度"], "")
    assert [*tmp_path.iterdir()] == [planted]
    assert planted.read_bytes() == before


def test_many_threads_cut_alike() -> None:
    text = "政府信息公开申请的办理结果，予以公开12件，不予公开3件。" * 20
    with ThreadPoolExecutor(8) as pool:
        assert all(found == words(text) for found in pool.map(words, [text] * 32))


@pytest.mark.parametrize("text", ["公" * 100_000, "1" * 100_000, "ab" * 50_000, "，" * 100_000])
def test_odd_text_takes_no_longer_than_it_is_long(text: str) -> None:
    begun = monotonic()  # jieba alone takes half a minute for the first
    words(text)
    assert monotonic() - begun < 10
