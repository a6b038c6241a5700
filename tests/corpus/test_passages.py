"""Paragraphs and cells to passages: nothing lost, nothing twice, none too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Place, Statistic, Status
from corpus.outline import Paragraph
from corpus.passages import LONGEST, SHORTEST, cut, passages

SENTENCE = "本局公开政府信息三件，其中规范性文件一件。"  # 21 characters


def paragraph(
    text: str, *, start: int = 0, section: int = 1, heading: tuple[str, ...] = ()
) -> Paragraph:
    return Paragraph(section, heading, text, tuple(range(start, start + len(text))))


def texts(*paragraphs: Paragraph) -> list[str]:
    return [each.text for each in passages("r", paragraphs, (), ())]


def test_ids_and_order() -> None:
    found = passages(
        "2020-ab", [paragraph("甲" * 90), paragraph("乙" * 90, section=5, start=90)], (), ()
    )
    assert [(each.id, each.order, each.section) for each in found] == [
        ("2020-ab.p1", 1, 1),
        ("2020-ab.p2", 2, 5),
    ]


def test_short_paragraphs_are_gathered() -> None:
    assert texts(paragraph("甲。"), paragraph("乙。", start=2), paragraph("丙。", start=4)) == [
        "甲。\n乙。\n丙。"
    ]


def test_gathered_paragraphs_are_not_longer_than_the_longest_with_their_line_breaks() -> None:
    found = texts(paragraph("甲" * 40), paragraph("乙" * 360, start=40))
    assert [len(text) for text in found] == [40, 360]
    found = texts(paragraph("甲" * 40), paragraph("乙" * 359, start=40))
    assert [len(text) for text in found] == [400]


def test_long_enough_paragraphs_stay_alone() -> None:
    assert len(texts(paragraph("甲" * SHORTEST), paragraph("乙。", start=SHORTEST))) == 2


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(paragraph("乙。", start=2, section=5), id="another section"),
        pytest.param(paragraph("乙。", start=2, heading=("（一）",)), id="another heading"),
    ],
)
def test_nothing_is_gathered_over_a_heading(other: Paragraph) -> None:
    assert texts(paragraph("甲。"), other) == ["甲。", "乙。"]


def test_a_long_paragraph_is_cut_at_sentence_ends() -> None:
    found = texts(paragraph(SENTENCE * 50))
    assert all(text.endswith("。") for text in found)
    assert all(SHORTEST <= len(text) <= LONGEST for text in found)
    assert max(map(len, found)) - min(map(len, found)) <= 2 * len(SENTENCE)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        pytest.param(("甲" * 60 + "，") * 10 + "。", "，", id="at clauses"),
        pytest.param("甲" * 1000, "甲", id="where it must"),
        pytest.param("“甲乙。”" * 150, "”", id="behind the quotation mark"),
    ],
)
def test_one_very_long_sentence_is_cut(text: str, ends: str) -> None:
    found = texts(paragraph(text))
    assert len(found) > 1
    assert all(each.endswith(ends) for each in found[:-1])


def test_exactly_the_longest_is_not_cut() -> None:
    assert cut("甲" * LONGEST) == [(0, LONGEST)]
    assert len(cut("甲" * (LONGEST + 1))) == 2
    assert cut("甲" * 3 * LONGEST) == [
        (0, LONGEST),
        (LONGEST, 2 * LONGEST),
        (2 * LONGEST, 3 * LONGEST),
    ]
    assert cut("") == []


def test_the_span_reaches_from_the_first_to_the_last_paragraph() -> None:
    (found,) = passages("r", [paragraph("甲。", start=10), paragraph("乙。", start=20)], (), ())
    assert found.span == (10, 22)


WRITTEN = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 5]),
        st.sampled_from([(), ("（一）主动公开",), ("（一）主动公开", "1.目录")]),
        st.tuples(
            st.text(alphabet="甲乙，；。！”a1 ", min_size=1, max_size=40),
            st.sampled_from([1, 40, 79, 80, 320, 321, 360, 399, 400, 401]) | st.integers(1, 1300),
        ).map(lambda drawn: (drawn[0] * drawn[1])[: drawn[1]]),
    ),
    max_size=8,
).map(lambda parts: sorted(parts, key=lambda part: part[0]))


def laid_out(parts: list[tuple[int, tuple[str, ...], str]]) -> tuple[str, list[Paragraph]]:
    """A source of these paragraphs, a line each, and the paragraphs with their places in it."""
    source, found = "", []
    for section, heading, text in parts:
        found.append(paragraph(text, start=len(source), section=section, heading=heading))
        source += text + "\n"
    return source, found


@given(WRITTEN)
def test_every_character_stands_in_exactly_one_passage(
    parts: list[tuple[int, tuple[str, ...], str]],
) -> None:
    source, paragraphs = laid_out(parts)
    found = passages("r", paragraphs, (), ())
    taken = [at for each in found for at in range(*each.span) if source[at] != "\n"]
    assert taken == [at for at, each in enumerate(source) if each != "\n"]
    assert [each.text for each in found] == [source[each.span[0] : each.span[1]] for each in found]


@given(WRITTEN)
def test_no_passage_is_empty_or_too_long(parts: list[tuple[int, tuple[str, ...], str]]) -> None:
    source, paragraphs = laid_out(parts)
    for each in passages("r", paragraphs, (), ()):
        assert 0 < len(each.text) <= LONGEST
        assert 0 <= each.span[0] < each.span[1] <= len(source)


@given(st.text(alphabet="甲乙，；。！”a1 \n", max_size=2000))
def test_cuts_meet(text: str) -> None:
    cuts = cut(text)
    assert "".join(text[start:end] for start, end in cuts) == text
    assert all(0 < end - start <= LONGEST for start, end in cuts)


def cell(key: str, value: int | None, line: int = 1, status: Status = Status.PRINTED) -> Statistic:
    printed = None if status is Status.MISSING else "" if value is None else str(value)
    place = None if line == 0 else Place(line, 2)
    return Statistic(key, value, printed, status, "件", place)


LINES = [(10 * line, 10 * line + 9) for line in range(20)]


def test_a_row_is_put_into_words_total_first() -> None:
    cells = [
        cell("t3.denied_4_third_party.natural_person", 4, 3),
        cell("t3.denied_4_third_party.business", 2, 3),
        cell("t3.denied_4_third_party.other", 0, 3),
        cell("t3.denied_4_third_party.total", 6, 3),
    ]
    (found,) = passages("r", (), cells, LINES)
    assert found.text == "4.保护第三方合法权益：总计 6，自然人 4，商业企业 2。"
    assert (found.kind, found.section, found.heading) == ("table", 3, ("三（三）不予公开",))
    assert found.indicators == tuple(
        f"t3.denied_4_third_party.{key}" for key in ("natural_person", "business", "other", "total")
    )
    assert found.span == LINES[2]


def test_what_is_not_a_number_is_said_and_is_no_zero() -> None:
    cells = [
        cell("t3.new.natural_person", None, 4, Status.BLANK),
        cell("t3.new.business", None, 4, Status.MISSING),
        cell("t3.new.total", 0, 4),
    ]
    (found,) = passages("r", (), cells, LINES)
    label, _, said = found.text.partition("：")
    assert label == "一、本年新收政府信息公开申请数量"
    assert said == "总计 0，自然人 原表为空，商业企业 未能识别。"


def test_rows_that_are_not_in_the_source_have_no_passage() -> None:
    assert passages("r", (), [cell("t3.new.total", None, 0, Status.MISSING)], LINES) == ()


def test_tables_follow_the_text_of_their_section() -> None:
    cells = [cell("t2.regulations.issued", 1), cell("t4.review.total", 2)]
    written = [
        paragraph("甲。", section=2),
        paragraph("乙。", section=3),
        paragraph("丙。", section=5),
    ]
    found = passages("r", written, cells, LINES)
    assert [(each.section, each.kind) for each in found] == [
        (2, "text"),
        (2, "table"),
        (3, "text"),
        (4, "table"),
        (5, "text"),
    ]
