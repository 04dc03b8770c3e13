"""A plugin of pytest that says which test runs and what came of it: PYTEST_DONT_REWRITE.

https://docs.pytest.org/en/stable/reference/reference.html#hooks
"""

from __future__ import annotations

from typing import Any

import migrate_suite  # type: ignore[import-not-found]


def pytest_runtest_logstart(nodeid: str) -> None:
    """Start a test."""
    migrate_suite.begin(nodeid)


def pytest_runtest_logreport(report: Any) -> None:
    """Keep the outcome of set-up, call or tear-down."""
    if report.failed:
        migrate_suite.say(report.nodeid, "failed", _message(report))
    elif report.skipped:
        expected = hasattr(report, "wasxfail")
        migrate_suite.say(
            report.nodeid, "skipped", "expected to fail" if expected else _why(report)
        )


def pytest_runtest_logfinish(nodeid: str) -> None:
    """End a test."""
    migrate_suite.end(nodeid)


def pytest_collectreport(report: Any) -> None:
    """A file that cannot be collected fails as a whole."""
    if report.failed:
        migrate_suite.say(report.nodeid, "failed", _message(report))


def _message(report: Any) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash is not None else str(report.longrepr)
    lines = [line for line in text.splitlines() if line.strip()]
    if crash is None:
        return lines[-1] if lines else ""
    return "\n".join(lines[:6])


def _why(report: Any) -> str:
    longrepr = report.longrepr
    return str(longrepr[2]) if isinstance(longrepr, tuple) else str(longrepr)
