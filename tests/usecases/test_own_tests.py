import pytest

from migrator.model.manifest import ServiceManifest, ServiceRoute
from migrator.model.own_tests import OwnTest, OwnTestsReport, TestRun, Verdict
from migrator.usecases.own_tests import judge

ROUTES = (ServiceRoute("/orders", "GET", "orders"), ServiceRoute("/orders", "POST", "orders"))
SHOP = ServiceManifest("shop", (), ROUTES)
ASKED = ("GET /orders",)


def run(outcome: str = "passed", *, routes: tuple[str, ...] = ASKED, **more: object) -> TestRun:
    return TestRun("test_a", outcome, routes=routes, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("alone", "crossed", "expected"),
    [
        pytest.param(run(), run(), OwnTest("test_a", Verdict.EQUAL, 1), id="passes twice"),
        pytest.param(
            run(),
            run("failed", message="assert 200 == 500", failures=("KeyError: 'a'",)),
            OwnTest("test_a", Verdict.DIFFERENT, 1, (), "assert 200 == 500; KeyError: 'a'"),
            id="fails with the service",
        ),
        pytest.param(
            run(reasons=("shop.now is replaced",)),
            run("failed", message="assert 1 == 2"),
            OwnTest("test_a", Verdict.CANNOT_CROSS, 1, ("shop.now is replaced",), "assert 1 == 2"),
            id="fails, and there is a reason why it may",
        ),
        pytest.param(
            run(reasons=("shop.now is replaced",)),
            run(reasons=("shop.now is replaced",)),
            OwnTest("test_a", Verdict.EQUAL, 1),
            id="a reason that does not matter",
        ),
        pytest.param(
            run(routes=()), run(routes=()), OwnTest("test_a", Verdict.OUTSIDE), id="outside"
        ),
        pytest.param(
            run("skipped", message="no S3"),
            run("skipped", message="no S3"),
            OwnTest("test_a", Verdict.NOT_PASSING, message="skipped: no S3"),
            id="skipped without the service",
        ),
        pytest.param(
            run(),
            run(routes=()),
            OwnTest("test_a", Verdict.DIFFERENT, message="passed"),
            id="passes without asking the service any more",
        ),
        pytest.param(
            run(),
            None,
            OwnTest("test_a", Verdict.DIFFERENT, message="does not run with the service"),
            id="missing in the second run",
        ),
    ],
)
def test_what_a_test_says(alone: TestRun, crossed: TestRun | None, expected: OwnTest) -> None:
    report = judge(SHOP, [alone], [crossed] if crossed else [])

    assert report.tests == (expected,)


def test_routes_that_no_test_asks_for_are_named() -> None:
    report = judge(SHOP, [run()], [run()])

    test = OwnTest("test_a", Verdict.EQUAL, 1)
    assert report == OwnTestsReport("shop", (test,), unasked=("POST /orders",))
    assert report.is_proof


def test_a_reason_that_all_tests_have_excuses_nothing_where_some_pass() -> None:
    reason = ("the dependency session is overridden",)
    names = ("test_a", "test_b", "test_c")
    watched = [TestRun(name, "passed", routes=ASKED, reasons=reason) for name in names]
    outcomes = zip(names, ("passed", "passed", "failed"), strict=True)
    crossed = [TestRun(name, outcome, routes=ASKED) for name, outcome in outcomes]

    report = judge(SHOP, watched, crossed)

    verdicts = [Verdict.EQUAL, Verdict.EQUAL, Verdict.DIFFERENT]
    assert [test.verdict for test in report.tests] == verdicts


@pytest.mark.parametrize(
    "verdicts", [(Verdict.CANNOT_CROSS,), (), (Verdict.EQUAL, Verdict.DIFFERENT)]
)
def test_no_proof(verdicts: tuple[Verdict, ...]) -> None:
    tests = tuple(OwnTest(verdict, verdict) for verdict in verdicts)

    assert not OwnTestsReport("shop", tests).is_proof
