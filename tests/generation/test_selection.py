import pytest

from migrator.errors import MigratorError
from migrator.generation.selection import select
from migrator.model.plan import MigrationPlan, Monolith, Service
from tests.generation.shops import SHOP, shop


def labels(plan: MigrationPlan, wanted: str) -> list[str]:
    program, source = shop()
    return [e.label for e in select(program, plan, wanted, source).routes]


ORDERS = Service("orders", modules=("shop.orders",))


def test_by_module_without_a_plan() -> None:
    program, source = shop()
    selection = select(program, MigrationPlan(), "shop.orders", source)
    assert (selection.service.name, selection.org) == ("orders", "shop")
    assert selection.application.name == "shop.app:create_app"
    assert len(selection.routes) == 4


@pytest.mark.parametrize("wanted", ["orders", "shop.orders", "shop.orders.views"])
def test_by_service_or_by_a_module_in_it(wanted: str) -> None:
    assert len(labels(MigrationPlan(services=(ORDERS,)), wanted)) == 4


def test_entry_points_of_the_plan_win() -> None:
    service = Service("orders", modules=("shop.orders",), entry_points=("GET /orders/",))
    assert labels(MigrationPlan(services=(service,)), "orders") == ["GET /orders/"]


def test_server_sent_events_stay() -> None:
    stream = """
        @orders.get("/stream")
        def stream():
            return Response(events(), mimetype="text/event-stream")
    """
    views = SHOP["shop/orders/views.py"] + stream
    program, source = shop({"shop/orders/views.py": views})
    selection = select(program, MigrationPlan(), "shop.orders", source)
    assert [e.label for e, _ in selection.stays] == ["GET /orders/stream"]
    assert "GET /orders/stream" not in [e.label for e in selection.routes]


OTHER = """
    from sanic import Sanic
    api = Sanic("parts")

    @api.get("/parts")
    def parts(request): ...
"""


def test_a_service_of_another_framework_is_refused() -> None:
    program, source = shop({"shop/parts.py": OTHER})
    message = "its routes are of sanic, only those of flask, django, fastapi can be cut"
    with pytest.raises(MigratorError, match=message):
        select(program, MigrationPlan(), "shop.parts", source)


def test_a_route_of_another_framework_stays() -> None:
    program, source = shop({"shop/orders/parts.py": OTHER})
    selection = select(program, MigrationPlan(), "shop.orders", source)
    assert [(e.label, why) for e, why in selection.stays] == [
        ("GET /parts", "it is a route of sanic; a service has one framework")
    ]


@pytest.mark.parametrize(
    ("plan", "wanted", "message", "hint"),
    [
        pytest.param(
            MigrationPlan(), "shop.order", "no service and no module", "shop.orders", id="near"
        ),
        pytest.param(
            MigrationPlan(services=(ORDERS,)), "ordres", "called 'ordres'", "orders", id="typo"
        ),
        pytest.param(
            MigrationPlan(), "shop.db", "no HTTP routes", "entry_points", id="without routes"
        ),
        pytest.param(
            MigrationPlan(monolith=Monolith(application="shop.app:make")),
            "shop.orders",
            "has no function 'make'",
            "shop.app:create_app",
            id="factory not found",
        ),
        pytest.param(
            MigrationPlan(services=(Service("orders", entry_points=("GET /order",)),)),
            "orders",
            "do not exist: GET /order",
            "GET /orders/",
            id="entry point that does not exist",
        ),
        pytest.param(
            MigrationPlan(services=(Service("all", modules=("shop",)),)),
            "shop.orders",
            "part of service 'all', which moves as a whole: 4 of its 5 entry points are in",
            "`modules: [shop.orders]`",
            id="module that is a part of a service",
        ),
        pytest.param(
            MigrationPlan(services=(Service("Orders!", modules=("shop.orders",)),)),
            "Orders!",
            "cannot name a service",
            "lower-case",
            id="name",
        ),
    ],
)
def test_says_what_is_wrong(plan: MigrationPlan, wanted: str, message: str, hint: str) -> None:
    program, source = shop()
    with pytest.raises(MigratorError, match=message) as caught:
        select(program, plan, wanted, source)
    assert hint in (caught.value.hint or "")
