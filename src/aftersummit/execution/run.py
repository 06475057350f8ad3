"""Batches in, results out in the order of the batches, wherever they were worked on.

The function gets one batch and nothing else, and must not keep anything: then a batch whose
worker died can be worked on again, and the results are the same on any number of machines.
Only a bounded number of batches is on its way at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from aftersummit.execution.how import HERE, Cluster, Cores, How

B = TypeVar("B")
R = TypeVar("R")


def run(function: Callable[[B], R], batches: Iterable[B], *, how: How = HERE) -> Iterator[R]:
    """Apply ``function`` to each batch; one result a batch, in order, none lost or doubled.

    Args:
        function: stands at the top of a module, so that other processes find it by name.
        batches: read as they are needed; a batch and its result must be picklable unless
            the work is done here.
        how: where.

    Raises:
        MissingExtra: a cluster is asked for and the extra ``dask`` is not installed.
        OutsideError: a batch lost its worker again and again, or the cluster is gone. An
            error of the function itself is raised as it is.
    """
    if isinstance(how, Cluster):
        from aftersummit.execution.cluster import run_on_cluster

        return run_on_cluster(function, batches, how)
    if isinstance(how, Cores):
        from aftersummit.execution.cores import run_on_cores

        return run_on_cores(function, batches, how)
    return map(function, batches)
