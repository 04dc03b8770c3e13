import msgspec

from migrator.model.effort import Effort, by_entry_point, efforts_of_services, sum_effort
from migrator.model.findings import Category, Finding, Suppression
from migrator.model.plan import MigrationPlan, Service
from tests.programs import at

SLEEP = Finding(
    at("shop.mail", 5),
    "time/sleep",
    Category.OPTIONAL,
    2,
    "sleeps",
    "shop.mail:send",
    ("GET /a", "GET /b"),
)
AGAIN = msgspec.structs.replace(SLEEP, message="sleeps differently")
THREAD = Finding(
    at("shop.a", 5), "process/thread", Category.MANDATORY, 5, "starts", "shop.a:run", ("GET /a",)
)
LOOSE = Finding(at("shop.b", 1), "data/pool", Category.POTENTIAL, 1, "opens", "shop.b:")
ACCEPTED = msgspec.structs.replace(
    THREAD, suppression=Suppression("inline", "known", "shop/a.py:5")
)


def test_a_place_counts_once() -> None:
    found = sum_effort([SLEEP, AGAIN, THREAD, LOOSE])
    assert (found, found.total) == (Effort(mandatory=5, optional=2, potential=1), 8)


def test_what_is_accepted_does_not_count() -> None:
    assert sum_effort([SLEEP, ACCEPTED]) == Effort(optional=2)


def test_a_service_has_what_its_entry_points_reach_and_its_modules_hold_once() -> None:
    plan = MigrationPlan(
        services=(
            Service("a", ("shop.a",), ("GET /a",)),
            Service("b", ("shop.b",), ("GET /b",)),
        )
    )
    findings = [SLEEP, THREAD, LOOSE]
    assert efforts_of_services(plan, findings, by_entry_point(findings)) == (
        ("a", Effort(mandatory=5, optional=2)),
        ("b", Effort(optional=2, potential=1)),
    )
