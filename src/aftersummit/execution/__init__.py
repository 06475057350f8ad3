"""Where work runs: here, on all cores, or on a Dask cluster; one signature, same results."""

from aftersummit.execution.how import HERE, Cluster, Cores, Here, How, chosen
from aftersummit.execution.run import run

__all__ = ["HERE", "Cluster", "Cores", "Here", "How", "chosen", "run"]
