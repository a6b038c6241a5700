"""A made-up report: invented places, our own words, and numbers that are known.

Sizes run from a town without a single request to a province with tens of thousands. All sums of the
form hold unless slips are asked for: those are the agency's own mistakes, printed as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import MappingProxyType

from corpus.forms import FormTable, keys_of, load
from corpus.model import Form, Number

_PROVINCES = "云澜省 岚泽省 砚海自治区".split()
_CITIES = "霁渚市 柘岚市 浣砚市 翠篁市".split()
_COUNTIES = "澄屿县 枫砚县 岚汀区 浣溪桥区 柘浦县".split()
_BODIES = "教育局 卫生健康委员会 市场监督管理局 城市管理局 财政局 机关事务管理局".split()
_TOWNS = "枫汀镇人民政府 砚桥街道办事处 篁岭乡人民政府".split()
_SIZES = ((0, 0), (1, 5), (6, 60), (61, 900), (901, 60_000))
_SIZE_WEIGHTS = (18, 22, 30, 20, 10)  # most bodies are small; one in ten is a city or a province
_COLUMN_WEIGHTS = (80, 14, 1, 2, 3, 4)  # natural persons ask most, research bodies hardly ever


@dataclass(frozen=True, slots=True)
class Made:
    """One report before it is drawn. `figures` has every cell of the form by indicator key."""

    form: Form
    region: tuple[str, ...]
    agency: str  # full name, region path included
    year: int
    figures: Mapping[str, Number]
    prose: Mapping[int, tuple[str, ...]]  # official section number -> paragraphs

    @property
    def title(self) -> str:
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"


def made(random: Random, *, form: Form | None = None, slips: int = 0) -> Made:
    """A report, of either version if none is given. `slips` cells of tables 3 and 4 are off."""
    form = form or random.choice([Form.Y2019, Form.Y2021])
    region, agency = _who(random)
    year = random.choice([2019, 2020] if form is Form.Y2019 else [2021, 2022, 2023, 2024])
    figures = _figures(random, form)
    for key in random.sample([key for key in figures if not key.startswith("t2")], slips):
        figures[key] += random.choice([1, 2, 3, 10])
    prose = _prose(random, agency, year)
    return Made(form, region, agency, year, MappingProxyType(figures), prose)


def _who(random: Random) -> tuple[tuple[str, ...], str]:
    path = (random.choice(_PROVINCES), random.choice(_CITIES), random.choice(_COUNTIES))
    region = path[: random.choice([2, 3, 3])]
    body = random.choice(["人民政府", random.choice(_BODIES), random.choice(_TOWNS)])
    return region, "".join(region) + body


def _figures(random: Random, form: Form) -> dict[str, Number]:
    size = random.randint(*random.choices(_SIZES, _SIZE_WEIGHTS)[0])
    found: dict[str, Number] = {}
    found |= _table2(random, load(form).table2, size)
    found |= _table3(random, load(form).table3, size)
    found |= _table4(random, load(form).table4, size)
    return {key: found[key] for key in keys_of(form)}


def _table2(random: Random, table: FormTable, size: int) -> dict[str, Number]:
    """Counts without a sum between them; 增减 may be negative, money may have decimals."""
    found: dict[str, Number] = {}
    for row in table.rows:
        most = 3 * size + 2 if row.key != "regulations" else size // 500
        for column in row.columns:
            found[f"t2.{row.key}.{column}"] = _count(random, most, column)
    return found


def _count(random: Random, most: int, column: str) -> Number:
    if random.random() < 0.35:
        return 0
    if column == "delta":
        return random.randint(-(most // 3), most // 3)
    if column == "amount" and random.random() < 0.6:
        return round(random.random() * (most + 1), 2) or 0
    return int(most * random.random() ** 3)


def _table3(random: Random, table: FormTable, size: int) -> dict[str, Number]:
    """Column by column: what is to be done is shared out over outcomes and carried out."""
    outcomes = [row.key for row in table.rows if row.key not in _BALANCE]
    weights = [random.choice([0, 0, 1, 2, 6]) for _ in outcomes]
    leaves = [column.key for column in table.columns][:-1]
    found: dict[str, Number] = {}
    for column, cases in zip(leaves, _shares(random, size, _COLUMN_WEIGHTS), strict=True):
        carried_out = _small_part(random, cases)
        done = _shares(random, cases - carried_out, weights if any(weights) else [1, *weights[1:]])
        carried_in = _small_part(random, cases)
        whole = dict(zip(outcomes, done, strict=True))
        whole |= {"total_processed": sum(done), "carried_out": carried_out}
        whole |= {"new": cases - carried_in, "carried_in": carried_in}
        found |= {f"t3.{row}.{column}": count for row, count in whole.items()}
    for row in table.rows:
        found[f"t3.{row.key}.total"] = sum(found[f"t3.{row.key}.{leaf}"] for leaf in leaves)
    return found


_BALANCE = frozenset({"new", "carried_in", "total_processed", "carried_out"})


def _small_part(random: Random, whole: int) -> int:
    return random.randint(0, max(whole // 8, min(whole, 1)))


def _shares(random: Random, whole: int, weights: Sequence[int]) -> list[int]:
    """The whole in as many parts as there are weights. The parts add up to it exactly."""
    noisy = [weight * random.uniform(0.3, 1.7) for weight in weights]
    parts = [int(whole * share / sum(noisy)) for share in noisy]
    for place in random.choices(range(len(parts)), noisy, k=whole - sum(parts)):
        parts[place] += 1
    return parts


def _table4(random: Random, table: FormTable, size: int) -> dict[str, Number]:
    results = [column.key for column in table.columns][:-1]
    found: dict[str, Number] = {}
    for block in table.rows:
        parts = _shares(random, int(size * random.random() * 0.15), [6, 1, 2, 2])
        counts = {**dict(zip(results, parts, strict=True)), "total": sum(parts)}
        found |= {f"t4.{block.key}.{key}": count for key, count in counts.items()}
    return found


def _prose(random: Random, agency: str, year: int) -> Mapping[int, tuple[str, ...]]:
    """Paragraphs of sections 0 to 6. Every sentence has a number, so each can be told apart."""
    prose = {
        number: tuple(each.format(a=agency, y=year, n=random.randint(2, 900)) for each in texts)
        for number, texts in _SENTENCES.items()
    }
    return MappingProxyType(prose)


_SENTENCES: Mapping[int, tuple[str, ...]] = {
    0: (
        "本年度报告由{a}按照政府信息公开条例编写，说明全年怎样把该公开的事情讲清楚。"
        "所列数据的统计期限自{y}年1月1日起，至{y}年12月31日止。",
    ),
    1: (
        "（一）主动公开。全年在门户网站更新栏目{n}个，把预算、决算和办事清单放在首页醒目的地方，来查的人一眼能看到。",
        "（二）依申请公开。窗口专人接件，{y}年平均{n}小时内先打一次电话，问清楚申请人想要的究竟是哪一份材料。",
        "（三）政府信息管理。清理过期文件时逐件核对，留下说明{n}条，能看出每件为什么留、为什么不留。",
        "（四）平台建设。把三个旧栏目并成一个，检索词从{n}个减到一半，老人也会用。",
        "（五）监督保障。请居民代表上门挑毛病，收到意见{n}条，办完一条销一条。",
    ),
    5: (
        "存在的不足：有的解读写得太长，{n}字里找不到办事地点；少数答复格式不一。",
        "改进的办法：明年起每份解读先写一句话结论，再附{n}字以内的说明。",
    ),
    6: ("本年度没有收取信息处理费，另有{n}件咨询按便民事项当场答复。",),
}
