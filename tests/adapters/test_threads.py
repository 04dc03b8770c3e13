"""Which threads of a request the harness waits for, and tells of."""

import importlib
import threading
from collections.abc import Callable

import pytest

from migrator.adapters.interpreter import HARNESS


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
def test_threads_that_wait_for_work(
    monkeypatch: pytest.MonkeyPatch, thread: threading.Thread, *, is_worker: bool
) -> None:
    monkeypatch.syspath_prepend(HARNESS)
    threads = importlib.import_module("migrate_threads")
    assert threads.is_worker(thread) is is_worker
