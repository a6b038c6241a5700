"""How fast suggestions are, and what they hold in memory, at the size of 100,000 passages.

    python -m bench.suggest [--words 50000] [--agencies 4000]

Made-up words and bodies in the numbers that 100,000 passages have (50,000 distinct words of two
characters or more; 4,000 reports of at most as many bodies). CPU time of this process, so that it
can be measured on a machine that is at work; memory as Python allocates it.
"""

import argparse
import random
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence

from corpus.forms import indicators
from indexer.pinyin import readings
from indexer.suggest import Candidate, Suggestions

SYLLABLES = "金山宝云青平海东南西北江河湖州安宁永长兴和新华泰丰阳陵泉溪松石桥田林高大"
TAILS = ("人民政府", "教育局", "卫生健康委员会", "市场监督管理局", "街道办事处", "镇人民政府")
USUAL = "政府信息公开申请办理行复议诉讼主动依条例年度报告工作机关制度平台答复第三方权益"
CHARACTERS = USUAL * 3 + SYLLABLES

Found = tuple[Candidate, Sequence[str]]


def words(count: int, draw: random.Random) -> Iterator[Found]:
    made = {"".join(draw.choices(CHARACTERS, k=draw.choice((2, 2, 2, 3, 4)))) for _ in range(count)}
    for n, word in enumerate(sorted(made)):
        yield Candidate(word, "word", 1 + 40_000 // (n + 1)), ()


def agencies(count: int, draw: random.Random) -> Iterator[Found]:
    for _ in range(count):
        place, part = ("".join(draw.choices(SYLLABLES, k=2)) for _ in range(2))
        tail = draw.choice(TAILS)
        called = (f"{place}市{part}区{tail}", f"{part}区{tail}", tail)
        spoken = [reading for name in called for reading in readings(name)]
        yield Candidate(called[0], "agency", 1, called[0]), (*called, *spoken)


def labels() -> Iterator[Found]:
    for made in indicators().values():
        yield Candidate(made.short, "indicator", 100, made.key), (made.label, *made.aliases)


def milliseconds(ask: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    taken = []
    for question in questions:
        started = time.process_time()
        ask(question)
        taken.append((time.process_time() - started) * 1000)
    return sorted(taken)


def told(name: str, taken: Sequence[float]) -> str:
    middle, most = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
    return (
        f"{name:<34} median {middle:6.2f} ms   99 of 100 {most:6.2f} ms   most {taken[-1]:6.2f} ms"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--words", type=int, default=50_000)
    options.add_argument("--agencies", type=int, default=4_000)
    given = options.parse_args()
    draw = random.Random(4)
    started = time.process_time()
    candidates = [*agencies(given.agencies, draw), *labels(), *words(given.words, draw)]
    named = time.process_time() - started
    made = Suggestions(candidates)
    built = time.process_time() - started - named
    print(f"names spelt in {named:.1f} s, arrays made in {built:.1f} s")
    tracemalloc.start()
    again = Suggestions(candidates)
    print(f"{tracemalloc.get_traced_memory()[0] / 1e6:.0f} MB held beside the texts themselves")
    tracemalloc.stop()
    del again, candidates
    first = sorted({*CHARACTERS, *"abcdefghijklmnopqrstuvwxyz"})
    pairs = ["".join(draw.choices(CHARACTERS, k=2)) for _ in range(1000)]
    spelt = [
        "".join(draw.choices("abcdefghjlmnqstxyz", k=draw.choice((2, 3)))) for _ in range(1000)
    ]
    print(told("one character", milliseconds(made.complete, first)))
    print(told("two characters", milliseconds(made.complete, pairs)))
    print(told("initials", milliseconds(made.complete, spelt)))
    print(told("behind other words", milliseconds(lambda q: made.complete(f"金山 {q}"), pairs)))
    slips = ["".join(draw.choices(CHARACTERS, k=4)) for _ in range(300)]
    print(told("corrections", milliseconds(made.corrections, slips)))


if __name__ == "__main__":
    main()
