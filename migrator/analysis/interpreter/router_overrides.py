"""Methods of FastAPI's routers that call other methods, which the project may override.

https://fastapi.tiangolo.com/reference/apirouter/ (``get`` calls ``api_route``, what that returns
calls ``add_api_route``)
"""

from __future__ import annotations

from migrator.analysis.interpreter.overrides import override_of
from migrator.analysis.interpreter.port import Arguments, Interpreter, Keywords, Site
from migrator.analysis.interpreter.questions import external_kinds
from migrator.analysis.interpreter.values import (
    ClassValue,
    Instance,
    Items,
    Known,
    Member,
    Partial,
    Value,
    Values,
)

SHORTCUTS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "trace"})
ADDERS = {
    **dict.fromkeys((*SHORTCUTS, "api_route"), "add_api_route"),
    "route": "add_route",
    "websocket": "add_api_websocket_route",
    "websocket_route": "add_websocket_route",
}


def call(
    machine: Interpreter, callee: Value, args: Arguments, keywords: Keywords, site: Site
) -> Values | None:
    """Return what the overriding methods make of a call; None where there are none."""
    match callee:
        case Member(receiver=Instance(kind=ClassValue()) as router, name=name) if name in ADDERS:
            if not any(kind.endswith(".APIRouter") for kind in external_kinds(router)):
                return None
        case _:
            return None
    if name in SHORTCUTS:
        keywords = {**keywords, "methods": (Items("list", [(Known(name.upper()),)]),)}
        overriding = override_of(router, "api_route")
        if overriding is not None:
            machine.budget.follow(overriding.function)
            return machine.call(overriding, args, keywords, site.frame, site.line)
    overriding = override_of(router, ADDERS[name])
    if overriding is None:
        return None
    machine.budget.follow(overriding.function)
    path = args[0] if args else keywords.get("path", ())
    options = {key: values for key, values in keywords.items() if key != "path"}
    return (Partial((overriding,), (path,), options),)
