"""The table of routes that the routers of Django REST framework share, as projects change it.

https://www.django-rest-framework.org/api-guide/routers/#custom-routers
"""

from __future__ import annotations

from migrator.analysis.interpreter.questions import external_kinds, mro
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
LOOKUPS = frozenset({"lookup_field", "lookup_url_kwarg"})
NOWHERE = Location("", 0)
LIST = {"get": "list", "post": "create"}
OBJECT = {
    "get": "retrieve",
    "put": "update",
    "patch": "partial_update",
    "delete": "destroy",
}
# url, mapping (None for routes that ``@action`` methods fill), name, detail, suffix
ROUTES = (
    ("^{prefix}{trailing_slash}$", LIST, "{basename}-list", False, "List"),
    ("^{prefix}/{url_path}{trailing_slash}$", None, "{basename}-{url_name}", False, ""),
    ("^{prefix}/{lookup}{trailing_slash}$", OBJECT, "{basename}-detail", True, "Instance"),
    ("^{prefix}/{lookup}/{url_path}{trailing_slash}$", None, "{basename}-{url_name}", True, ""),
)


def lacks(cls: ClassValue, name: str) -> bool:
    """Tell whether a name of how objects are looked up is none of the framework's own.

    https://www.django-rest-framework.org/api-guide/generic-views/#attributes
    """
    bases = [base.name for base in mro(cls) if isinstance(base, External)]
    is_view = any(base.startswith("rest_framework.") for base in bases)
    return is_view and name.startswith("lookup_") and name not in LOOKUPS


def has_routes(value: Value) -> bool:
    """Tell whether a value is one of the framework's routers, or derives from one."""
    name = value.name if isinstance(value, External) else ""
    return name in ROUTERS or any(kind in ROUTERS for kind in external_kinds(value))


def routes() -> Values:
    """Make the table; a project that changes it changes it for all of its routers."""
    return (Items("list", [(_route(*line),) for line in ROUTES]),)


def _route(
    url: str, mapping: dict[str, str] | None, name: str, detail: bool, suffix: str
) -> Instance:
    kind = "DynamicRoute" if mapping is None else "Route"
    given: dict[str, Values] = {
        "url": (Known(url),),
        "name": (Known(name),),
        "detail": (Known(detail),),
        "initkwargs": (Table({"suffix": (Known(suffix),)} if suffix else {}),),
    }
    if mapping is not None:
        given["mapping"] = (Table({verb: (Known(to),) for verb, to in mapping.items()}),)
    made = Event(f"rest_framework.routers.{kind}", "", NOWHERE, keywords=given)
    return Instance(External(made.name), NOWHERE, dict(given), made)
