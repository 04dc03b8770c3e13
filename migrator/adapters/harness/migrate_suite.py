"""Which test runs, what came of it, and why it may be one that cannot cross to a service."""

from __future__ import annotations

import contextlib
import unittest
from collections.abc import Iterator
from typing import Any

import migrate_crossing  # type: ignore[import-not-found]


class Running:
    """The test that runs.

    Attributes:
        routes: of the service, one for each request.
        reasons: what it does that a request to another process cannot take along.
        failures: how handlers failed.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.outcome, self.message = "", ""
        self.routes: list[str] = []
        self.reasons: set[str] = set()
        self.failures: list[str] = []


_outside = Running("")
_current = _outside
_in_request = 0


def current() -> Running:
    """Return the test that runs; requests of fixtures for all count for nobody."""
    return _current


def note(reason: str) -> None:
    """Keep why the test that runs may not cross."""
    _current.reasons.add(reason)


def note_in_request(reason: str) -> None:
    """Keep it if it happens while the monolith answers a request of the service's routes."""
    if _in_request:
        note(reason)


@contextlib.contextmanager
def request_of_service() -> Iterator[None]:
    """Watch the monolith answer a request that the service would; note and raise exceptions."""
    global _in_request  # noqa: PLW0603
    _in_request += 1
    try:
        yield
    except BaseException:
        note("the exception itself reaches the test, not an answer")
        raise
    finally:
        _in_request -= 1


def begin(name: str) -> None:
    """Start a test."""
    global _current  # noqa: PLW0603
    _current = Running(name)


def say(name: str, outcome: str, message: str = "") -> None:
    """Keep an outcome: ``passed``, ``failed`` or ``skipped``; a failure is final."""
    if _current.name != name:
        begin(name)
        say(name, outcome, message)
        end(name)
        return
    if _current.outcome != "failed":
        _current.outcome, _current.message = outcome, message


def end(name: str) -> None:
    """Tell the other side what came of the test."""
    global _current  # noqa: PLW0603
    if _current.name != name:
        return
    migrate_crossing.tell(
        {
            "kind": "test",
            "name": name,
            "outcome": _current.outcome or "passed",
            "message": _current.message,
            "routes": _current.routes,
            "reasons": sorted(_current.reasons),
            "failures": _current.failures,
        }
    )
    _current = _outside


def watch_unittest() -> None:
    """Learn what unittest's runners, Django's too, say of tests.

    https://docs.python.org/3/library/unittest.html#unittest.TestResult
    """

    def after(name: str, told: Any) -> None:
        original = getattr(unittest.TestResult, name)

        def method(self: Any, test: Any, *args: Any) -> Any:
            told(test, *args)
            return original(self, test, *args)

        setattr(unittest.TestResult, name, method)

    after("startTest", lambda test: begin(test.id()))
    after("stopTest", lambda test: end(test.id()))
    after("addError", lambda test, error: say(test.id(), "failed", _last(error)))
    after("addFailure", lambda test, error: say(test.id(), "failed", _last(error)))
    after("addSkip", lambda test, why: say(test.id(), "skipped", str(why)))
    after("addExpectedFailure", lambda test, _: say(test.id(), "skipped", "expected to fail"))
    after("addUnexpectedSuccess", lambda test: say(test.id(), "failed", "expected to fail"))
    after("addSubTest", _say_subtest)


def _say_subtest(test: Any, _: Any, error: Any) -> None:
    if error is not None:
        say(test.id(), "failed", _last(error))


def _last(error: Any) -> str:
    kind, value = (error[0], error[1]) if isinstance(error, tuple) else (type(error), error)
    return f"{kind.__name__}: {value}".strip()
