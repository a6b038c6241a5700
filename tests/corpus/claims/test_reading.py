"""Sentences to claims: what is bound, to which cells, and above all what is not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.claims import claims
from corpus.forms import keys_of
from corpus.model import Agency, Badge, Claim, Form, Passage, Report, Statistic, Status

BUREAU = Agency(
    "川南市云岭区教育局",
    "云岭区教育局",
    ("川南市", "云岭区"),
    "county",
    "department",
    ("区教育局",),
)
DISTRICT = Agency(
    "川南市云岭区人民政府", "云岭区", ("川南市", "云岭区"), "county", "government", ("云岭",)
)
LITIGATION = ("t4.litigation_direct.total", "t4.litigation_after_review.total")


def report(
    text: str,
    *,
    heading: str = "（二）依申请公开",
    section: int = 1,
    agency: Agency = BUREAU,
    form: Form = Form.Y2021,
    cells: dict[str, int] | None = None,
) -> Report:
    """A report of one passage; cells not given are 0."""
    values = dict.fromkeys(keys_of(form), 0) | (cells or {})
    statistics = (
        Statistic(key, value, str(value), Status.PRINTED) for key, value in values.items()
    )
    passage = Passage("r.p1", 1, section, (heading,) if heading else (), text, (0, len(text)))
    return Report(
        id="r",
        title="",
        agency=agency,
        year=2022,
        form=form,
        published=None,
        sections=(),
        passages=(passage,),
        statistics=tuple(statistics),
        findings=(),
        sources=(),
    )


def bound(text: str, **given: object) -> dict[str, tuple[str, ...]]:
    """Printed number -> rows and columns it is bound to, without "t3." and ".total"."""
    made = report(text, **given)  # type: ignore[arg-type]
    return {
        text[slice(*claim.span)]: tuple(
            key.removeprefix("t3.").removesuffix(".total") for key in claim.cells
        )
        for claim in claims(made)
        if claim.cells
    }


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        pytest.param("全年收到政府信息公开申请12件。", {"12件": ("new",)}, id="received"),
        pytest.param("新收申请十二件。", {"十二件": ("new",)}, id="in words"),
        pytest.param("收到12件申请。", {"12件": ("new",)}, id="number before the noun"),
        pytest.param(
            "2022年，我局共受理信息公开申请12件。", {"12件": ("new",)}, id="year and body"
        ),
        pytest.param("区教育局收到申请12件。", {"12件": ("new",)}, id="its own name"),
        pytest.param(
            "办结申请11件，1件结转下年度。",
            {"11件": ("total_processed",), "1件": ("carried_out",)},
            id="before and behind",
        ),
        pytest.param(
            "另有3件按照规定顺延至下年度答复。", {"3件": ("carried_out",)}, id="told behind"
        ),
        pytest.param(
            "受理申请12件（含上年结转2件）。",
            {"12件": ("new", "carried_in"), "2件": ("carried_in",)},
            id="with those carried in",
        ),
        pytest.param(
            "答复申请12件（含上年度结转2件）。",
            {"12件": ("total_processed",), "2件": ("carried_in",)},
            id="settled, some carried in",
        ),
        pytest.param("予以公开及部分公开5件。", {"5件": ("granted", "partial")}, id="a sum"),
        pytest.param(
            "予以公开、部分公开分别为4件、1件。",
            {"4件": ("granted",), "1件": ("partial",)},
            id="in order",
        ),
        pytest.param(
            "因保护第三方合法权益不予公开2件。",
            {"2件": ("denied_4_third_party",)},
            id="row within its group",
        ),
        pytest.param(
            "信访举报投诉类申请、重复申请6件。",
            {"6件": ("refused_1_petition", "refused_2_repeat")},
            id="two rows",
        ),
        pytest.param(
            "无法提供3件，其中本机关不掌握等原因2件。",
            {
                "3件": ("unable_1_not_held", "unable_2_needs_creation", "unable_3_still_unclear"),
                "2件": ("unable_1_not_held",),
            },
            id="group and part",
        ),
        pytest.param(
            "因本机关不掌握等原因无法提供3件。",
            {"3件": ("unable_1_not_held", "unable_2_needs_creation", "unable_3_still_unclear")},
            id="one reason for the group",
        ),
        pytest.param(
            "收到申请12件，其中自然人10件、法人或其他组织2件。",
            {
                "12件": ("new",),
                "10件": ("new.natural_person",),
                "2件": (
                    "new.business",
                    "new.research",
                    "new.social",
                    "new.legal_service",
                    "new.other",
                ),
            },
            id="applicants",
        ),
        pytest.param("未收到政府信息公开申请。", {"未收到": ("new",)}, id="none received"),
        pytest.param(
            "收到申请3件，无上年结转。",
            {"3件": ("new",), "无上年结转": ("carried_in",)},
            id="none carried in",
        ),
    ],
)
def test_requests(text: str, cells: dict[str, tuple[str, ...]]) -> None:
    assert bound(text) == cells


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        pytest.param(
            "信息公开行政复议3件，其中维持2件、尚未审结1件。",
            {
                "3件": ("t4.review",),
                "2件": ("t4.review.maintained",),
                "1件": ("t4.review.pending",),
            },
            id="reviews and their results",
        ),
        pytest.param("行政诉讼2件。", {"2件": LITIGATION}, id="suits are of both kinds"),
        pytest.param(
            "复议后起诉1件。", {"1件": ("t4.litigation_after_review",)}, id="one kind of suits"
        ),
        pytest.param(
            "其中2件诉讼被法院判决纠正。",
            {"2件": ("t4.litigation_direct.corrected", "t4.litigation_after_review.corrected")},
            id="told behind",
        ),
        pytest.param(
            "行政复议3件，其中1件因送达超期被纠正。",
            {"3件": ("t4.review",), "1件": ("t4.review.corrected",)},
            id="with its reason",
        ),
        pytest.param(
            "行政复议、行政诉讼5件。", {"5件": ("t4.review", *LITIGATION)}, id="both together"
        ),
        pytest.param("没有发生行政复议。", {"没有发生行政复议": ("t4.review",)}, id="none"),
    ],
)
def test_disputes(text: str, cells: dict[str, tuple[str, ...]]) -> None:
    plain = {
        said: tuple(key.removesuffix(".total") for key in keys) for said, keys in cells.items()
    }
    assert bound(text, section=6, heading="") == plain


@pytest.mark.parametrize(
    ("text", "form", "cells"),
    [
        pytest.param(
            "制发行政规范性文件4件，废止2件，现行有效9件。",
            Form.Y2021,
            {
                "4件": ("t2.normative.issued",),
                "2件": ("t2.normative.repealed",),
                "9件": ("t2.normative.valid",),
            },
            id="form of 2021",
        ),
        pytest.param(
            "制作规范性文件4件，对外公开总数9件。",
            Form.Y2019,
            {"4件": ("t2.normative.made",), "9件": ("t2.normative.disclosed_total",)},
            id="form of 2019",
        ),
        pytest.param(
            "作出行政处罚决定40件。",
            Form.Y2021,
            {"40件": ("t2.penalty.decisions",)},
            id="decisions",
        ),
        pytest.param("现行有效9件。", Form.Y2021, {}, id="of what is not said"),
        pytest.param("公示行政处罚决定40件。", Form.Y2021, {}, id="published, not decided"),
        pytest.param("主动公开行政规范性文件4件。", Form.Y2021, {}, id="published, not issued"),
    ],
)
def test_documents_and_decisions(text: str, form: Form, cells: dict[str, tuple[str, ...]]) -> None:
    assert bound(text, heading="（一）主动公开", form=form) == cells


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("收到涉及征地的申请12件。", id="narrowed by an unknown word"),
        pytest.param("通过网络渠道，收到申请12件。", id="narrowed by the clause before"),
        pytest.param("上年收到申请12件。", id="of last year"),
        pytest.param("2021年收到申请12件。", id="of another year"),
        pytest.param("收到申请较上年增加12件。", id="a change"),
        pytest.param("1月至6月收到申请12件。", id="of half a year"),
        pytest.param("全区收到申请12件。", id="of the whole district, in a bureau's report"),
        pytest.param("收到申请12人次。", id="persons"),
        pytest.param("接待咨询12件。", id="something else"),
        pytest.param("收到书面申请12件。", id="in one of several ways"),
        pytest.param("因申请内容不明确，要求申请人补正12件。", id="asked to correct, not ended"),
        pytest.param("办理申请12件。", id="handled: received or settled"),
        pytest.param("收到并办结申请12件。", id="two flows at once"),
        pytest.param("收到公租房申请12件。", id="requests for something else"),
        pytest.param("办理政协提案12件，全部予以公开12件。", id="proposals"),
        pytest.param("信访举报投诉类申请重复申请6件。", id="two rows without a join"),
        pytest.param("有12件申请已于申请之日前公开。", id="a part"),
    ],
)
def test_what_is_not_certain_is_not_bound(text: str) -> None:
    assert bound(text) == {}


@pytest.mark.parametrize(
    ("text", "scope", "cells"),
    [
        pytest.param("全区收到申请12件。", "compiled", ("new",), id="the area of a compilation"),
        pytest.param("区本级收到申请12件。", "compiled", None, id="a part of a compilation"),
        pytest.param(
            "区政府办公室收到申请12件。", "compiled", None, id="an office in a compilation"
        ),
        pytest.param("全区收到申请12件。", "own", None, id="the area, of an own report"),
        pytest.param("区本级收到申请12件。", "own", ("new",), id="the level of an own report"),
        pytest.param("全区各级行政机关收到申请12件。", "compiled", ("new",), id="all of an area"),
        pytest.param("全市各级行政机关收到申请12件。", "compiled", None, id="all of the city"),
        pytest.param("全市收到申请12件。", "compiled", None, id="the city, in a district's report"),
    ],
)
def test_scope(text: str, scope: str, cells: tuple[str, ...] | None) -> None:
    agency = replace(DISTRICT, scope=scope)
    assert bound(text, agency=agency) == ({} if cells is None else {"12件": cells})


def test_an_area_that_is_told_holds_for_the_sentence_alone() -> None:
    said = bound(
        "区本级收到申请2件，办结2件。收到申请12件。", agency=replace(DISTRICT, scope="compiled")
    )
    assert said == {"12件": ("new",)}


@pytest.mark.parametrize(
    ("received", "carried", "cells"),
    [
        pytest.param(12, 3, ("new",), id="the new ones"),
        pytest.param(9, 3, ("new", "carried_in"), id="with those carried in"),
        pytest.param(7, 3, ("new",), id="neither: what the word says first"),
    ],
)
def test_accepted_requests_are_read_as_the_table_bears_out(
    received: int, carried: int, cells: tuple[str, ...]
) -> None:
    values = {"t3.new.total": received, "t3.carried_in.total": carried}
    assert bound("共受理申请12件。", cells=values) == {"12件": cells}


@pytest.mark.parametrize(
    ("text", "badge"),
    [
        pytest.param("收到申请12件。", Badge.AGREES, id="equal"),
        pytest.param("收到申请13件。", Badge.DIFFERS, id="not equal"),
        pytest.param("收到申请10余件。", Badge.AGREES, id="within what 余 allows"),
        pytest.param("收到申请20余件。", Badge.DIFFERS, id="outside of what 余 allows"),
        pytest.param("未收到申请。", Badge.DIFFERS, id="denied"),
        pytest.param("接待来访12件。", Badge.UNBOUND, id="unbound"),
    ],
)
def test_badges(text: str, badge: Badge) -> None:
    (claim,) = claims(report(text, cells={"t3.new.total": 12}))
    assert claim.badge is badge


def test_a_lost_cell_is_no_number() -> None:
    made = report("收到申请12件。")
    lost = tuple(replace(one, value=None, status=Status.MISSING) for one in made.statistics)
    (claim,) = claims(replace(made, statistics=lost))
    assert (claim.cells, claim.stated, claim.badge) == (("t3.new.total",), None, Badge.UNBOUND)


def test_what_a_claim_says() -> None:
    text = "2022年，我局 共受理 信息公开申请约 1.2 万件。"
    (claim,) = claims(report(text, cells={"t3.new.total": 12_031}))
    assert claim == Claim(
        id="r.c1",
        passage="r.p1",
        span=(text.index("1.2"), text.index("。")),
        subject="共受理信息公开申请",
        value=12_000,
        unit="件",
        kind="count",
        approximate=True,
        scope="body",
        year=2022,
        cells=("t3.new.total",),
        stated=12_031,
        badge=Badge.AGREES,
    )


def test_passages_made_of_cells_have_no_claims() -> None:
    made = report("新收 12件")
    (passage,) = made.passages
    assert claims(replace(made, passages=(replace(passage, kind="table"),))) == ()


SAID = st.sampled_from(
    [
        "全年",
        "收到",
        "申请",
        "12件",
        "3件",
        "办结",
        "，",
        "；",
        "。",
        "（",
        "）",
        "其中",
        "分别为",
        "、",
        "无",
        "未",
        "上年结转",
        "结转下年度",
        "予以公开",
        "不予公开",
        "行政复议",
        "诉讼",
        "维持",
        "自然人",
        "中",
        "被",
        "甲乙",
        "全区",
        "2021年",
    ]
)


@given(st.lists(SAID, max_size=14).map("".join) | st.text())
def test_no_text_surprises(text: str) -> None:
    made = report(text)
    for claim in claims(made):
        start, end = claim.span
        assert 0 <= start < end <= len(text)
        assert all(key in keys_of(Form.Y2021) for key in claim.cells)
