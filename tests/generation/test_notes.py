"""What MIGRATION.md says of the tables that a service uses."""

from migrator.generation.notes import TableUse, tables_of
from migrator.model.extraction import Selection
from migrator.model.location import Location
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import AccessMode, Application, Program, Table
from tests.programs import access, at, route

READ, WRITE = AccessMode.READ, AccessMode.WRITE
ORDERS = Service("orders", modules=("shop.orders",))
PLAN = MigrationPlan(services=(ORDERS,))
SELECTION = Selection(
    ORDERS,
    "shop",
    Application("shop.app:app", is_factory=False, location=Location("shop/app.py", 1)),
    (route("GET", "/orders", "shop.orders:show"),),
)
PROGRAM = Program(
    root="shop",
    tables=tuple(Table(name, f"shop.models:{name}", at("shop.models")) for name in "abcd"),
    accesses=(
        access("a", READ, "shop.orders:show"),
        access("b", READ, "shop.lib:find"),
        access("b", WRITE, "shop.lib:save"),
        access("c", WRITE, "shop.lib:find"),
        access("d", WRITE, "shop.lib:save"),
    ),
)


def test_a_table_is_used_wherever_the_function_is_that_does_so() -> None:
    reached = {"shop.orders:show", "shop.lib:find"}
    assert list(tables_of(PROGRAM, SELECTION, PLAN, reached)) == [
        TableUse("", "read", (), ("a",)),
        TableUse("", "read", ("shop.lib",), ("b",)),
        TableUse("", "write", ("shop.lib",), ("c",)),
    ]
