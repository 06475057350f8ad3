"""The places where batches can be worked on."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Here:
    """In this process, one batch after the other."""


@dataclass(frozen=True, slots=True)
class Cores:
    """In processes of this machine.

    Attributes:
        workers: how many.
        attempts: how often a batch may lose its process before the work is given up.
    """

    workers: int
    attempts: int = 3


@dataclass(frozen=True, slots=True)
class Cluster:
    """On the workers of a Dask scheduler (extra ``dask``).

    Attributes:
        address: the scheduler's, such as ``tcp://10.0.0.5:8786``, or the path of a
            scheduler file on a disk that all share.
        attempts: how often a batch may lose its worker before the work is given up.
        ahead: batches for each thread of a worker that are sent before the first of them is back.
    """

    address: str
    attempts: int = 3
    ahead: int = 2


How = Here | Cores | Cluster
HERE = Here()


def chosen(workers: int = 0, cluster: str = "") -> How:
    """The place that a caller means: a cluster, some processes (0: one a core), or here."""
    if cluster:
        return Cluster(cluster)
    count = workers or os.cpu_count() or 1
    return Cores(count) if count > 1 else HERE
