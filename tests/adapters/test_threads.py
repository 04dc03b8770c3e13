"""Which threads of a request the harness waits for, and tells of."""

import importlib.util
import threading
from collections.abc import Callable
from types import ModuleType

import pytest

from migrator.adapters.interpreter import HARNESS


def harness() -> ModuleType:
    spec = importlib.util.spec_from_file_location("threads", HARNESS / "migrate_threads.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def of(library: str) -> Callable[[], None]:
    def work() -> None: ...

    work.__module__ = library
    return work


class Connection(threading.Thread):
    """As aiosqlite had it before 0.22."""

    __module__ = "aiosqlite.core"


@pytest.mark.parametrize(
    ("thread", "is_worker"),
    [
        pytest.param(threading.Thread(target=of("shop.mail")), False, id="of the application"),
        pytest.param(threading.Thread(target=of("aiosqlite.core")), True, id="connection"),
        pytest.param(Connection(), True, id="connection that is a thread"),
        pytest.param(threading.Thread(name="ThreadPoolExecutor-0_0"), True, id="pool"),
        pytest.param(threading.Thread(name="AnyIO worker thread"), True, id="pool of AnyIO"),
        pytest.param(threading.Thread(), False, id="without a function"),
    ],
)
def test_threads_that_wait_for_work(thread: threading.Thread, *, is_worker: bool) -> None:
    assert harness().is_worker(thread) is is_worker
