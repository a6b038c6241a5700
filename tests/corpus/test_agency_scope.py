"""Does a government report about itself alone, or for its whole region?"""

from pathlib import Path

import pytest

from corpus.agencies import describe
from corpus.prepare import prepare
from corpus.read import read

TITLE = "青屏区2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        pytest.param(TITLE, "", id="not said"),
        pytest.param(TITLE + "（汇总）", "compiled", id="the title says all"),
        pytest.param(
            "青屏区全区2023年政府信息公开工作年度报告", "compiled", id="all of the district"
        ),
        pytest.param("青屏区（本级）2023年政府信息公开年报", "own", id="the title says own"),
        pytest.param("砚溪区2023年政府信息公开年报（汇总）\n" + TITLE, "", id="another's title"),
        pytest.param(
            TITLE + "\n本报告由区政府办公室汇总各部门、各街道的年度数据编制。",
            "compiled",
            id="put together",
        ),
        pytest.param(
            TITLE + "\n数据统计范围包括区政府各部门和各镇。",
            "compiled",
            id="what the figures cover",
        ),
        pytest.param(
            TITLE + "\n综合各部门报告编制，数据不含各垂直管理部门。", "compiled", id="all but some"
        ),
        pytest.param(TITLE + "\n本报告数据仅限于区政府本级。", "own", id="only itself"),
        pytest.param(TITLE + "\n本报告数据不包括区政府各部门。", "own", id="without the others"),
        pytest.param(
            TITLE + "（汇总）\n本报告数据仅限于区政府本级。",
            "",
            id="one against the other: not decided",
        ),
        pytest.param(TITLE + "\n本机关不掌握相关政府信息", "", id="a row of the form says 本机关"),
        pytest.param(TITLE + "\n及时汇总热点问题，公开情况良好。", "", id="汇总 of other things"),
    ],
)
def test_scope(text: str, scope: str) -> None:
    assert describe("云澄市青屏区人民政府", "青屏区", text).scope == scope


def test_a_department_has_no_scope() -> None:
    assert describe("青屏区教育局", "青屏区教育局", TITLE + "（汇总）").scope == ""


@pytest.mark.parametrize(
    ("file", "scope"),
    [
        pytest.param("seed_002_3da5cb4107941823.txt", "compiled", id="made of the towns' reports"),
        pytest.param("seed_004_9783bb1bea6b1ab3.txt", "compiled", id="made of the departments'"),
        pytest.param("008_shanghaishi_bangongting_2019.html", "", id="an office, of itself"),
        pytest.param("009_shuyangxian_2025_ocr.txt", "", id="a county that does not say"),
    ],
)
def test_scope_of_real_reports(shared: Path, file: str, scope: str) -> None:
    path = shared / "corpus" / "reports" / file
    assert prepare(read(path.name, path.read_bytes())).agency.scope == scope
