"""The objects that web servers are given, and the factories that make them.

https://flask.palletsprojects.com/en/stable/patterns/appfactories/
https://fastapi.tiangolo.com/reference/fastapi/
"""

from collections.abc import Iterator

from migrator.analysis.flask_prefixes import APPLICATIONS
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import external_kinds
from migrator.analysis.interpreter.values import Event, Instance
from migrator.model.program import Application

ASGI = frozenset(
    {"fastapi.FastAPI", "fastapi.applications.FastAPI", "starlette.applications.Starlette"}
)


def find_applications(log: Log) -> Iterator[Application]:
    """Yield the application objects: by the factory that makes them, or the module that does."""
    for event in log.events:
        made = event.name in APPLICATIONS or event.name in ASGI
        if made and (not event.receiver or external_kinds(event.receiver)):
            module, _, function = event.function.partition(":")
            name = function or _name_in_module(log, module, event)
            framework = event.name.partition(".")[0]
            yield Application(f"{module}:{name}", bool(function), event.location, framework)


def _name_in_module(log: Log, module: str, made: Event) -> str:
    return next(
        (
            name
            for name, values in log.scopes[module].names.items()
            for value in values
            if isinstance(value, Instance) and value.origin is made
        ),
        "app",
    )
