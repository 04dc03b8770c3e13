"""SQLAlchemy engines for Lambda: one container serves one request, so it needs one connection.

https://docs.sqlalchemy.org/en/20/core/pooling.html
"""

import os
import weakref
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

RECYCLE_SECONDS: Final = 300
CHECKS: Final = ("pool_pre_ping", "pool_recycle", "pool_reset_on_return")
SIZES: Final = ("pool_size", "max_overflow", "pool_timeout", "pool_use_lifo")


def size_pool(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of ``create_engine`` for a pool of one connection.

    A server's ``pool_size=20, max_overflow=40`` times a hundred containers exhausts any database.
    A container may sleep for an hour, hence the check before use; a shorter ``pool_recycle`` is
    kept. Behind RDS Proxy (``DATABASE_PROXY=1``) no connection is kept: the proxy does that, and
    a connection that a sleeping container holds is one that it cannot give to others.
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html
    """
    if os.environ.get("DATABASE_PROXY") == "1":
        kept = {
            key: value
            for key, value in arguments.items()
            if key not in (*SIZES, *CHECKS)
        }
        return {**kept, "poolclass": NullPool}
    recycle = arguments.get("pool_recycle", -1)
    return {
        **arguments,
        "pool_size": 1,
        "max_overflow": 0,
        "pool_pre_ping": True,
        "pool_recycle": min(recycle, RECYCLE_SECONDS)
        if recycle > 0
        else RECYCLE_SECONDS,
    }


def create_engine_for_lambda(url: str, **arguments: Any) -> Engine:  # noqa: ANN401 - theirs
    """Create an engine with one connection, safe to use after a fork."""
    sized = size_pool(arguments)
    try:
        engine = create_engine(url, **sized)
    except TypeError:  # NullPool, and SQLite in memory: no size to set
        rest = {key: value for key, value in sized.items() if key not in SIZES}
        engine = create_engine(url, **rest)
    dispose_after_fork(engine)
    return engine


def dispose_after_fork(engine: Engine) -> None:
    """Let a child process open its own connections and leave the parent's alone."""
    reference = weakref.ref(engine)

    def dispose() -> None:
        if (alive := reference()) is not None:
            alive.dispose(close=False)

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=dispose)
