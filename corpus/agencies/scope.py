"""Whether a government reports about itself alone or for all bodies in its region.

Both reports have the same title as often as not, and their figures must not be put in one row.
"""

import re

from corpus.agencies.wording import tidy

OWN, COMPILED = "own", "compiled"

_HEAD = 5000
"""Characters looked through for a title and a preface; a saved page may have 2,000 before them."""

_TITLE = re.compile(r"信息公开.{0,12}(?:报告|年报)")
_TITLE_COMPILED = re.compile(r"汇总|全[省市州盟县区旗](?!人民)")
_TITLE_OWN = re.compile(r"本级|本机关")

_ALL = r"(?:各|所属|下属|组成)[^。]{0,6}?(?:部门|单位|街道|镇|乡|县|区|市|委|局|机关)|委办局|街镇"
_MADE_OF = re.compile(
    rf"报告[^。]{{0,120}}?汇总了?[^。]{{0,20}}?(?:{_ALL})[^。]{{0,30}}?(?:报告|情况|数据)|"
    rf"(?:汇总|综合|结合|汇集|合并)[^。]{{0,60}}?(?:{_ALL})[^。]{{0,120}}?(?:报告|情况|数据)[^。]{{0,12}}?(?:编制|编写|编撰|而成|形成)|"
    rf"(?:报告|数据|统计)[^。]{{0,20}}?(?:范围|口径)?(?<![不未])(?:包括|涵盖|包含|覆盖|为)[^。]{{0,20}}?(?:{_ALL})|"
    rf"(?:{_ALL})[^。]{{0,60}}?(?:年度报告|数据)[^。]{{0,6}}?汇总"
)
_ONLY = re.compile(
    r"(?:报告|数据|统计)[^。]{0,30}?(?:仅|只|限于)[^。]{0,20}?(?:本级|本机关|政府办|办公室)|"
    r"(?:报告|数据|统计)[^。]{0,20}?(?:范围|口径)[^。]{0,6}?为[^。]{0,12}?(?:本级|本机关)|"
    rf"(?:报告|数据|统计)[^。]{{0,20}}?不(?:含|包括|包含|涉及)(?![^。]{{0,12}}垂直)[^。]{{0,8}}?(?:{_ALL})"
)


def scope(printed: str, text: str) -> str:
    """OWN, COMPILED, or "" where neither is said, or both are.

    `printed` is the body as the title prints it, to tell the title from names of other documents.

    >>> scope("青屏区", "青屏区2023年政府信息公开工作年度报告（汇总）")
    'compiled'
    """
    head = text[:_HEAD]
    titles = [
        line
        for line in map(tidy, head.splitlines())
        if len(line) < 80 and _TITLE.search(line) and tidy(printed) in line
    ]
    body = tidy("。".join((*head.splitlines(), *text[-_HEAD:].splitlines())))
    compiled = any(map(_TITLE_COMPILED.search, titles)) or bool(_MADE_OF.search(body))
    own = any(map(_TITLE_OWN.search, titles)) or bool(_ONLY.search(body))
    if compiled == own:
        return ""
    return COMPILED if compiled else OWN
