"""Frozen clock and seeded randomness, for this process only.

Frozen: ``time.time``, ``time.gmtime`` … and ``datetime`` (by time_machine), ``time.perf_counter``,
SQLite's ``CURRENT_TIMESTAMP`` and ``datetime('now')``. Not frozen: ``time.monotonic`` and
``time.sleep``, on which time limits rest. Seeded: ``random``, ``secrets``, ``uuid``,
``os.urandom``, SQLite's ``random()``. Not reached: randomness that C libraries fetch themselves
(OpenSSL, NumPy's fresh generators).
"""

from __future__ import annotations

import ctypes
import functools
import os
import random
import sqlite3
import sys
import time
import uuid
from typing import Any

import time_machine

_source = random.Random()  # noqa: S311 (deterministic on purpose)
_seed_in_c = random.Random.seed
_clock: Any = None
_PINNED = "MIGRATE_ADDRESSES_PINNED"
_NO_RANDOMIZE = 0x0040000
# How many arguments each takes before the time, which may be left out.
_TIME_FUNCTIONS = {
    "date": 0,
    "time": 0,
    "datetime": 0,
    "julianday": 0,
    "unixepoch": 0,
    "strftime": 1,
}


def pin_addresses() -> None:
    """Start this process again without address randomization, where Linux allows that.

    The order of a set of objects follows their addresses: SQLAlchemy creates a table's indexes so.
    """
    if not sys.platform.startswith("linux") or os.environ.pop(_PINNED, ""):
        return
    personality = ctypes.CDLL(None, use_errno=True).personality
    if personality(_NO_RANDOMIZE) != -1:
        os.environ[_PINNED] = "1"
        os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 (itself)


def install() -> None:
    """Put the seeded source in place of the system's; once, before the application is imported."""
    os.urandom = _random_bytes
    random._urandom = _random_bytes  # type: ignore[attr-defined]  # noqa: SLF001
    random.Random.seed = _seed  # type: ignore[method-assign]
    random.seed = random._inst.seed  # noqa: SLF001
    uuid._generate_time_safe = None  # type: ignore[attr-defined]  # noqa: SLF001
    uuid._node = 0x020000000000  # type: ignore[attr-defined]  # noqa: SLF001
    time.perf_counter = time.time
    time.perf_counter_ns = time.time_ns
    connect = sqlite3.connect

    def frozen_connect(*args: Any, **kwargs: Any) -> Any:
        connection = connect(*args, **kwargs)
        _freeze_sqlite(connection)
        return connection

    sqlite3.connect = frozen_connect
    sqlite3.dbapi2.connect = frozen_connect


def freeze(instant: float, seed: str) -> None:
    """Stop the clock at ``instant`` (seconds since 1970) and start randomness at ``seed``."""
    global _clock  # noqa: PLW0603
    if _clock is not None:
        _clock.stop()
    _clock = time_machine.travel(float(instant), tick=False)
    _clock.start()
    _seed_in_c(_source, seed)
    random.seed(seed)
    uuid._last_timestamp = None  # type: ignore[attr-defined]  # noqa: SLF001


def _random_bytes(count: int) -> bytes:
    return _source.getrandbits(8 * count).to_bytes(count, "little") if count else b""


def _seed(self: random.Random, a: Any = None, version: int = 2) -> None:
    """Stand in for ``Random.seed``, which without argument asks the system."""
    _seed_in_c(self, _random_bytes(32) if a is None else a, version)


def _freeze_sqlite(connection: sqlite3.Connection) -> None:
    def frozen(name: str, fixed: int) -> Any:
        def call(*args: Any) -> Any:
            values = [_instant() if value == "now" else value for value in args]
            if len(values) == fixed:
                values.append(_instant())
            marks = ", ".join("?" * len(values))
            return _plain_connection().execute(f"SELECT {name}({marks})", values).fetchone()[0]

        return call

    for name, fixed in _TIME_FUNCTIONS.items():
        # Deterministic, for SQLite refuses others in indexes and generated columns.
        connection.create_function(name, -1, frozen(name, fixed), deterministic=True)
    for name in ("date", "time", "timestamp"):
        call = frozen("datetime" if name == "timestamp" else name, 0)
        connection.create_function(f"current_{name}", 0, call, deterministic=True)
    connection.create_function("random", 0, lambda: _source.getrandbits(64) - 2**63)
    connection.create_function("randomblob", 1, lambda count: _random_bytes(max(1, count)))


@functools.cache
def _plain_connection() -> sqlite3.Connection:
    """Return the connection that knows SQLite's own functions."""
    return sqlite3.Connection(":memory:", check_same_thread=False)


def _instant() -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
