"""Areas that are joined, and areas that are taken apart."""

from collections.abc import Iterable

import msgspec

from migrator.grouping import Study, Work, judge, propose
from migrator.model.effects import Transaction
from migrator.model.grouping import Rank
from migrator.model.plan import Constraints, MigrationPlan, Pin, Service
from migrator.model.program import AccessMode, EntryPoint, Program, Table, TableAccess
from migrator.model.reach import find_reaches
from tests.programs import access, at, call, module, route

WRITE = AccessMode.WRITE


def routes(name: str, count: int) -> list[EntryPoint]:
    path = name.replace(".", "/")
    return [route("GET", f"/{path}/{number}", f"shop.{name}:f{number}") for number in range(count)]


def program(
    sizes: dict[str, int],
    accesses: Iterable[TableAccess] = (),
    transactions: Iterable[Transaction] = (),
    calls: Iterable[tuple[str, str]] = (),
) -> Program:
    entry_points = [one for name, count in sizes.items() for one in routes(name, count)]
    return Program(
        "shop",
        modules=tuple(module(f"shop.{name}") for name in sorted(sizes)),
        entry_points=tuple(sorted(entry_points, key=lambda one: one.label)),
        accesses=tuple(sorted(accesses)),
        transactions=tuple(sorted(transactions)),
        calls=tuple(sorted(call(one, other) for one, other in calls)),
    )


# Carts and orders write both tables, in one transaction each; nobody else has to do with them.
BOTH = [access(t, WRITE, f"shop.{a}:f0") for a in ("carts", "orders") for t in ("cart", "order")]
ONCE = [
    Transaction(f"shop.{a}:f0", at(f"shop.{a}"), 1, "commit", "c") for a in ("carts", "orders")
]
SIZES = {"carts": 3, "orders": 4, "pages": 12, "people": 14}
CARTS = program(SIZES, BOTH, ONCE, [("shop.carts:f1", "shop.orders:f1")])


def names(plan: MigrationPlan) -> list[tuple[str, tuple[str, ...]]]:
    return [(service.name, service.modules) for service in plan.services]


def test_small_areas_that_write_the_same_are_one_service() -> None:
    assert names(propose(CARTS)) == [
        ("orders", ("shop.carts", "shop.orders")),
        ("pages", ("shop.pages",)),
        ("people", ("shop.people",)),
    ]


def test_not_where_a_person_wants_them_apart() -> None:
    constraints = Constraints(apart=(("shop.carts", "shop.orders"),))
    services = propose(CARTS, MigrationPlan(constraints=constraints)).services
    assert [service.name for service in services] == ["carts", "orders", "pages", "people"]


def test_a_pin_changes_nothing_else() -> None:
    pin = Pin("shop.carts:f2", "pages")
    plan = propose(CARTS, MigrationPlan(constraints=Constraints(pinned=(pin,))))
    assert names(plan) == names(propose(CARTS))
    homes = {label: s.name for s in plan.services for label in s.entry_points}
    assert homes["GET /carts/2"] == "pages"
    assert homes["GET /carts/1"] == "orders"


def test_services_that_are_written_down_stay() -> None:
    mine = Service("carts", ("shop.carts",), tuple(one.label for one in routes("carts", 3)))
    assert propose(CARTS, MigrationPlan(services=(mine,))).services[0] == mine


def test_a_large_area_is_taken_apart_where_its_parts_are_services() -> None:
    parts = {f"api.{name}": 14 for name in ("cards", "lists", "notes", "plans", "teams")}
    accesses = [access(name[4:], WRITE, f"shop.{name}:f0") for name in parts]
    services = propose(program({**parts, "pages": 10}, accesses)).services
    found = [service.name for service in services]
    assert found == ["cards", "lists", "notes", "plans", "teams", "pages"]


def test_metrics_and_order() -> None:
    plan = MigrationPlan(
        services=(
            Service("carts", ("shop.carts",), ("GET /carts/0",), owns=("cart",)),
            Service(
                "orders", ("shop.orders",), ("GET /orders/0", "GET /orders/1"), owns=("order",)
            ),
            Service("pages", ("shop.pages",), ("GET /pages/0",)),
        )
    )
    found = judge(
        Study(CARTS), plan, find_reaches(CARTS), Work({"pages": 5}, frozenset({"GET /orders/1"}))
    )
    metrics = found.metrics
    assert (metrics.services, metrics.calls, metrics.calls_share) == (3, 1, 1.0)
    assert metrics.two_writers == ("cart", "order")
    assert metrics.spanning == (at("shop.carts"), at("shop.orders"))
    assert (metrics.transactions, metrics.entropy, metrics.cycles) == (2, 0.693, ())
    assert found.order == (
        Rank(
            "pages",
            1.0,
            (
                "5 effort points",
                "no call crosses its border",
                "only reads: easy to take back",
            ),
        ),
        Rank(
            "orders",
            10.7,
            (
                "2 transactions with tables of another service as well",
                "1 of 2 entry points write: the way back has to keep what they wrote",
                "others write tables that it writes: cart, order",
                "1 entry point cannot leave yet",
                "1 call into it, 0 calls out of it",
            ),
        ),
        Rank(
            "carts",
            11.2,
            (
                "1 of 1 entry points write: the way back has to keep what they wrote",
                "2 transactions with tables of another service as well",
                "others write tables that it writes: cart, order",
                "0 calls into it, 1 call out of it",
            ),
        ),
    )


def test_what_most_areas_import_and_has_no_table_is_shared() -> None:
    shop = program({**SIZES, "common": 2})
    modules = [
        m if m.name == "shop.common" else module(m.name, "shop.common") for m in shop.modules
    ]
    plan = propose(msgspec.structs.replace(shop, modules=tuple(modules)))
    assert plan.shared == ("shop.common",)
    assert plan.services[1] == Service("common", (), ("GET /common/0", "GET /common/1"))


def test_what_declares_a_table_is_a_service_for_the_others() -> None:
    shop = program({**SIZES, "common": 2})
    modules = [
        m if m.name == "shop.common" else module(m.name, "shop.common") for m in shop.modules
    ]
    tables = (Table("user", "shop.common:User", at("shop.common")),)
    plan = propose(msgspec.structs.replace(shop, modules=tuple(modules), tables=tables))
    assert plan.shared == ()


def test_the_handlers_of_one_large_file_are_divided_where_they_share_nothing() -> None:
    tables = ("cats", "dogs", "owls")
    handlers = [
        (f"/{table}/{n}", f"shop.all:{table}{n}", table) for table in tables for n in range(9)
    ]
    shop = Program(
        "shop",
        modules=(module("shop.all"),),
        entry_points=tuple(route("GET", path, handler) for path, handler, _ in handlers),
        accesses=tuple(sorted(access(table, WRITE, handler) for _, handler, table in handlers)),
        tables=tuple(Table(table, "shop.all:M", at("shop.all")) for table in tables),
    )
    assert [
        (service.name, service.modules, len(service.entry_points), service.owns)
        for service in propose(shop).services
    ] == [
        ("all", ("shop.all",), 9, ("cats",)),
        ("dogs", (), 9, ("dogs",)),
        ("owls", (), 9, ("owls",)),
    ]


def test_and_stay_one_service_where_they_write_the_same() -> None:
    handlers = [(f"/{n}", f"shop.all:f{n}") for n in range(27)]
    shop = Program(
        "shop",
        modules=(module("shop.all"),),
        entry_points=tuple(route("GET", path, handler) for path, handler in handlers),
        accesses=tuple(sorted(access("cat", WRITE, handler) for _, handler in handlers)),
    )
    assert [(service.name, service.modules) for service in propose(shop).services] == [
        ("all", ("shop.all",))
    ]
