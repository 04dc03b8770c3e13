"""What SQLite keeps for a test goes to a copy, and what changes there comes back."""

import importlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from migrator.adapters.interpreter import HARNESS

TABLES = """
create table customer (id integer primary key autoincrement, name text unique);
create table item (number integer, customer integer references customer(id) on delete cascade);
create table price (code text primary key, amount real) without rowid;
create table total (a integer, twice integer generated always as (a * 2));
insert into customer (name) values ('ann'), ('bob');
insert into item values (1, 1), (2, 2);
insert into price values ('a', 1.5), ('b', 2);
insert into total (a) values (1);
"""


@pytest.fixture
def databases(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module of the harness, watching."""
    monkeypatch.syspath_prepend(HARNESS)
    monkeypatch.setattr(sqlite3, "connect", sqlite3.connect)
    monkeypatch.setattr(sqlite3.dbapi2, "connect", sqlite3.dbapi2.connect)
    module = importlib.import_module("migrate_databases")
    module.watch()
    yield module
    module._files.clear()  # noqa: SLF001


def crossed(databases: ModuleType, folder: Path, change: str) -> None:
    """Do to the only database what a service does to its copy."""
    ((name, sent),) = databases.pack(str(folder)).items()
    received = folder / "received.sqlite"
    received.write_bytes(Path(sent).read_bytes())
    with closing(sqlite3.Connection(received)) as copy:
        copy.executescript(f"pragma foreign_keys = on; {change}")
    databases.unpack({name: sent}, {name: str(received)})


def rows(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    return connection.execute(f"select * from {table} order by 1").fetchall()  # noqa: S608


@pytest.mark.parametrize(
    ("change", "table", "expected"),
    [
        ("insert into customer values (9, 'c')", "customer", [(1, "ann"), (2, "bob"), (9, "c")]),
        ("insert into customer values (9, 'c')", "sqlite_sequence", [("customer", 9)]),
        ("update customer set name = 'a' where id = 1", "customer", [(1, "a"), (2, "bob")]),
        ("delete from customer where id = 1", "customer", [(2, "bob")]),
        ("delete from customer where id = 1", "item", [(2, 2)]),
        ("update price set amount = 3 where code = 'a'", "price", [("a", 3.0), ("b", 2.0)]),
        ("insert into price values ('c', null)", "price", [("a", 1.5), ("b", 2.0), ("c", None)]),
        ("update total set a = 5", "total", [(5, 10)]),
        ("insert into item values (x'00ff', 2)", "item", [(1, 1), (2, 2), (b"\x00\xff", 2)]),
        ("select 1", "customer", [(1, "ann"), (2, "bob")]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["memory", "shared memory", "file"])
def test_changes_come_back(
    change: str,
    table: str,
    expected: list[tuple[object, ...]],
    kind: str,
    databases: ModuleType,
    tmp_path: Path,
) -> None:
    name = {
        "memory": ":memory:",
        "shared memory": f"file:{tmp_path.name}?mode=memory&cache=shared",
        "file": str(tmp_path / "shop.db"),
    }[kind]
    with closing(sqlite3.connect(name, uri=name.startswith("file:"))) as connection:
        connection.executescript(f"pragma foreign_keys = on; {TABLES}")
        crossed(databases, tmp_path, change)
        assert rows(connection, table) == expected
        assert not connection.in_transaction


def test_an_open_transaction_goes_along_and_stays_open(
    databases: ModuleType, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "shop.db", isolation_level=None)) as connection:
        connection.executescript(TABLES)
        connection.execute("begin")
        connection.execute("insert into customer (name) values ('carl')")
        crossed(databases, tmp_path, "update customer set name = upper(name)")
        assert [name for _, name in rows(connection, "customer")] == ["ANN", "BOB", "CARL"]
        connection.execute("rollback")
        assert [name for _, name in rows(connection, "customer")] == ["ann", "bob"]


def test_of_two_databases_in_memory_the_newer_one_with_tables_goes(
    databases: ModuleType, tmp_path: Path
) -> None:
    with (
        closing(sqlite3.connect(":memory:")) as old,
        closing(sqlite3.connect(":memory:")) as new,
        closing(sqlite3.connect(":memory:")),
    ):
        old.executescript(TABLES)
        new.executescript(TABLES)
        crossed(databases, tmp_path, "delete from customer")
        assert (len(rows(old, "customer")), len(rows(new, "customer"))) == (2, 0)
