from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.errors import PlanError
from migrator.grouping import propose
from migrator.model.plan import Constraints, MigrationPlan, Service
from migrator.model.program import AccessMode, Program
from tests.programs import SHOP, access, module, route

CUSTOMERS = Service(
    "customers",
    ("shop.customers", "shop.database"),
    ("GET /customers/{id}",),
    owns=("customer",),
)
ORDERS = Service(
    "orders",
    ("shop.orders", "shop.mail", "shop.text"),
    ("task shop.notify", "POST /orders", "GET /orders/{id}"),
    owns=("order",),
    reads=("customer",),
)


def test_packages_with_entry_points_become_services() -> None:
    assert propose(SHOP) == MigrationPlan(
        services=(CUSTOMERS, msgspec.structs.replace(ORDERS, entry_points=by_path(ORDERS)))
    )


def by_path(service: Service) -> tuple[str, ...]:
    return tuple(sorted(service.entry_points, key=lambda label: label.partition(" ")[2]))


def test_depth_can_be_chosen() -> None:
    names = [service.name for service in propose(SHOP, depth=3).services]
    assert names == ["views", "tasks", "orders-views"]


def test_modules_of_a_framework_are_nobodys() -> None:
    point = route("GET", "/media/{path}", "django.views.static:serve")
    program = msgspec.structs.replace(SHOP, entry_points=(*SHOP.entry_points, point))
    service = propose(program).services[0]
    assert service == Service("django", (), ("GET /media/{path}",))


def test_packages_that_several_services_use_are_shared() -> None:
    extra = module("shop.stock.views", "shop.text")
    program = msgspec.structs.replace(
        SHOP,
        modules=(*SHOP.modules, extra),
        entry_points=(*SHOP.entry_points, route("GET", "/stock", "shop.stock.views:show")),
    )
    assert propose(program).shared == ("shop.text",)


def test_what_a_person_decided_stays() -> None:
    mine = Service("front", ("shop.customers",), ("GET /gone",), owns=("order",))
    plan = MigrationPlan(services=(mine,), shared=("shop.mail",))
    proposed = propose(SHOP, plan)
    assert proposed.services[0] == msgspec.structs.replace(
        mine, entry_points=("GET /gone", "GET /customers/{id}")
    )
    assert proposed.services[1] == Service(
        "orders",
        ("shop.orders", "shop.text"),
        by_path(ORDERS),
        reads=("customer", "order"),
    )
    assert proposed.shared == ("shop.mail",)


def test_together_makes_one_service_of_two_areas() -> None:
    constraints = Constraints(together=(("shop.customers", "shop.orders.views"),))
    plan = propose(SHOP, MigrationPlan(constraints=constraints))
    assert [service.modules[:2] for service in plan.services] == [
        ("shop.customers", "shop.orders")
    ]


def test_together_draws_new_areas_to_an_existing_service() -> None:
    plan = MigrationPlan(
        services=(CUSTOMERS,),
        constraints=Constraints(together=(("shop.customers", "shop.orders"),)),
    )
    assert len(propose(SHOP, plan).services) == 1


def test_apart_takes_an_area_apart() -> None:
    constraints = Constraints(apart=(("shop.orders.tasks", "shop.orders.views"),))
    services = propose(SHOP, MigrationPlan(constraints=constraints)).services
    assert [(s.name, s.modules[0]) for s in services] == [
        ("customers", "shop.customers"),
        ("tasks", "shop.orders.tasks"),
        ("views", "shop.orders.views"),
    ]


def test_apart_that_cannot_be_is_an_error() -> None:
    orders = Service("orders", ("shop.orders",))
    constraints = Constraints(apart=(("shop.orders.tasks", "shop.orders.views"),))
    with pytest.raises(PlanError, match="must be apart, but service 'orders' holds both"):
        propose(SHOP, MigrationPlan(services=(orders,), constraints=constraints))


def test_apart_that_is_so_is_fine() -> None:
    constraints = Constraints(apart=(("shop.orders", "shop.customers"),))
    assert len(propose(SHOP, MigrationPlan(constraints=constraints)).services) == 2


def test_ties_go_to_the_service_that_declares_the_table() -> None:
    writes = [
        access("customer", AccessMode.WRITE, f"shop.{area}.views:show")
        for area in ("customers", "orders")
    ]
    program = msgspec.structs.replace(SHOP, accesses=(*SHOP.accesses, *writes))
    owned = {service.name: service.owns for service in propose(program).services}
    assert owned == {"customers": ("customer",), "orders": ("order",)}


def test_routes_of_the_application_module_do_not_claim_it() -> None:
    program = msgspec.structs.replace(
        SHOP, entry_points=(*SHOP.entry_points, route("GET", "/", "shop.app:index"))
    )
    plan = propose(program)
    assert plan.services[0] == Service("app", (), ("GET /",))
    again = msgspec.structs.replace(
        program, entry_points=(*program.entry_points, route("GET", "/health", "shop.app:health"))
    )
    assert propose(again, plan).services[0] == Service("app", (), ("GET /", "GET /health"))


def test_one_module_is_one_service() -> None:
    program = Program(
        "app", modules=(module("app"),), entry_points=(route("GET", "/", "app:index"),)
    )
    assert propose(program).services == (Service("app", ("app",), ("GET /",)),)


names = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(".".join)


def test_a_large_package_with_routes_of_its_own_is_split_once() -> None:
    views = [route("GET", f"/{n}", f"shop.web.views{n % 3}:show{n}") for n in range(30)]
    own = [route("GET", "/web", "shop.web:index"), route("GET", "/mail", "shop.mail:index")]
    names = ["shop.web", "shop.mail", *(f"shop.web.views{n}" for n in range(3))]
    program = Program(
        "shop",
        modules=tuple(module(name) for name in sorted(names)),
        entry_points=tuple(sorted([*views, *own], key=lambda e: e.label)),
    )
    services = propose(program, MigrationPlan()).services
    assert [service.name for service in services] == ["mail", "web", "views0", "views1", "views2"]


@st.composite
def programs(draw: st.DrawFn) -> Program:
    modules = draw(st.lists(names, min_size=1, max_size=8, unique=True))
    some = st.sampled_from(modules)
    imports = {name: draw(st.lists(some, max_size=3)) for name in modules}
    handlers = draw(st.lists(some, max_size=8))
    return Program(
        "x",
        modules=tuple(module(name, *imports[name]) for name in sorted(modules)),
        entry_points=tuple(
            route("GET", f"/{number}", f"{name}:f") for number, name in enumerate(handlers)
        ),
    )


@given(programs(), st.lists(st.lists(names, min_size=2, max_size=3).map(tuple), max_size=2))
def test_everything_has_one_place(program: Program, together: list[tuple[str, ...]]) -> None:
    plan = propose(program, MigrationPlan(constraints=Constraints(together=tuple(together))))
    claimed = Counter(name for service in plan.services for name in service.modules)
    claimed.update(plan.shared)
    assert set(claimed.values()) <= {1}
    listed = [label for service in plan.services for label in service.entry_points]
    assert sorted(listed) == sorted(e.label for e in program.entry_points)
    assert len({service.name for service in plan.services}) == len(plan.services)


@given(programs())
def test_a_plan_extends_to_itself(program: Program) -> None:
    plan = propose(program)
    assert propose(program, plan) == plan


@given(programs(), programs())
def test_growing_keeps_what_was_there(before: Program, after: Program) -> None:
    old = propose(before)
    new = propose(after, old)
    for was, now in zip(old.services, new.services, strict=False):
        assert now.name == was.name
        assert now.entry_points[: len(was.entry_points)] == was.entry_points
    claimed = Counter(name for service in new.services for name in service.modules)
    assert set(claimed.values()) <= {1}
