"""Whether a town's own sentence comes before what all towns have copied, and what decides it.

    python -m bench.set_phrases

200 made-up reports of paragraphs put together from set phrases on 20 topics; for each topic three
towns have a sentence of their own on it. The topic is asked for through the search service; printed
is nDCG@10 of the towns' own sentences for several strengths of the factor on set phrases (see
search_api/service/phrases.py), the first without any. Deterministic; takes half a minute.
"""

import math
import random
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from corpus.catalogue import FILE, Catalogue
from corpus.model import Agency, Form, Passage, Report, Source
from indexer.build import apply
from search_api.answers import Asked
from search_api.service import phrases, search
from search_api.settings import Settings
from search_api.store import Store

TOPICS = (
    "学位预警 食堂开放 校车退费 招生摇号 电梯加装 旧房改造 河道清淤 菜场改造 路灯维修 疫苗接种 "
    "养老助餐 公厕管理 停车收费 噪声投诉 油烟治理 门诊预约 慢病随访 消防通道 垃圾分类 共享单车"
).split()
SET = (
    "不断健全{}等重点领域政务公开制度，切实保障公众知情权。",
    "持续推进{}等民生事项信息公开，主动接受社会监督。",
    "围绕{}等群众关切，加大政策解读力度，回应社会关切。",
)
OWN = (
    "去年{}共收到来信，办理情况逐件贴在{}公告栏。",
    "{}的办理进度由{}按月上墙，谁办的写明姓名。",
    "{}的来信在{}随时可查，答复一律当面说清理由。",
)
PLACES = [one + other for one in "东西南北中" for other in "湖桥岭山园港塘营坡坝"]
STRENGTHS = ((1.0, 5), (0.8, 5), (0.7, 5), (0.5, 3), (0.5, 5), (0.5, 8), (0.3, 5), (0.1, 5))


def made() -> tuple[list[Report], Mapping[str, set[str]]]:
    """The reports, and for each topic the sentences of single towns."""
    draw = random.Random(5)
    shared = [phrase.format(topic) for phrase in SET for topic in TOPICS]
    own: dict[str, set[str]] = {}
    reports = []
    for n in range(200):
        texts = [draw.choice(shared) + draw.choice(shared) for _ in range(6)]
        if n < len(OWN) * len(TOPICS):
            topic, place = TOPICS[n % len(TOPICS)], PLACES[n % len(PLACES)]
            sentence = OWN[n % len(OWN)].format(topic, place)
            own.setdefault(topic, set()).add(sentence)
            texts.insert(draw.randrange(len(texts)), sentence)
        reports.append(report(n, texts))
    return reports, own


def report(n: int, texts: list[str]) -> Report:
    report_id, name = f"2022-{n:010}", f"{PLACES[n % len(PLACES)]}{n}镇人民政府"
    passages = tuple(
        Passage(f"{report_id}.p{order}", order, 1, (), text, (0, len(text)))
        for order, text in enumerate(texts, 1)
    )
    whole = "\n".join(texts)
    return Report(
        id=report_id,
        title=f"{name}2022年政府信息公开工作年度报告",
        agency=Agency(name, name, (), "township", "town"),
        year=2022,
        form=Form.UNKNOWN,
        published=None,
        sections=(),
        passages=passages,
        statistics=(),
        findings=(),
        sources=(Source(f"{n}.txt", "txt", f"{n:064}", f"/{n}.txt", "utf-8", whole),),
    )


def gained(store: Store, own: Mapping[str, set[str]]) -> float:
    """Mean nDCG@10 over the topics."""
    total = 0.0
    for topic, right in own.items():
        hits = search(store, Asked(q=topic, size=10, interpret=False)).hits
        found = [place for place, hit in enumerate(hits) if hit.passage.text in right]
        best = sum(1 / math.log2(place + 2) for place in range(min(len(right), 10)))
        total += sum(1 / math.log2(place + 2) for place in found) / best
    return total / len(own)


def main() -> None:
    reports, own = made()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with closing(Catalogue(data / FILE)) as catalogue:
            apply(data, catalogue, reports)
        with closing(Store(Settings(data=data))) as store:
            for floor, doublings in STRENGTHS:
                phrases.FLOOR, phrases.DOUBLINGS = floor, doublings
                print(f"floor {floor:.1f}  doublings {doublings}  nDCG@10 {gained(store, own):.3f}")


if __name__ == "__main__":
    main()
