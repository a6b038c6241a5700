"""The page of the query language: every way of asking with an example that can be followed.

The limits are those in force, taken from where they are kept.
"""

from dataclasses import dataclass

from indexer.query import limits


@dataclass(frozen=True, slots=True)
class Example:
    """One way of asking."""

    q: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Ways of asking that belong together."""

    id: str
    title: str
    text: str
    examples: tuple[Example, ...]


def _chapter(name: str, title: str, text: str, *examples: tuple[str, str]) -> Chapter:
    return Chapter(name, title, text, tuple(Example(*one) for one in examples))


CHAPTERS = (
    _chapter(
        "words",
        "词语",
        "空格分开的词都要有，在同一段里即可，不分先后。词多时（三个起）或提问时，含有全部词语的段落"
        "在前，其后是含有部分词语的，并在结果上方说明。",
        ("不予公开 第三方", "两个词都要有"),
        ("2件", "数字连同量词"),
        ("徵求第三方意見", "繁体、全角、大小写都视为相同"),
        ("因为涉及商业秘密而不公开的有多少件？", "可以整句提问"),
    ),
    _chapter(
        "exact",
        "原样短语",
        "引号里的文字须一字不差地连续出现，不论怎样断词，空格不计。“”、「」、『』与半角引号都可以。",
        ('"依申请公开"', "这五个字连续出现"),
        ("“33.8%”", "标点和符号也要有"),
        ('"予公"', "半个词、单个字也找得到"),
    ),
    _chapter(
        "logic",
        "或、不含、括号",
        "OR 比空格结合得紧：甲 乙 OR 丙，是甲加上乙丙之一。符号全角半角均可。",
        ("行政复议 OR 行政诉讼", "有其一即可，也可写作 | 或 ｜"),
        ("公开 -主动", "有“公开”而没有“主动”，也可写作 NOT 主动"),
        ("(复议 OR 诉讼) 纠正", "括号可以组合"),
        ("政策解读 -(图解 OR 视频)", "排除一组"),
    ),
    _chapter(
        "loose",
        "词头与相近",
        f"词尾加 * 表示以此开头，前面至少一个汉字或 {limits.PREFIX_OTHER} 个字母、数字。"
        "词尾加 ~ 表示允许相差一个字，~2 为两个："
        f"汉字至少 {limits.NEAR_CHINESE[1]} 个（~2 为 {limits.NEAR_CHINESE[2]} 个），"
        f"字母至少 {limits.NEAR_OTHER[1]} 个（~2 为 {limits.NEAR_OTHER[2]} 个）且首字母相同。",
        ("政务公*", "以“政务公”开头的词"),
        ("行政复仪~", "写错一个字也找得到“行政复议”"),
    ),
    _chapter(
        "fields",
        "字段",
        "字段名后加冒号，中英文冒号均可；其他带冒号的文字是普通词语。逗号分开的值任一即可，"
        "也可以加引号、括号、减号，或放进 OR。",
        ("机关:教育局 公开", "agency: 机关的名称、简称，或名称的一部分"),
        ("地区:青屏区 复议", "region: 地区，区、县等字可省"),
        ("年份:2021 公开", "year: 报告所属年度，也写作 年度:"),
        ("年份:2019..2022 纠正", "一段时间；也可写 2021.. 或 ..2020"),
        ("年份:>=2022 公开", "不早于；也可写 > < <= ="),
        ("部分:4 维持", "section: 报告的部分，1 到 6 或标题，0 为引言，也写作 章节:"),
        ("标题:松石街道 公开", "title: 报告标题里的文字"),
        ("表样:2019 公开", "form: 表样版本"),
        ("公开 -年份:2021", "排除一个年度"),
    ),
    _chapter(
        "figures",
        "统计数字",
        "指标名后加 > >= < <= = 和数，或冒号和范围，只留下表格中印有这样的数的报告；"
        "空白和“/”不是 0。"
        "指标名用表格里的说法或指标编号（见接口 /api/v1/indicators）。一个名称可指几项时不作条件，"
        "并列出可写的编号。",
        ("新收>10", "本年新收申请超过 10 件的报告"),
        ("t4.review.corrected>0 复议", "有行政复议结果纠正的报告"),
        ("新收:1..20 公开", "1 到 20 件"),
        ("自然人新收>=5", "行名与列名连写"),
        ("新收>10 OR 上年结转>0", "条件也可以用 OR、减号和括号"),
    ),
    _chapter(
        "named",
        "直接说出机关、地区、年度、部分和指标",
        "检索词里说出的机关、地区、年度和部分会成为结果上方的筛选条件，指标会列出其数字，都可随时去掉；"
        "整个问题也可以“不解读”。引号、括号、OR、减号旁的词语不作解读。"
        "一个名称可指几个机关时不作选择，列出来供选。",
        ("青屏区 教育局 2021年", "简称与地区连用"),
        ("青屏区2022年行政处罚数量", "连写也能识别"),
        ("不予公开 2020-2022年", "几个年度"),
        ("总体情况 政策解读", "报告的一个部分"),
    ),
)
"""Everything the language has, simple things first."""

BOUNDS = (
    f"一次检索最多 {limits.LONGEST} 个字符、{limits.MOST} 个词语和条件，"
    f"括号最多 {limits.DEEPEST} 层，带“~”的词最多 {limits.NEARS} 个，"
    f"数字条件最多 {limits.FIGURES} 个，一个词头最多展开为 {limits.EXPANDED} 个词。"
    "超出的部分不用，并作说明。"
)
"""The limits in one sentence."""

ODD = (
    "不成对的引号和括号、没有内容的 OR 或减号、不认识的字段值等，按最直白的意思理解，"
    "并在结果上方说明；任何文字都不会出错。标点本身不作为词语，要查找标点请加引号。"
)
"""What becomes of everything else."""
