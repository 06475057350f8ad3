"""The same function over the same batches gives the same results, here and elsewhere."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from aftersummit.errors import OutsideError
from aftersummit.execution import HERE, Cluster, Cores, chosen, run

BATCHES = [list(range(n, n + 5)) for n in range(0, 100, 5)]


def squares(batch: list[int]) -> list[int]:
    return [number * number for number in batch]


def deadly(batch: tuple[Path, int]) -> int:
    """Kill its own process, once, for one of the numbers."""
    mark, number = batch
    if number == 7 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 10


def always_deadly(batch: int) -> int:
    if batch == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return batch


def wrong(batch: int) -> int:
    raise ValueError(f"no {batch}")


def slow(batch: tuple[Path, int]) -> int:
    """Leave a trace with the process's number, so that the test knows whom to kill."""
    folder, number = batch
    (folder / f"{number}-{os.getpid()}").touch()
    time.sleep(0.05)
    return number * 10


def test_processes_give_the_results_of_one_in_the_order_of_the_batches() -> None:
    alone = list(run(squares, BATCHES, how=HERE))
    assert list(run(squares, BATCHES, how=Cores(2))) == alone
    assert alone[1] == [25, 36, 49, 64, 81]


def test_a_process_that_dies_loses_and_doubles_nothing(tmp_path: Path) -> None:
    batches = [(tmp_path / "died", number) for number in range(20)]
    assert list(run(deadly, batches, how=Cores(2))) == [number * 10 for number in range(20)]
    assert (tmp_path / "died").exists()


def test_work_that_kills_every_process_is_given_up_with_a_remedy() -> None:
    with pytest.raises(OutsideError, match="3 times over the same work; check that memory"):
        list(run(always_deadly, range(6), how=Cores(2)))


def test_an_error_of_the_function_is_raised_as_it_is() -> None:
    with pytest.raises(ValueError, match="no 0"):
        list(run(wrong, range(3), how=Cores(2)))


def test_batches_are_read_only_as_they_are_needed() -> None:
    asked = []

    def endless():
        for number in range(10_000):
            asked.append(number)
            yield [number]

    results = run(squares, endless(), how=Cores(2))
    assert next(results) == [0]
    results.close()
    assert len(asked) < 10


def test_a_cluster_goes_before_processes() -> None:
    assert chosen(3, "tcp://host:8786") == Cluster("tcp://host:8786")
    assert chosen(3) == Cores(3)
    assert chosen(1) == HERE


def test_a_scheduler_that_is_not_there_is_said_in_one_line() -> None:
    pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
    with pytest.raises(OutsideError, match="start one with: dask scheduler"):
        list(run(squares, BATCHES, how=Cluster(str(Path("/nowhere/scheduler.json")))))


def test_a_dask_worker_killed_on_the_way_changes_nothing(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
    batches = [(tmp_path, number) for number in range(60)]
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, memory_limit=0
    ) as cluster:
        results = run(slow, batches, how=Cluster(cluster.scheduler_address))
        got = [next(results) for _ in range(5)]
        victims = {int(trace.name.partition("-")[2]) for trace in tmp_path.iterdir()}
        os.kill(min(victims), signal.SIGKILL)
        got += list(results)
    assert got == [number * 10 for number in range(60)]
    assert len(victims) == 2
