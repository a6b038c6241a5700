"""The normal form: what is one, what is not, and that everything keeps its place."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text import folding, normalise, squeeze

# Whatever could upset it: spaces, signs of no width, marks, halves of characters, ligatures.
ODD = st.text(
    st.sampled_from(
        " \n\t\u3000\u200b\ufeff\u00ad\u0301\ufe0f\ud800①㎡ﬃ½İß한が公開Ａ９，“”…⺠\ue000"
    )
    | st.characters()
)


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        pytest.param("政府信息公開", "政府信息公开", id="traditional"),
        pytest.param(
            "徵求意見、答覆、瞭解", "征求意见、答复、了解", id="traditional, likely reading"
        ),
        pytest.param("予以公开", "予以公开", id="Japanese 予 is not 豫 here"),
        pytest.param("裡面、裏面", "里面、里面", id="a variant of a variant"),
        pytest.param("説明、査閲", "说明、查阅", id="Japanese and Hong Kong forms"),
        pytest.param("⺠政局、⻋辆", "民政局、车辆", id="radicals out of a PDF"),
        pytest.param("１８件，９８.２８％", "18件,98.28%", id="full width"),
        pytest.param("Ａpp WeChat", "app wechat", id="case"),
        pytest.param("Café cafe\u0301", "cafe cafe", id="accents, joined or not"),
        pytest.param("二○二二年", "二〇二二年", id="a circle for a zero"),
        pytest.param("〔2019〕61号 [2019]", "[2019]61号 [2019]", id="brackets"),
        pytest.param("“三安全”「三安全」", '"三安全""三安全"', id="quotes"),
        pytest.param("信\u200b息\ufeff公\u00ad开", "信息公开", id="no width"),
        pytest.param("公\x00开\ud83d", "公开", id="control, half a character"),
        pytest.param("葛\U000e0100城", "葛城", id="variation selector"),
        pytest.param("第\u3000三\r\n \t方", "第 三 方", id="white space"),
        pytest.param("三十二件", "三十二件", id="a number in words stays"),
    ],
)
def test_normal_form(printed: str, normal: str) -> None:
    assert normalise(printed).text == normal


@pytest.mark.parametrize(
    ("printed", "normal", "place"),
    [
        pytest.param("18 件", "18件", (0, 1, 3), id="a space"),
        pytest.param("向社\n会", "向社会", (0, 1, 3), id="a line end"),
        pytest.param("㎡数", "m2数", (0, 0, 1), id="one sign, two characters"),
        pytest.param("信\u200b息", "信息", (0, 2), id="no width"),
        pytest.param("", "", (), id="nothing"),
        pytest.param(" \n", "", (), id="only white space"),
    ],
)
def test_squeezed_form_and_its_places(printed: str, normal: str, place: tuple[int, ...]) -> None:
    squeezed = squeeze(printed)
    assert (squeezed.text, tuple(squeezed.place)) == (normal, place)


def test_a_normal_form_can_be_squeezed() -> None:
    assert squeeze(normalise("第 三\u3000方")) == squeeze("第 三\u3000方")


@given(ODD)
def test_places_never_fall_and_stay_inside(text: str) -> None:
    for normal in (normalise(text), squeeze(text)):
        assert len(normal.place) == len(normal.text)
        assert all(0 <= place < len(text) for place in normal.place)
        assert all(one <= other for one, other in pairwise(normal.place))


@given(ODD)
def test_twice_is_once(text: str) -> None:
    assert normalise(normalise(text).text).text == normalise(text).text
    assert squeeze(squeeze(text).text).text == squeeze(text).text


@given(ODD, ODD)
def test_a_part_of_a_text_is_a_part_of_its_form(one: str, other: str) -> None:
    assert squeeze(one + other).text == squeeze(one).text + squeeze(other).text


@given(ODD)
def test_every_place_holds_what_became_of_it(text: str) -> None:
    normal = squeeze(text)
    for char, place in zip(normal.text, normal.place, strict=True):
        assert char in squeeze(text[place]).text


def test_no_table_leads_on_to_another() -> None:
    assert not {old: new for old, new in folding().items() if new in folding()}
