"""Put two runs of the monolith's tests beside each other."""

from collections.abc import Collection, Mapping, Sequence

from migrator.model.manifest import ServiceManifest
from migrator.model.own_tests import OwnTest, OwnTestsReport, TestRun, Verdict


def judge(
    manifest: ServiceManifest, watched: Sequence[TestRun], crossed: Sequence[TestRun]
) -> OwnTestsReport:
    """Say of each test what it shows.

    Args:
        manifest: the service's routes.
        watched: the run in which the monolith answered everything.
        crossed: the run in which the service answered its routes.
    """
    second = {run.name: run for run in crossed}
    good = _good_reasons(watched, second)
    tests = [_judge_one(run, second.pop(run.name, None), good) for run in watched]
    tests += [
        OwnTest(run.name, Verdict.DIFFERENT, message="runs only with the service")
        for run in second.values()
    ]
    asked = {route for run in crossed for route in run.routes}
    unasked = tuple(route.key for route in manifest.routes if route.key not in asked)
    return OwnTestsReport(manifest.name, tuple(sorted(tests, key=lambda t: t.name)), unasked)


def _good_reasons(watched: Sequence[TestRun], crossed: Mapping[str, TestRun]) -> set[str]:
    """Leave out the reasons that all tests have, if some of them pass with the service.

    A dependency that is overridden for all tests would excuse every difference.
    """
    asking = [run for run in watched if run.outcome == "passed" and run.routes]
    both = [(run, crossed[run.name]) for run in asking if run.name in crossed]
    reasons = [{*run.reasons, *other.reasons} for run, other in both]
    found = {reason for of_test in reasons for reason in of_test}
    if not any(other.outcome == "passed" for _, other in both):
        return found
    return {reason for reason in found if not all(reason in of_test for of_test in reasons)}


def _judge_one(alone: TestRun, crossed: TestRun | None, good: Collection[str]) -> OwnTest:
    if alone.outcome != "passed":
        message = f"{alone.outcome}: {alone.message}"
        return OwnTest(alone.name, Verdict.NOT_PASSING, message=message)
    if not alone.routes:
        return OwnTest(alone.name, Verdict.OUTSIDE)
    if crossed is None:
        message = "does not run with the service"
        return OwnTest(alone.name, Verdict.DIFFERENT, message=message)
    count = len(crossed.routes)
    if crossed.outcome == "passed" and count:
        return OwnTest(alone.name, Verdict.EQUAL, count)
    reasons = tuple(sorted({*alone.reasons, *crossed.reasons}.intersection(good)))
    verdict = Verdict.CANNOT_CROSS if reasons else Verdict.DIFFERENT
    message = "; ".join((crossed.message or crossed.outcome, *crossed.failures))
    return OwnTest(alone.name, verdict, count, reasons, message)
