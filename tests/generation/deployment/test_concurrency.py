import pytest

from migrator.errors import PlanError
from migrator.generation.deployment.concurrency import allot, find_excess
from migrator.model.plan import Database, MigrationPlan, Service

ORDERS, MAIL = Service("orders"), Service("mail")


def plan(database: Database, *services: Service) -> MigrationPlan:
    return MigrationPlan(services=services or (ORDERS, MAIL), database=database)


@pytest.mark.parametrize(
    ("database", "expected"),
    [
        pytest.param(Database(), {}, id="not known"),
        pytest.param(Database(10, 2, proxy=True), {}, id="a proxy shares connections"),
        pytest.param(Database(10), {"a": 3, "b": 3, "c": 2}, id="by entry points: 8 of 10"),
        pytest.param(Database(10, reserve=5), {"a": 2, "b": 1, "c": 1}, id="less the reserve"),
    ],
)
def test_share(database: Database, expected: dict[str, int]) -> None:
    weights = {"orders": 8, "mail": 2}
    assert allot(plan(database), ORDERS, ["a", "b", "c"], weights) == expected


def test_what_a_service_asks_for_is_taken_first() -> None:
    asking = Service("mail", concurrency=6)
    both = plan(Database(10), ORDERS, asking)
    weights = {"orders": 8, "mail": 2}
    assert allot(both, asking, ["m"], weights) == {"m": 6}
    assert allot(both, ORDERS, ["a"], weights) == {"a": 4}


def test_a_service_that_the_plan_does_not_have_shares_as_well() -> None:
    weights = {"orders": 8, "mail": 2, "new": 10}
    assert allot(plan(Database(10)), Service("new"), ["n"], weights) == {"n": 5}


def test_concurrency_without_a_database_is_a_limit_of_its_own() -> None:
    asking = Service("mail", concurrency=3)
    assert allot(plan(Database(), asking), asking, ["a", "b"], {"mail": 1}) == {"a": 2, "b": 1}


def test_too_many_functions_are_refused_with_a_remedy() -> None:
    with pytest.raises(PlanError) as caught:
        allot(plan(Database(10, 4)), ORDERS, list("abcdef"), {"orders": 8, "mail": 2})
    assert str(caught.value) == (
        "migration.yaml: service 'orders' has 6 functions, but only 4 connections: the database "
        "has 10 less 4 in reserve, 2 services"
    )
    assert "granularity: per service" in str(caught.value.hint)


@pytest.mark.parametrize(
    "database", [Database(4), Database(10, reserve=6), Database(1, reserve=6)]
)
def test_more_than_there_is_is_refused(database: Database) -> None:
    asking = Service("mail", concurrency=5)
    with pytest.raises(PlanError, match=r"5 requests at a time \(mail\) need more connections"):
        allot(plan(database, ORDERS, asking), ORDERS, ["a"], {"orders": 1, "mail": 1})


def test_deployed_services_are_added_up() -> None:
    reserved: dict[str, list[int | None]] = {"orders": [3, 3], "mail": [5]}
    assert list(find_excess(reserved, Database(11))) == []
    assert list(find_excess(reserved, Database())) == []
    (excess,) = find_excess(reserved, Database(12, reserve=2))
    assert excess == (
        "11 containers may hold a connection each (mail 5, orders 6): "
        "the database has 12 less 2 in reserve"
    )
    (unlimited,) = find_excess({"orders": [3, None, None]}, Database(11))
    assert unlimited == (
        "2 of 3 functions of orders have no `reservedConcurrency`: the database has 11, each "
        "container holds one"
    )
