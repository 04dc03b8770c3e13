"""Where files are read: processes of this machine, or a Dask cluster."""

import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager

from migrator.errors import ToolError

DASK = "dask://"


class Processes:
    """Processes of this machine; one a core, if ``count`` is not given."""

    deaths: tuple[type[Exception], ...] = (BrokenExecutor,)

    def __init__(self, count: int | None = None) -> None:
        self.count = count or _cores()

    @contextmanager
    def open(self) -> Iterator[Executor]:
        """Fork workers: they have the parser in memory already. Elsewhere forking is not safe."""
        method = "fork" if sys.platform == "linux" else "spawn"
        context = multiprocessing.get_context(method)
        with ProcessPoolExecutor(self.count, mp_context=context) as executor:
            yield executor


class DaskCluster:
    """A Dask cluster whose workers have migrator installed.

    https://distributed.dask.org/en/stable/api.html#distributed.Client.get_executor
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client  # noqa: PLC0415  (an extra)
            from distributed.scheduler import KilledWorker  # noqa: PLC0415
        except ImportError as error:
            raise ToolError(
                "Dask is not installed", hint="pip install 'migrator[dask]'"
            ) from error
        try:
            self._client = Client(address, timeout="10s")
        except (OSError, ValueError) as error:
            raise ToolError(f"no Dask scheduler answers at {address}: {error}") from error
        self.deaths: tuple[type[Exception], ...] = (KilledWorker,)
        self.count = max(sum(self._client.nthreads().values()), 1)

    @contextmanager
    def open(self) -> Iterator[Executor]:
        """Hand out the cluster's own executor."""
        with self._client.get_executor() as executor:
            yield executor


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
