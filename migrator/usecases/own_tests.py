"""Put two runs of the monolith's tests beside each other."""

from collections import Counter
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
    asked = {
        request.rpartition(" (")[2].rstrip(")") for run in crossed for request in run.requests
    }
    unasked = tuple(route.key for route in manifest.routes if route.key not in asked)
    return OwnTestsReport(manifest.name, tuple(sorted(tests, key=lambda t: t.name)), unasked)


def _good_reasons(watched: Sequence[TestRun], crossed: Mapping[str, TestRun]) -> set[str]:
    """Keep the reasons that explain something: with the others, more tests pass than fail.

    A dependency that is overridden for all tests would excuse every difference.
    """
    weights: Counter[str] = Counter()
    for run in watched:
        other = crossed.get(run.name)
        if run.outcome == "passed" and run.requests and other is not None:
            for reason in {*run.reasons, *other.reasons}:
                weights[reason] += -1 if other.outcome == "passed" else 1
    return {reason for reason, weight in weights.items() if weight >= 0}


def _judge_one(alone: TestRun, crossed: TestRun | None, good: Collection[str]) -> OwnTest:
    if alone.outcome != "passed":
        message = f"{alone.outcome}: {alone.message}"
        return OwnTest(alone.name, Verdict.NOT_PASSING, message=message)
    if not alone.requests:
        return OwnTest(alone.name, Verdict.OUTSIDE)
    if crossed is None:
        message = "does not run with the service"
        return OwnTest(alone.name, Verdict.DIFFERENT, message=message)
    count = len(crossed.requests)
    if crossed.outcome == "passed" and count:
        return OwnTest(alone.name, Verdict.EQUAL, count)
    reasons = tuple(sorted({*alone.reasons, *crossed.reasons}.intersection(good)))
    verdict = Verdict.CANNOT_CROSS if reasons else Verdict.DIFFERENT
    message = "; ".join((crossed.message or crossed.outcome, *crossed.failures))
    return OwnTest(alone.name, verdict, count, reasons, message)
