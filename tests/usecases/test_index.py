"""Files are read by workers, and again only when they changed."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path

import pytest

from migrator.adapters.workers import DaskCluster, Processes
from migrator.analysis.batch import read_batch
from migrator.analysis.source import Source
from migrator.model.location import Location
from migrator.model.program import Unresolved
from migrator.usecases.program import build_program

FILES = {f"shop/m{number}.py": f"def f{number}():\n    g()\n" * number for number in range(40)}


class Memory:
    """A cache that also remembers what it was asked to keep."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}
        self.saved: list[int] = []

    def load(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        return {key: self.values[key] for key in keys if key in self.values}

    def save(self, values: Mapping[str, bytes], used: Iterable[str] = ()) -> None:
        assert self.values.keys() >= set(used) - values.keys()
        self.values |= values
        self.saved.append(len(values))


class Deadly(Processes):
    """Workers that die of files named ``killer.py``, as of a parser that overflows its stack."""

    @contextmanager
    def open(self) -> Iterator[Executor]:
        with super().open() as executor:
            yield _DeadlyExecutor(executor)


class _DeadlyExecutor(Executor):
    def __init__(self, inner: Executor) -> None:
        self._inner = inner

    def submit(self, _: object, /, *args: object, **__: object) -> Future[list[bytes]]:  # type: ignore[override]
        return self._inner.submit(_die_of_killers, *args)  # type: ignore[arg-type]


def _die_of_killers(sources: Sequence[Source]) -> list[bytes]:
    if any(source.file.file.endswith("killer.py") for source in sources):
        os._exit(1)
    return read_batch(sources)


def write(root: Path, files: Mapping[str, str]) -> Path:
    for file, source in files.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(source)
    return root


def test_processes_read_the_same_as_one(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    steps: list[tuple[int, int]] = []
    program = build_program(
        tmp_path, workers=Processes(3), progress=lambda *step: steps.append(step)
    )
    assert program == build_program(tmp_path)
    assert steps == [(count, 40) for count in range(1, 41)]


@pytest.mark.slow
def test_a_dask_cluster_reads_the_same_as_one_process(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    write(tmp_path, FILES)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        assert build_program(tmp_path, workers=DaskCluster(cluster.scheduler_address)) == (
            build_program(tmp_path)
        )


def test_a_file_of_which_a_worker_dies_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, FILES | {"killer.py": "", "shop/killer.py": "a = 1\n"})
    cache = Memory()
    program = build_program(tmp_path, workers=Deadly(2), cache=cache)
    reason = "parsing it ends the process"
    assert program.unresolved == (
        Unresolved(reason, Location("killer.py", 1)),
        Unresolved(reason, Location("shop/killer.py", 1)),
    )
    assert program.unparsed == ("killer.py", "shop/killer.py")
    assert len(program.modules) == 42
    assert cache.saved == [40]  # it may have been for want of memory


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    cache = Memory()
    first = build_program(tmp_path, cache=cache)
    assert build_program(tmp_path, cache=cache) == first
    write(tmp_path, {"shop/m7.py": "import os\n"})
    changed = build_program(tmp_path, cache=cache)
    assert changed == build_program(tmp_path) != first
    assert cache.saved == [40, 1, 1, 1]  # facts and program, twice


def test_a_cached_program_that_cannot_be_read_is_made_anew(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    cache = Memory()
    first = build_program(tmp_path, cache=cache)
    cache.values = dict.fromkeys(cache.values, b"\xc1")
    assert build_program(tmp_path, cache=cache) == first
