"""Whatever the work does to its process, it costs one task and no more."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial

import pytest

from corpus import pool
from corpus.pool import Lost, Pool, cores


def worker(unit: int) -> Callable[[str], int]:
    """Called once in each child."""
    started = os.getpid()

    def work(task: str) -> int:
        match task:
            case "who":
                return started
            case "late":
                time.sleep(600)
            case "ends":
                os._exit(3)
            case "memory":
                return len(bytearray(1 << 40))
            case "raises":
                raise ZeroDivisionError
        return unit * int(task)

    return work


def unready(_: int) -> Callable[[str], int]:
    """Cannot be set up in a child."""
    if multiprocessing.parent_process():
        sys.exit(1)
    return worker(10)


def test_each_task_has_its_result() -> None:
    with Pool(partial(worker, 3), 2, 60) as workers:
        futures = [workers.submit(f"{number}") for number in range(50)]
        assert [one.result() for one in futures] == [3 * number for number in range(50)]
        who = {workers.submit("who").result() for _ in range(10)}
    assert os.getpid() not in who
    assert len(who) <= 2  # they are kept


@pytest.mark.parametrize(
    ("task", "late"),
    [pytest.param("ends", False, id="ends"), pytest.param("late", True, id="late")],
)
def test_a_child_that_is_lost_costs_its_task(task: str, late: bool) -> None:
    with Pool(partial(worker, 3), 1, 1.5) as workers:
        futures = [workers.submit(one) for one in ("1", task, "2", task, "3")]
        assert [futures[at].result() for at in (0, 2, 4)] == [3, 6, 9]
        for at in (1, 3):
            with pytest.raises(Lost) as lost:
                futures[at].result()
            assert lost.value.late is late


@pytest.mark.platform("linux")
def test_a_child_may_not_take_all_memory() -> None:
    with Pool(partial(worker, 3), 1, 60) as workers:
        with pytest.raises(Lost):  # what it raises ends it: nobody in it caught the error
            workers.submit("memory").result()
        assert workers.submit("2").result() == 6


def test_a_mistake_in_the_work_costs_its_task() -> None:
    with Pool(partial(worker, 3), 1, 60) as workers:
        with pytest.raises(Lost):
            workers.submit("raises").result()
        assert workers.submit("2").result() == 6


def test_children_are_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_MOST_TASKS", 3)
    with Pool(partial(worker, 3), 1, 60) as workers:
        who = [workers.submit("who").result() for _ in range(7)]
    assert [len(set(who[at : at + 3])) for at in (0, 3)] == [1, 1]
    assert len(set(who)) == 3


def test_closing_ends_what_is_at_work() -> None:
    workers = Pool(partial(worker, 3), 2, 600)
    futures = [workers.submit(task) for task in ("late", "late", "1", "2")]
    until = time.monotonic() + 60
    while len(workers._children) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    workers.close()
    assert all(one.done() for one in futures)
    assert not [one for one in threading.enumerate() if one.name.startswith("pool")]
    assert not multiprocessing.active_children()


@pytest.mark.platform("linux", "darwin")
def test_an_interrupt_is_for_the_parent_alone() -> None:
    """Ctrl+C reaches every process of a terminal; a child that died of it would lose its task."""
    with Pool(partial(worker, 3), 1, 60) as workers:
        child = workers.submit("who").result()
        os.kill(child, signal.SIGINT)
        time.sleep(0.2)
        assert workers.submit("who").result() == child


def test_without_children_the_work_is_done_here() -> None:
    with Pool(partial(unready, 0), 2, 60) as workers:
        futures = [workers.submit(one) for one in ("4", "5", "who")]
        assert [one.result() for one in futures] == [40, 50, os.getpid()]


def test_processors_are_counted() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)
