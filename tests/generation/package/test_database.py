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


def test_behind_a_proxy_nothing_is_kept(
    shop: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_PROXY", "1")
    server = {"pool_size": 20, "pool_pre_ping": True, "pool_recycle": 60, "echo": False}
    assert shop.database.size_pool(server) == {"echo": False, "poolclass": NullPool}
    engine = shop.database.create_engine_for_lambda(f"sqlite:///{tmp_path}/a.db", **server)
    assert isinstance(engine.pool, NullPool)


@pytest.mark.parametrize(
    ("database", "kept", "proxied"),
    [
        pytest.param(
            {"ENGINE": "x"},
            {"ENGINE": "x", "CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True},
            {"ENGINE": "x", "CONN_MAX_AGE": 0, "DISABLE_SERVER_SIDE_CURSORS": True},
            id="as it is by default",
        ),
        pytest.param(
            {"CONN_MAX_AGE": 60},
            {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True},
            {"CONN_MAX_AGE": 0, "DISABLE_SERVER_SIDE_CURSORS": True},
            id="shorter",
        ),
        pytest.param(
            {"CONN_MAX_AGE": None, "OPTIONS": {"pool": {"max_size": 9}, "a": 1}},
            {"CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True, "OPTIONS": {"a": 1}},
            {"CONN_MAX_AGE": 0, "DISABLE_SERVER_SIDE_CURSORS": True, "OPTIONS": {"a": 1}},
            id="for ever, and a pool",
        ),
        pytest.param({}, {}, {}, id="none"),
    ],
)
def test_of_django(
    shop: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    database: dict[str, object],
    kept: dict[str, object],
    proxied: dict[str, object],
) -> None:
    given = {"default": database}
    before = repr(given)
    assert shop.django_database.databases_for_lambda(given) == {"default": kept}
    monkeypatch.setenv("DATABASE_PROXY", "1")
    assert shop.django_database.databases_for_lambda(given) == {"default": proxied}
    assert repr(given) == before
