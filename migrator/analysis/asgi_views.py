"""Starlette and FastAPI: which function of an endpoint answers which method.

https://www.starlette.dev/endpoints/
"""

from dataclasses import dataclass

from migrator.analysis.handlers import (
    Handler,
    class_handler,
    functions_of,
    handler_of,
    verbs_of,
)
from migrator.analysis.interpreter.questions import short, short_name
from migrator.analysis.interpreter.values import ClassValue, FunctionValue, Values

VERBS = ("get", "head", "post", "put", "patch", "delete", "options")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A function, or a class whose methods are named after the HTTP methods that they answer.

    Attributes:
        title: what the framework names the route after.
        by_method: of a class, who answers which method.
        otherwise: methods that it takes where the route declares none.
    """

    title: str
    handler: Handler
    by_method: tuple[tuple[str, Handler], ...] = ()
    otherwise: frozenset[str] = frozenset({"GET"})

    def answers(self, methods: frozenset[str]) -> dict[str, Handler]:
        """Map methods to handlers; ``methods`` are those that the route declares, if any."""
        own = dict(self.by_method)
        taken = methods or self.otherwise
        return {name: own.get(name, self.handler) for name in taken if name in own or not own}


def find(values: Values) -> tuple[Endpoint, ...]:
    """Return the endpoints that ``values`` are, through decorators and partials."""
    classes = tuple(value for value in values if isinstance(value, ClassValue))
    functions = [_function(found) for found in functions_of(values)]
    return (*functions, *(_class(cls) for cls in classes))


def _function(function: FunctionValue) -> Endpoint:
    return Endpoint(short_name(function), handler_of(function))


def _class(cls: ClassValue) -> Endpoint:
    """Read an ``HTTPEndpoint``; any other class answers as an ASGI application: everything."""
    own = verbs_of(cls, VERBS)
    takes = frozenset(own) or frozenset({"ANY"})
    return Endpoint(short(cls.name), class_handler(cls), tuple(own.items()), takes)
