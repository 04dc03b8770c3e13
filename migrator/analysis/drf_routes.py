"""Django REST framework: the table of routes by which a router serves a view set.

https://www.django-rest-framework.org/api-guide/routers/#custom-routers
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import mro, text_of
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


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table.

    Attributes:
        url: the expression, with ``{prefix}``, ``{lookup}`` and ``{trailing_slash}``.
        mapping: the action for each HTTP method; empty for one that ``@action`` methods fill.
        name: with ``{basename}`` and ``{url_name}``.
        detail: of dynamic routes, whether they are below one object.
    """

    url: str
    mapping: tuple[tuple[str, str], ...]
    name: str
    detail: bool


# https://www.django-rest-framework.org/api-guide/routers/#drf-extensions and older names
KINDS = {".DynamicListRoute": False, ".DynamicDetailRoute": True, ".DynamicRoute": None}


def routes_of(router: Instance, shared: Values) -> tuple[Route, ...]:
    """Return the table of a router: its own or its class's, else what all of them share."""
    own = attribute_of(router, "routes")
    return tuple(_routes(own, shared)) or tuple(_routes(shared, ()))


def _routes(values: Values, shared: Values) -> Iterator[Route]:
    for value in values:
        match value:
            case Items(items=items):
                for item in items:
                    yield from _routes(item, shared)
            case External(name=name) if name.endswith("Router.routes"):
                yield from _routes(shared, ())
            case Instance(kind=External(name=name), origin=Event() as made):
                yield from _route(name, made, value)


def _route(name: str, made: Event, route: Instance) -> Iterator[Route]:
    url = text_of(_field(route, made, 0, "url"))
    if url is None:
        return
    dynamic = next((kind for kind in KINDS if name.endswith(kind)), None)
    if dynamic is not None:
        fixed = KINDS[dynamic]
        detail = is_true(_field(route, made, 2, "detail"), default=False)
        title = text_of(_field(route, made, 1, "name")) or ""
        yield Route(url, (), title, detail if fixed is None else fixed)
    elif name.endswith(".Route"):
        mapping = tuple(
            (str(verb), action)
            for table in _field(route, made, 1, "mapping")
            if isinstance(table, Table)
            for verb, named in table.entries.items()
            if (action := text_of(named))
        )
        if mapping:
            yield Route(url, mapping, text_of(_field(route, made, 2, "name")) or "", detail=False)


def _field(route: Instance, made: Event, position: int, name: str) -> Values:
    """Return a field of a route, as it is set later or given at first."""
    return route.attributes.get(name) or made.argument(position, name) or ()


def is_true(values: Values, *, default: bool) -> bool:
    """Tell whether a flag is set; ``default`` where it is not said, or computed."""
    match values:
        case (Known(value=value), *_):
            return bool(value)
    return default


def attribute_of(owner: Value, name: str) -> Values:
    """Return an attribute of an object or class as the project sets it; () where it does not."""
    if isinstance(owner, Instance) and name in owner.attributes:
        return owner.attributes[name]
    cls = owner.kind if isinstance(owner, Instance) else owner
    return (find_in_class(cls, name) or ()) if isinstance(cls, ClassValue) else ()


def model_of(viewset: Value) -> str:
    """Return what a view set is called after where no name is given: the model it queries."""
    for value in attribute_of(viewset, "queryset"):
        carried = value.carries if isinstance(value, Instance) else ()
        if carried:
            return carried[0].name.rpartition(":")[2].rpartition(".")[2].lower()
    return ""


def is_kind(value: Value, name: str) -> bool:
    """Tell whether an object's class is, or extends, an external class called so."""
    match value:
        case Instance(kind=External(name=kind)):
            return kind.endswith(name)
        case Instance(kind=ClassValue() as cls):
            return any(base.name.endswith(name) for base in mro(cls) if isinstance(base, External))
    return False
