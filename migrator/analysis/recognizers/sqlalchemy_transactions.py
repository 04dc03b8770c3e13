"""SQLAlchemy: which statements the database takes together.

https://docs.sqlalchemy.org/en/20/orm/session_transaction.html
https://docs.sqlalchemy.org/en/20/core/connections.html#using-transactions
"""

from collections.abc import Iterator

from migrator.analysis.guards import sparing_calls
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, FunctionValue, Known
from migrator.model import facts
from migrator.model.effects import Transaction
from migrator.model.location import Location

BASES = ("sqlalchemy", "flask_sqlalchemy", "sqlmodel")
BLOCKS = ("begin", "begin_nested")
# What the framework calls when a request is over.
ENDINGS = ("teardown_appcontext", "teardown_request", "after_request", "after_app_request")
COMMITS_ALL = "SQLALCHEMY_COMMIT_ON_TEARDOWN"  # Flask-SQLAlchemy before 3.0


def find_transactions(log: Log) -> Iterator[Transaction]:
    """Yield ``with`` blocks, functions, requests that are one transaction, and each commit."""
    begun = [event for event in log.having(*BLOCKS) if event.name.startswith(BASES)]
    commits = [event for event in log.having("commit") if event.name.startswith(BASES)]
    yield from _commits(log, commits)
    ends = _Blocks(log)
    for event in begun:
        end = ends.of(event.location)
        if end and event.function in log.functions:
            yield Transaction(event.function, event.location, end, "block", event.name)
    holders = {event.function for event in (*begun, *commits)}
    yield from _around_others(log, holders, ends)
    yield from _requests(log, holders)


def _commits(log: Log, commits: list[Event]) -> Iterator[Transaction]:
    lines: dict[str, set[int]] = {}
    for event in commits:
        lines.setdefault(event.function, set()).add(event.location.line)
    spared = sparing_calls(log, lines)
    for event in commits:
        if event.function in log.functions:
            at = event.location
            by = tuple(sorted(spared.get((event.function, at.line), ())))
            yield Transaction(event.function, at, at.line, "commit", event.name, by)


def _around_others(log: Log, holders: set[str], ends: "_Blocks") -> Iterator[Transaction]:
    """Yield what runs in a transaction because what is around it begins or commits one."""
    for call in log.calls if holders else ():
        around, inner = log.functions.get(call.callee), log.functions.get(call.caller)
        if call.callee not in holders or around is None or inner is None:
            continue
        if around.wrapped and call.location.line in _decorated(inner):
            start, end = inner.location, _end(inner)
            yield Transaction(inner.name, start, end, "function", around.name)
        elif _is_context(around) and (end := ends.of(call.location)):
            yield Transaction(inner.name, call.location, end, "block", around.name)


def _requests(log: Log, holders: set[str]) -> Iterator[Transaction]:
    """Yield what commits when a request is over: all that it did is one transaction."""
    for event in log.having(*ENDINGS):
        for value in (one for values in event.args for one in values):
            if isinstance(value, FunctionValue) and value.name in holders:
                end = _end(value)
                yield Transaction(value.name, value.location, end, "request", event.name)
    for event in log.having("config[]="):
        if _is_setting(event) and event.function in log.functions:
            at = event.location
            yield Transaction(event.function, at, at.line, "request", COMMITS_ALL)


class _Blocks:
    """Finds where ``with`` blocks end, by where they begin."""

    def __init__(self, log: Log) -> None:
        self._modules = {module.file: module for module in log.modules.values()}
        self._ends: dict[str, dict[int, int]] = {}

    def of(self, place: Location) -> int:
        """Return the last line of the block that a call opens; 0 where it opens none."""
        if place.file not in self._ends:
            module = self._modules.get(place.file)
            self._ends[place.file] = {
                one.line: one.end_line
                for one in (module.digest.stretches if module is not None else ())
                if one.kind == "with"
            }
        return self._ends[place.file].get(place.line, 0)


def _decorated(function: FunctionValue) -> set[int]:
    definition = function.definition
    return {line for _, line in getattr(definition, "decorators", ())}


def _is_context(function: FunctionValue) -> bool:
    """Tell what ``contextlib.contextmanager`` makes a context of."""
    definition = function.definition
    return any(
        isinstance(decorator, facts.Name | facts.Attribute)
        and (decorator.id if isinstance(decorator, facts.Name) else decorator.attr)
        in {"contextmanager", "asynccontextmanager"}
        for decorator, _ in getattr(definition, "decorators", ())
    )


def _end(function: FunctionValue) -> int:
    return int(getattr(function.definition, "end_line", function.location.line))


def _is_setting(event: Event) -> bool:
    key, value = (*event.args, (), ())[:2]
    return text_of(key) == COMMITS_ALL and Known(value=True) in value
