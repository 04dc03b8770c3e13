"""Functions that a framework calls because of a call: methods of forms, serializers, models.

https://docs.djangoproject.com/en/stable/topics/db/models/#overriding-predefined-model-methods
https://docs.djangoproject.com/en/stable/topics/auth/customizing/#writing-an-authentication-backend
"""

from collections.abc import Iterable, Iterator

from migrator.analysis import django_hooks
from migrator.analysis.framework_methods import FrameworkMethods
from migrator.analysis.interpreter.log import Log
from migrator.analysis.model_writes import DELETED, SAVED, find_writes
from migrator.model.effects import HiddenEdge
from migrator.model.program import Table, TableAccess

AUTHENTICATE = ("authenticate", "aauthenticate")
DJANGO_AUTH = "django.contrib.auth."


def find_edges(
    log: Log, tables: Iterable[Table], accesses: Iterable[TableAccess]
) -> Iterator[HiddenEdge]:
    """Yield an edge from each function to what runs because of it."""
    for (function, method), location in FrameworkMethods(log).uses().items():
        if function != method:
            yield HiddenEdge("implicit", function, method, location)
    yield from _overridden(log, tables, accesses)
    yield from _authentication(log)


def _overridden(
    log: Log, tables: Iterable[Table], accesses: Iterable[TableAccess]
) -> Iterator[HiddenEdge]:
    """Yield edges to the ``save`` and ``delete`` of models, which managers and forms call."""
    named: dict[tuple[str, ...], tuple[str, ...]] = {SAVED: ("save",), DELETED: ("delete",)}
    for write in find_writes(log, tables, accesses):
        cls = log.classes.get(write.model)
        if cls is not None:
            for method in django_hooks.methods(cls, named.get(write.signals, ())):
                if method != write.function:
                    yield HiddenEdge("implicit", write.function, method, write.location)


def _authentication(log: Log) -> Iterator[HiddenEdge]:
    backends = None
    for event in log.having(*AUTHENTICATE):
        if event.name.startswith(DJANGO_AUTH):
            backends = list(django_hooks.backends(log)) if backends is None else backends
            for backend in backends:
                for method in django_hooks.methods(backend, ("authenticate",)):
                    yield HiddenEdge("implicit", event.function, method, event.location)
