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
from migrator.model.location import Location

ROUTERS = frozenset(f"rest_framework.routers.{name}" for name in ("SimpleRouter", "DefaultRouter"))
LIST = {"get": "list", "post": "create"}
OBJECT = {
    "get": "retrieve",
    "put": "update",
    "patch": "partial_update",
    "delete": "destroy",
}
LOOKUPS = frozenset({"lookup_field", "lookup_url_kwarg"})
# URL, actions by HTTP method, name, whether it is of one object, suffix; ``@action`` fills those
# without actions.
ROWS: tuple[tuple[str, dict[str, str], str, bool, str], ...] = (
    ("^{prefix}{trailing_slash}$", LIST, "{basename}-list", False, "List"),
    ("^{prefix}/{url_path}{trailing_slash}$", {}, "{basename}-{url_name}", False, ""),
    ("^{prefix}/{lookup}{trailing_slash}$", OBJECT, "{basename}-detail", True, "Instance"),
    ("^{prefix}/{lookup}/{url_path}{trailing_slash}$", {}, "{basename}-{url_name}", True, ""),
)
NOWHERE = Location("", 0)


def routes() -> Values:
    """Make the list that routers start with: ``Route(…)`` and ``DynamicRoute(…)``."""
    return (Items("list", [(_route(*row),) for row in ROWS]),)


def is_router(value: Value) -> bool:
    """Tell whether a value is a router, or a class of routers."""
    kind = value.kind if isinstance(value, Instance) else value
    bases = mro(kind) if isinstance(kind, ClassValue) else (kind,)
    return any(isinstance(base, External) and base.name in ROUTERS for base in bases)


def has_routes(value: Value) -> bool:
    """Tell whether a value is a router, or class of routers, without a list of its own."""
    cls = value.kind if isinstance(value, Instance) else value
    is_own = isinstance(cls, ClassValue) and any(
        "routes" in base.scope.names for base in mro(cls) if isinstance(base, ClassValue)
    )
    is_set = isinstance(value, Instance) and "routes" in value.attributes
    return is_router(value) and not is_own and not is_set


def lacks(cls: ClassValue, name: str) -> bool:
    """Tell whether a name of how objects are looked up is none of the framework's own.

    https://www.django-rest-framework.org/api-guide/generic-views/#attributes
    """
    bases = [base.name for base in mro(cls) if isinstance(base, External)]
    is_view = any(base.startswith("rest_framework.") for base in bases)
    return is_view and name.startswith("lookup_") and name not in LOOKUPS


def _route(url: str, mapping: dict[str, str], name: str, detail: bool, suffix: str) -> Instance:
    kind = "rest_framework.routers.Route" if mapping else "rest_framework.routers.DynamicRoute"
    table = Table({verb: (Known(action),) for verb, action in mapping.items()})
    said: dict[str, Values] = {"url": (Known(url),), "name": (Known(name),)}
    said |= {"detail": (Known(detail),)} | ({"mapping": (table,)} if mapping else {})
    said["initkwargs"] = (Table({"suffix": (Known(suffix),)} if suffix else {}),)
    made = Event(kind, "", NOWHERE, keywords=said)
    return Instance(External(kind), NOWHERE, dict(said), made)
