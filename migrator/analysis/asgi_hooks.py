"""Starlette and FastAPI: functions that run around every request.

https://www.starlette.dev/middleware/
https://www.starlette.dev/exceptions/
"""

from collections.abc import Iterator

from migrator.analysis.asgi_values import node_of
from migrator.analysis.handlers import classes_of, functions_of, handler_of, method_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import (
    Event,
    External,
    Instance,
    Items,
    Table,
    Values,
)

# Sanic's applications have the first one as well.
APPLYING = ("middleware()", "exception_handler()", "add_exception_handler", "add_middleware")
STEPS = ("dispatch", "__call__")  # of classes of middleware


def find_hooks(log: Log) -> Iterator[str]:
    """Yield the middleware and the exception handlers of applications.

    What starts and ends with the application (``lifespan``, ``on_event``) is around no request.
    """
    for event in log.having(*APPLYING):
        position = 1 if event.member == "add_exception_handler" else 0
        given = event.argument(position, "handler" if position else "middleware_class") or ()
        yield from _steps(given)
    for event in log.having("FastAPI", "Starlette"):
        if node_of(event.receiver) is not None or event.receiver is None:
            yield from _steps(event.keywords.get("exception_handlers", ()))
            yield from _steps(event.keywords.get("middleware", ()))


def _steps(values: Values) -> Iterator[str]:
    """Name the functions that handlers and middleware are, in lists and dictionaries as well."""
    for value in values:
        match value:
            case Items(items=items):
                for item in items:
                    yield from _steps(item)
            case Table(entries=entries):
                for item in entries.values():
                    yield from _steps(item)
            case Instance(kind=External(name=name), origin=Event(args=(given, *_))) if (
                name.endswith(".Middleware")
            ):
                yield from _steps(given)
    for cls in classes_of(values):
        found = (method_of(cls, name) for name in STEPS)
        yield from (method.name for method in found if method is not None)
    yield from (handler_of(f).name for f in functions_of(values) if f.owner is None)
