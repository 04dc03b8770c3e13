"""Methods that a framework calls on objects of the project's own subclasses.

``Flask.register_blueprint`` asks the blueprint to ``register`` itself, and ``route`` of a scaffold
hands on to its ``add_url_rule``: where the project overrides these, its code runs.
https://flask.palletsprojects.com/en/stable/api/#flask.Blueprint.register
"""

from __future__ import annotations

from migrator.analysis.interpreter import drf
from migrator.analysis.interpreter.naming import find_in_class, root_of
from migrator.analysis.interpreter.port import Interpreter, Keywords, Site
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    Event,
    FunctionValue,
    Instance,
    Items,
    Known,
    Table,
    Value,
    Values,
)

SHORTCUTS = frozenset({"get", "post", "put", "patch", "delete"})
DECORATORS = frozenset({"route()", *(f"{name}()" for name in SHORTCUTS)})


def supersede(machine: Interpreter, event: Event, site: Site) -> bool:
    """Run the project's override; tell whether it stands for the call, which then is none."""
    if event.member == "register_blueprint" and event.receiver is not None:
        for blueprint in event.argument(0, "blueprint") or ():
            _register(machine, event, blueprint, site)
    if event.member == "register" and event.receiver is not None:
        _look_up(machine, event, site)
    if event.member in DECORATORS and event.origin is not None and event.args:
        owner = event.origin.receiver
        override = override_of(root_of(owner), "add_url_rule") if owner is not None else None
        if override is not None and event.origin.args:
            _add_url_rule(machine, event.origin, override, event.args[0], site)
            return True
    return False


def _look_up(machine: Interpreter, event: Event, site: Site) -> None:
    """Ask a router of Django REST framework how it spells the objects of a view set.

    https://www.django-rest-framework.org/api-guide/routers/#custom-routers
    """
    router = root_of(event.receiver) if event.receiver is not None else None
    override = override_of(router, "get_lookup_regex") if router is not None else None
    for viewset in event.argument(1, "viewset") or () if override else ():
        if override is not None and drf.is_router(override.receiver):
            found = machine.call(override, ((viewset,),), {}, site.frame, site.line)
            machine.log.lookups[override.receiver, viewset] = found


def _register(machine: Interpreter, event: Event, blueprint: Value, site: Site) -> None:
    override = override_of(blueprint, "register")
    if override is None or event.receiver is None:
        return
    given = tuple(sorted(event.keywords.items(), key=lambda item: item[0]))
    key = (override, event.receiver, given)
    if key not in machine.memo:
        machine.memo[key] = ()  # once for each application, however often it is said
        options = Table({})
        options.entries.update(event.keywords)
        machine.call(override, ((event.receiver,), (options,)), {}, site.frame, site.line)


def _add_url_rule(
    machine: Interpreter, route: Event, override: Bound, view: Values, site: Site
) -> None:
    keywords: Keywords = dict(route.keywords)
    if route.member in SHORTCUTS:
        keywords["methods"] = (Items("list", [(Known(route.member.upper()),)]),)
    endpoint = keywords.pop("endpoint", (Known(None),))
    machine.call(override, (route.args[0], endpoint, view), keywords, site.frame, site.line)


def override_of(value: Value, name: str) -> Bound | None:
    """Return the method by which a class of the project overrides one of its base."""
    if isinstance(value, Instance) and isinstance(value.kind, ClassValue):
        for method in find_in_class(value.kind, name) or ():
            if isinstance(method, FunctionValue):
                return Bound(method, value)
    return None
