"""Django REST framework: the list of routes that all its routers share, and projects change.

https://www.django-rest-framework.org/api-guide/routers/#custom-routers
"""

from __future__ import annotations

from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    Instance,
    Items,
    Known,
    Table,
    Value,
    Values,
)
from migrator.model.program import Location

ROUTERS = frozenset(f"rest_framework.routers.{name}" for name in ("SimpleRouter", "DefaultRouter"))
LIST = {"get": "list", "post": "create"}
OBJECT = {
    "get": "retrieve",
    "put": "update",
    "patch": "partial_update",
    "delete": "destroy",
}
# URL, actions by HTTP method, name, whether it is of one object; ``@action`` fills those without.
ROWS: tuple[tuple[str, dict[str, str], str, bool], ...] = (
    ("^{prefix}{trailing_slash}$", LIST, "{basename}-list", False),
    ("^{prefix}/{url_path}{trailing_slash}$", {}, "{basename}-{url_name}", False),
    ("^{prefix}/{lookup}{trailing_slash}$", OBJECT, "{basename}-detail", True),
    ("^{prefix}/{lookup}/{url_path}{trailing_slash}$", {}, "{basename}-{url_name}", True),
)
NOWHERE = Location("", 0)


def routes() -> Values:
    """Make the list that routers start with: ``Route(…)`` and ``DynamicRoute(…)``."""
    return (Items("list", [(_route(*row),) for row in ROWS]),)


def has_routes(value: Value) -> bool:
    """Tell whether a value is a router, or class of routers, without a list of its own."""
    match value:
        case External(name=name) | Instance(kind=External(name=name)):
            is_router = name in ROUTERS
        case (ClassValue() as cls) | Instance(kind=ClassValue() as cls):
            ancestors = mro(cls)
            is_router = not ROUTERS.isdisjoint(
                base.name for base in ancestors if isinstance(base, External)
            ) and not any(
                "routes" in base.scope.names for base in ancestors if isinstance(base, ClassValue)
            )
        case _:
            return False
    return is_router and not (isinstance(value, Instance) and "routes" in value.attributes)


def _route(url: str, mapping: dict[str, str], name: str, detail: bool) -> Instance:
    kind = "rest_framework.routers.Route" if mapping else "rest_framework.routers.DynamicRoute"
    table = Table({verb: (Known(action),) for verb, action in mapping.items()})
    said: dict[str, Values] = {"url": (Known(url),), "name": (Known(name),)}
    said |= {"detail": (Known(detail),)} | ({"mapping": (table,)} if mapping else {})
    made = Event(kind, "", NOWHERE, keywords=said)
    return Instance(External(kind), NOWHERE, dict(said), made)
