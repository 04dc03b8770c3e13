"""The monolith's own tests, run twice: by themselves, and with a service behind their client."""

from enum import StrEnum

import msgspec


class TestRun(msgspec.Struct, frozen=True):
    """What came of one test in one run.

    Attributes:
        outcome: ``passed``, ``failed`` or ``skipped``.
        message: why it failed or was skipped.
        routes: of the service, one for each request that it has one for: ``GET /orders``.
        reasons: what it does that another process does not see.
        failures: how handlers failed.
    """

    __test__ = False

    name: str
    outcome: str
    message: str = ""
    routes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()


class Verdict(StrEnum):
    """What a test says about the service."""

    EQUAL = "equal"
    DIFFERENT = "different"
    CANNOT_CROSS = "cannot cross"
    OUTSIDE = "no request of the service"
    NOT_PASSING = "not passing without the service"


class OwnTest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One test and what it says.

    Attributes:
        requests: how many requests the service answered.
        reasons: why it cannot cross.
        message: how it failed, or why it was skipped.
    """

    name: str
    verdict: Verdict
    requests: int = 0
    reasons: tuple[str, ...] = ()
    message: str = ""


class OwnTestsReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The result of both runs.

    Attributes:
        unasked: the service's routes that no test asked for.
    """

    service: str
    tests: tuple[OwnTest, ...]
    unasked: tuple[str, ...] = ()
    schema: int = 1

    def count(self, verdict: Verdict) -> int:
        """Count the tests of a verdict."""
        return sum(1 for test in self.tests if test.verdict is verdict)

    @property
    def is_proof(self) -> bool:
        """Tell whether tests crossed, and none of them came out differently."""
        return bool(self.count(Verdict.EQUAL)) and not self.count(Verdict.DIFFERENT)
