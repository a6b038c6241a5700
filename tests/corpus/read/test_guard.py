"""A child process between hostile files and us: it may die, its parent and the next file do not."""

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import NotReadable
from corpus.model import Cell, Document, Grid, Line, Place
from corpus.read import read
from corpus.read.guard import Guard
from corpus.read.pdf import read_pdf
from corpus.read.wire import packed, unpacked
from tests.corpus.read.made_pdf import MadePage, pdf, pdf_of_streams, stream


def made() -> bytes:
    page = MadePage()
    page.text(72, 100, "政府信息公开工作年度报告，共有一二三四五六七八九十个字。")
    for x in (72, 192, 312):
        page.line(x, 200, x, 230)
    for y in (200, 230):
        page.line(72, y, 312, y)
    page.text(80, 220, "规章")
    page.text(200, 220, "12")
    return pdf([page])


GOOD = made()
SLOW = pdf_of_streams([stream(b" " * 80_000_000)] * 600)  # each page inflates 80 MB, ten a second
LARGE = pdf_of_streams([stream(b" " * 400_000_000)])


@pytest.fixture(scope="module")
def guard() -> Iterator[Guard]:
    with Guard() as guard:
        yield guard


def test_a_document_comes_through_unchanged(guard: Guard) -> None:
    document = read_pdf("a.pdf", GOOD)
    assert guard.read("pdf", "a.pdf", GOOD) == document
    assert replace(read("a.pdf", GOOD, guard=guard), sha256="") == document


def test_a_single_file_needs_no_guard_of_its_own() -> None:
    assert read("a.pdf", GOOD).format == "pdf"


def test_a_reason_comes_through(guard: Guard) -> None:
    with pytest.raises(NotReadable, match="PDF 文件损坏") as caught:
        guard.read("pdf", "a.pdf", b"%PDF-1.7")
    assert caught.value.hint
    assert guard.read("pdf", "a.pdf", GOOD).text


def test_a_mistake_of_ours_is_a_reason_too(guard: Guard) -> None:
    with pytest.raises(NotReadable, match="KeyError"):
        guard.read("no such reader", "a.pdf", GOOD)
    assert guard.read("pdf", "a.pdf", GOOD).text


def test_a_file_that_takes_too_long_is_stopped() -> None:
    with Guard(seconds=1.5) as guard:
        start = time.monotonic()
        with pytest.raises(NotReadable, match="超过 2 秒"):
            guard.read("pdf", "a.pdf", SLOW)
        assert time.monotonic() - start < 10
        assert guard.read("pdf", "a.pdf", GOOD).text


@pytest.mark.platform("linux")  # elsewhere memory is not limited
def test_a_file_that_takes_too_much_memory_is_stopped() -> None:
    with Guard(memory=400_000_000) as guard:
        assert guard.read("pdf", "a.pdf", GOOD).text
        with pytest.raises(NotReadable, match="内存"):
            guard.read("pdf", "a.pdf", LARGE)
        assert guard.read("pdf", "a.pdf", GOOD).text


def child_of(guard: Guard) -> "subprocess.Popen[bytes]":
    assert guard._child is not None
    return guard._child._process


def test_a_file_is_not_blamed_for_what_befell_the_child_before(guard: Guard) -> None:
    assert guard.read("pdf", "a.pdf", GOOD).text
    child_of(guard).kill()
    assert guard.read("pdf", "a.pdf", GOOD).text


def test_one_child_serves_many_files(guard: Guard) -> None:
    guard.read("pdf", "a.pdf", GOOD)
    first = child_of(guard).pid
    guard.read("pdf", "a.pdf", GOOD)
    assert child_of(guard).pid == first


def test_threads_wait_for_each_other(guard: Guard) -> None:
    with ThreadPoolExecutor(4) as pool:
        texts = {
            document.text
            for document in pool.map(lambda _: guard.read("pdf", "a.pdf", GOOD), range(8))
        }
    assert len(texts) == 1


def test_the_child_ends_with_the_guard() -> None:
    with Guard() as guard:
        guard.read("pdf", "a.pdf", GOOD)
        child = child_of(guard)
        assert child.poll() is None
    assert child.poll() is not None
    guard.close()  # twice does no harm


def test_the_child_ends_when_nobody_is_left_to_ask() -> None:
    command = [sys.executable, "-m", "corpus.read.child", str(1 << 30), "60"]
    child = subprocess.run(command, input=b"", capture_output=True, check=True, timeout=60)
    assert child.stdout == b""


places = st.builds(
    Place,
    st.integers(1, 99),
    st.integers(0, 9),
    st.none() | st.integers(1, 9),
    st.none() | st.tuples(*[st.integers(0, 9999).map(lambda tenths: tenths / 10)] * 4),
)
cells = st.builds(
    Cell, st.text(), places, *[st.integers(0, 9)] * 2, *[st.integers(1, 9)] * 2
)  # fmt: skip
rows = st.lists(st.lists(cells, max_size=3).map(tuple), max_size=3).map(tuple)
blocks = st.builds(Line, st.text(), st.integers(0), places, st.integers(0, 9), st.booleans())
documents = st.builds(
    Document,
    st.text(),
    st.sampled_from(["pdf", "doc"]),
    st.just(""),
    st.text(),
    st.lists(blocks | st.builds(Grid, rows, st.booleans(), places), max_size=3).map(tuple),
    st.none() | st.text(),
    st.dictionaries(st.text(), st.text(), max_size=2),
    st.lists(st.text(), max_size=2).map(tuple),
)


@given(documents)
def test_any_document_is_the_same_on_the_other_side(document: Document) -> None:
    assert unpacked(packed(document)) == document


@given(st.text(min_size=1), st.text())
def test_any_reason_is_the_same_on_the_other_side(reason: str, hint: str) -> None:
    with pytest.raises(NotReadable) as caught:
        unpacked(packed(NotReadable(reason, hint)))
    assert (caught.value.reason, caught.value.hint) == (reason, hint)
