"""The parts of the measurement, and what was recorded."""

from typing import Any

import pytest

from migrator.model.program import AccessMode, Program
from tests.effects.__main__ import measure
from tests.effects.applications import APPLICATIONS, Application
from tests.effects.record import sum_up
from tests.effects.score import Counts, Miss, Score, score
from tests.effects.sql import READ, WRITE, Pair, pairs_of
from tests.effects.truth import Route, Truth, read_truth, truth_of, write_truth
from tests.practice.applications import CACHE, NotFetchedError, unpacked
from tests.programs import access, call, route

STATEMENTS = [
    ("SELECT a FROM x WHERE b = %s", {(READ, "x")}),
    ('SELECT "x"."a" FROM "x" INNER JOIN "y" ON (1) WHERE "x"."b" IN (SELECT c FROM z)',
     {(READ, "x"), (READ, "y"), (READ, "z")}),
    ("SELECT a FROM x UNION ALL SELECT b FROM y", {(READ, "x"), (READ, "y")}),
    ("WITH c AS (SELECT a FROM x) SELECT * FROM c, y", {(READ, "x"), (READ, "y")}),
    ("INSERT INTO x (a, b) VALUES (?, ?)", {(WRITE, "x")}),
    ("INSERT OR IGNORE INTO x (a) SELECT %s UNION ALL SELECT %s", {(WRITE, "x")}),
    ("INSERT INTO x (a) SELECT b FROM y RETURNING x.id", {(WRITE, "x"), (READ, "y")}),
    ("INSERT INTO x (a) SELECT b FROM x", {(WRITE, "x"), (READ, "x")}),
    ("UPDATE x SET a = ? WHERE b IN (SELECT c FROM y)", {(WRITE, "x"), (READ, "y")}),
    ("DELETE FROM x WHERE a = ?", {(WRITE, "x")}),
    ("SAVEPOINT s1", set()),
    ("PRAGMA foreign_keys=ON", set()),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "expected"), STATEMENTS)
def test_reads_statements(statement: str, expected: set[Pair]) -> None:
    assert pairs_of(statement) == expected


LOG: list[dict[str, Any]] = [
    {"foreign": ["session"]},
    {"method": "GET", "route": "/b/<uuid:code>/", "status": 200,
     "statements": ["SELECT 1 FROM x"]},
    {"method": "POST", "route": "/a/<int:id>", "status": 200,
     "statements": ["SELECT 1 FROM x", "DELETE FROM y"]},
    {"method": "POST", "route": "/a/<int:id>", "status": 404, "statements": []},
    {"method": "POST", "route": "/a/<int:id>", "status": 200, "statements": ["SELECT 1 FROM z"]},
]  # fmt: skip
TRUTH = Truth(
    frozenset({"session"}),
    (
        Route("GET", "/b/{}", ((200, 1),), frozenset({(READ, "x")})),
        Route(
            "POST",
            "/a/{}",
            ((200, 2), (404, 1)),
            frozenset({(READ, "x"), (READ, "z"), (WRITE, "y")}),
        ),
    ),
)


def test_sums_a_log_up_and_keeps_it() -> None:
    assert sum_up("ctfd", LOG) == TRUTH
    assert read_truth(write_truth(TRUTH)) == TRUTH


def test_takes_all_methods_for_one_route_where_the_application_does() -> None:
    log = [
        LOG[0],
        {"method": "GET", "route": "/projects/menu/", "status": 200, "statements": []},
        {"method": "POST", "route": "/projects/menu/", "status": 403, "statements": []},
    ]

    menu = Route("ANY", "/projects/menu", ((200, 1), (403, 1)), frozenset())
    assert sum_up("healthchecks", log).routes == (menu,)


PROGRAM = Program(
    root="shop",
    entry_points=(
        route("POST", "/orders/<int:id>", "shop:order"),
        route("GET", "/users", "shop:users"),
        route("PUT", "/users", "shop:other"),
    ),
    calls=(call("shop:order", "shop:save"),),
    hooks=("shop:log_in",),
    accesses=(
        access("order", AccessMode.WRITE, "shop:save"),
        access("stock", AccessMode.READ, "shop:save"),
        access("stock", AccessMode.WRITE, "shop:never"),
        access("session", AccessMode.READ, "shop:log_in"),
        access("user", AccessMode.READ, "shop:users"),
        access("other", AccessMode.READ, "shop:other"),
    ),
)
SEEN = Truth(
    frozenset({"session"}),
    (
        Route("ANY", "/gone", ((200, 1),), frozenset({(READ, "user")})),
        Route("GET", "/users", ((200, 1),), frozenset({(READ, "user"), (READ, "session")})),
        Route(
            "POST",
            "/orders/{}",
            ((200, 1),),
            frozenset({(WRITE, "order"), (WRITE, "stock"), (READ, "price")}),
        ),
    ),
)


def test_counts_pairs_and_says_why_they_differ() -> None:
    assert score(SEEN, PROGRAM) == Score(
        routes=3,
        modes=Counts(wanted=5, named=3, right=2),
        tables=Counts(wanted=5, named=3, right=3),
        special=Counts(wanted=5, named=3, right=2),
        everything=Counts(wanted=6, named=5, right=3),
        missed=(
            Miss("ANY", "/gone", READ, "user", "the route is not known"),
            Miss("POST", "/orders/{}", READ, "price", "nothing is known to read price"),
            Miss("POST", "/orders/{}", WRITE, "stock", "not reached: shop:never"),
        ),
        surplus=(
            Miss("POST", "/orders/{}", READ, "stock", "shop:order > shop:save at shop.py:1"),
        ),
    )
    assert Counts(4, 5, 3).recall == 0.75
    assert Counts(4, 5, 3).precision == 0.6
    assert Counts().recall == Counts().precision == 1
    assert Counts(1, 2, 3).plus(Counts(4, 5, 6)) == Counts(5, 7, 9)


@pytest.mark.parametrize("name", [application.name for application in APPLICATIONS])
def test_at_least_fifteen_routes_of_each_application_were_called(name: str) -> None:
    routes = truth_of(name).routes

    assert len(routes) >= 15
    assert all(any(status < 400 for status, _ in route.statuses) for route in routes)
    assert {mode for route in routes for mode, _ in route.touched} == {READ, WRITE}


@pytest.mark.slow
@pytest.mark.parametrize("application", APPLICATIONS, ids=lambda application: application.name)
def test_names_the_tables_of_real_applications(application: Application) -> None:
    CACHE.mkdir(exist_ok=True)
    try:
        source = unpacked(application.source)
    except NotFetchedError as error:
        pytest.skip(str(error))
    found = measure(application, source).score
    recall, precision = (0.85, 0.6) if application.is_later else (0.9, 0.8)

    assert found.modes.recall >= recall, found.missed
    assert found.modes.precision >= precision, found.surplus
