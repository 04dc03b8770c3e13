import os
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import text
from sqlalchemy.pool import NullPool, QueuePool


def test_size_of_a_server_becomes_one(shop: ModuleType) -> None:
    server = {"pool_size": 20, "max_overflow": 40, "pool_recycle": 60, "echo": True}
    assert shop.database.size_pool(server) == {
        "pool_size": 1,
        "max_overflow": 0,
        "pool_pre_ping": True,
        "pool_recycle": 60,
        "echo": True,
    }
    assert shop.database.size_pool({"pool_recycle": 1800})["pool_recycle"] == 300


def test_one_connection(shop: ModuleType, tmp_path: Path) -> None:
    engine = shop.database.create_engine_for_lambda(f"sqlite:///{tmp_path}/a.db", pool_size=20)
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    assert (pool.size(), pool._max_overflow) == (1, 0)  # noqa: SLF001 - there is no other way
    engine.dispose()


@pytest.mark.parametrize("arguments", [{"poolclass": NullPool}, {}])
def test_pools_without_a_size(shop: ModuleType, arguments: dict[str, type]) -> None:
    engine = shop.database.create_engine_for_lambda("sqlite://", **arguments)
    with engine.connect() as connection:
        assert connection.execute(text("select 1")).scalar() == 1
    engine.dispose()


def test_child_opens_its_own_connection(shop: ModuleType, tmp_path: Path) -> None:
    engine = shop.database.create_engine_for_lambda(f"sqlite:///{tmp_path}/a.db")
    with engine.connect() as connection:
        parents = id(connection.connection.dbapi_connection)
    child = os.fork()
    if child == 0:
        with engine.connect() as connection:
            os._exit(int(id(connection.connection.dbapi_connection) == parents))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    engine.dispose()
