"""Django's transactions: blocks, functions, and requests that the database takes as a whole.

https://docs.djangoproject.com/en/stable/topics/db/transactions/
"""

from __future__ import annotations

from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Known,
    Table,
    Value,
)
from migrator.analysis.walk import last_line
from migrator.model import facts
from migrator.model.effects import Transaction
from migrator.model.program import Unresolved

PACKAGE = "django.db.transaction."
ATOMIC = f"{PACKAGE}atomic"
ENDS = {"commit": "commit", "rollback": "commit", "on_commit": "after"}
DECORATES = "method_decorator()"


def find_transactions(log: Log) -> Iterator[Transaction | Unresolved]:
    """Yield the transactions that the project opens, ends, or waits for."""
    for event in log.having("atomic", "atomic()", DECORATES):
        if event.name.startswith(ATOMIC):
            yield from _opened(log, event)
        elif event.member == DECORATES and event.origin is not None:
            given = event.origin.args[0] if event.origin.args else ()
            if any(_is_atomic(value) for value in given):
                yield from _decorated(event, text_of(event.origin.keywords.get("name", ())))
    for event in log.having(*ENDS):
        if event.name.startswith(PACKAGE):
            end, kind = _end_of(event), ENDS[event.member]
            yield Transaction(event.function, event.location, end, kind, event.name)
    yield from _requests(log)


def _end_of(event: Event) -> int:
    """Return the last line of a call, or of a lambda that it is given."""
    lambdas = [
        value.definition
        for values in event.args
        for value in values
        if isinstance(value, FunctionValue) and isinstance(value.definition, facts.Lambda)
    ]
    return max((event.location.line, *map(last_line, lambdas)))


def _opened(log: Log, event: Event) -> Iterator[Transaction]:
    decorated = list(_decorated(event, None))
    yield from decorated
    function = log.functions.get(event.function)
    if decorated or function is None:
        return
    body = function.definition.body
    for statement in _blocks(body) if isinstance(body, tuple) else ():
        if statement.line == event.location.line:
            end = last_line(statement)
            yield Transaction(function.name, event.location, end, "block", ATOMIC)


def _decorated(event: Event, name: str | None) -> Iterator[Transaction]:
    """Yield the functions below a decorator; of a class, the method that is named."""
    for value in event.args[0] if event.args else ():
        if isinstance(value, ClassValue) and name:
            for method in value.scope.names.get(name, ()):
                yield from _whole(method)
        else:
            yield from _whole(value)


def _whole(value: Value) -> Iterator[Transaction]:
    if isinstance(value, FunctionValue) and isinstance(value.definition, facts.FunctionDef):
        end = value.definition.end_line
        yield Transaction(value.name, value.location, end, "function", ATOMIC)


def _is_atomic(value: Value) -> bool:
    made = value.kind if isinstance(value, Instance) else value
    return isinstance(made, External) and made.name == ATOMIC


def _blocks(body: tuple[facts.Statement, ...]) -> Iterator[facts.With]:
    """Yield the ``with`` statements of a function, in branches and loops as well."""
    for statement in body:
        if isinstance(statement, facts.With):
            yield statement
        if isinstance(statement, facts.With | facts.Loop):
            yield from _blocks(statement.body)
        elif isinstance(statement, facts.Branch):
            for block in statement.blocks:
                yield from _blocks(block)


def _requests(log: Log) -> Iterator[Transaction | Unresolved]:
    """Yield what settings say of requests.

    https://docs.djangoproject.com/en/stable/ref/settings/#atomic-requests
    """
    for module, scope in sorted(log.scopes.items()):
        for databases in scope.names.get("DATABASES", ()):
            rows = databases.entries.values() if isinstance(databases, Table) else ()
            tables = [value for values in rows for value in values if isinstance(value, Table)]
            said = [
                value for table in tables for value in table.entries.get("ATOMIC_REQUESTS", ())
            ]
            place = log.bound_at(f"{module}:", "DATABASES")
            if Known(value=True) in said:
                yield Transaction(f"{module}:", place, place.line, "request", "ATOMIC_REQUESTS")
            elif any(not isinstance(value, Known) for value in said):
                yield Unresolved("ATOMIC_REQUESTS whose value is computed", place)
