"""Fonts that do not say what a character is: it is lost, and no number reads around it."""

import pytest

from corpus.prepare import prepare
from corpus.read.pdf import read_pdf
from corpus.tables.numbers import read_cell
from tests.corpus.read.made_pdf import pdf_of_objects, stream

TITLE, HEADING = "青屏区档案馆2016年政府信息公开工作年度报告", "一、概述"


def map_of(pairs: dict[int, str]) -> bytes:
    """A ToUnicode map with these codes and no others."""
    entries = b"".join(b"<%04x> <%04x>\n" % (code, ord(said)) for code, said in pairs.items())
    return (
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        b"%d beginbfchar\n%s endbfchar" % (len(pairs), entries)
    )


def file(said: dict[int, str], cell: list[int]) -> bytes:
    """A page with words and one ruled row: 规章, and a cell that shows these codes.

    The font is a subset as word processors write it: codes are its own, only its map knows them.
    """
    codes = {
        0x2000 + index: character
        for index, character in enumerate(dict.fromkeys(TITLE + HEADING + "规章"))
    }
    code_of = {character: code for code, character in codes.items()}

    def show(x: float, y: float, shown: list[int]) -> bytes:
        return b"BT /F1 10 Tf %.1f %.1f Td <%s> Tj ET\n" % (
            x,
            y,
            b"".join(b"%04x" % code for code in shown),
        )

    content = show(72, 750, [code_of[character] for character in TITLE])
    content += show(72, 720, [code_of[character] for character in HEADING])
    content += show(80, 606, [code_of[character] for character in "规章"]) + show(160, 606, cell)
    for y in (600, 620):
        content += b"72 %d m 300 %d l S\n" % (y, y)
    for x in (72, 150, 300):
        content += b"%d 600 m %d 620 l S\n" % (x, x)
    return pdf_of_objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>",
            stream(content),
            b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R"
            b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 1000/W[48[%s]]"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
            % b" ".join([b"500"] * 10),
            stream(map_of({**codes, **said})),
        ]
    )


DIGITS = {code: chr(code) for code in range(0x30, 0x3A)}


@pytest.mark.parametrize(
    ("said", "text"),
    [
        pytest.param(DIGITS, "125", id="every digit is said"),
        pytest.param({0x31: "1", 0x35: "5"}, "1\ufffd5", id="one is not: its code looks like 2"),
        pytest.param({0x31: "7", 0x35: "5"}, "7\ufffd5", id="codes are not what they look like"),
        pytest.param(
            {0x31: "1", 0x32: "\0", 0x35: "5"}, "1\ufffd5", id="one is said to be nothing"
        ),
        pytest.param({0x31: "\xad", 0x32: "2", 0x35: "5"}, "-25", id="a hyphen by its other name"),
    ],
)
def test_a_character_that_is_not_said_is_lost(said: dict[int, str], text: str) -> None:
    document = read_pdf("a.pdf", file(said, [0x31, 0x32, 0x35]))
    assert document.text.split("\n")[-1] == f"规章\t{text}"
    assert (read_cell(text).value is None) is ("\ufffd" in text)
    assert any("可能缺字" in note for note in document.notes) is ("\ufffd" in text)


def test_the_report_says_so() -> None:
    report = prepare(read_pdf("a.pdf", file({0x31: "1"}, [0x31, 0x32])))
    assert "PDF 的字体没有说明 1 个字是什么，可能缺字" in report.notes[0]
