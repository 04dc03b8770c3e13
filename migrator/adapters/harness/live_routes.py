"""List the routes of an application that was imported, one JSON document for one request.

Runs in the application's own interpreter: only its frameworks and the standard library are there.
"""

from __future__ import annotations

import importlib
import inspect
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 (started by file name)

from migrate_import import import_application  # type: ignore[import-not-found]  # noqa: E402
from migrate_wire import Wire  # type: ignore[import-not-found]  # noqa: E402

# Answered by frameworks themselves, as in the static analysis.
IMPLIED = {"HEAD", "OPTIONS"}


def main() -> None:
    """Import the application as the message says, and send its routes."""
    sys.path[:] = [folder for folder in sys.path if folder != HERE]
    wire = Wire()
    start = next(iter(wire))
    sys.path[:0] = start["paths"]
    try:
        application = import_application(start["application"])
        framework, rows = read(application)
        wire.send({"framework": framework, "routes": [describe(*row) for row in rows]})
    except BaseException as error:  # noqa: BLE001 (SystemExit of the application too)
        wire.send_error("", error)


def routes_of(application: Any) -> tuple[str, Callable[[Any], Iterator[Any]]] | None:
    """Tell whose application it is by what it has; None where its routes cannot be listed."""
    if hasattr(application, "url_map") and hasattr(application, "view_functions"):
        return type(application).__mro__[-2].__module__.split(".")[0], flask_routes
    if hasattr(application, "routes") and hasattr(application, "router"):
        is_fastapi = any(c.__module__.startswith("fastapi.") for c in type(application).__mro__)
        return "fastapi" if is_fastapi else "starlette", starlette_routes
    modules = {c.__module__ for c in type(application).__mro__}
    if modules & {"django.core.handlers.wsgi", "django.core.handlers.asgi"}:
        return "django", django_routes
    return None


def read(application: Any) -> tuple[str, list[Any]]:
    """Return the framework's name and the rows of its route table."""
    found = routes_of(application)
    if found is None:
        raise TypeError(
            f"the routes of a {type(application).__qualname__} cannot be listed; "
            "an application of Flask, Quart, Starlette, FastAPI or Django is needed"
        )
    framework, list_routes = found
    return framework, list(list_routes(application))


def flask_routes(application: Any) -> Iterator[Any]:
    """https://flask.palletsprojects.com/en/stable/api/#flask.Flask.url_map"""  # noqa: D415
    for rule in application.url_map.iter_rules():
        view = application.view_functions.get(rule.endpoint)
        if rule.endpoint.rpartition(".")[2] == "static":  # files, no entry point
            continue
        if getattr(rule, "websocket", False):
            yield "websocket", "", rule.rule, view
        for method in sorted((rule.methods or set()) - IMPLIED):
            yield "http", method, rule.rule, view


def starlette_routes(application: Any, prefix: str = "") -> Iterator[Any]:
    """https://www.starlette.io/routing/"""  # noqa: D415
    for route in flat_routes(application.routes):
        path = prefix + getattr(route, "path", "")
        inner = getattr(route, "app", None)
        if hasattr(route, "endpoint"):
            if "WebSocket" in type(route).__name__:
                yield "websocket", "", path, route.endpoint
                continue
            methods = getattr(route, "methods", None)
            if methods is None and inspect.isclass(route.endpoint):
                verbs = ("GET", "POST", "PUT", "PATCH", "DELETE")
                methods = {verb for verb in verbs if hasattr(route.endpoint, verb.lower())}
            for method in sorted(set(methods or {"ANY"}) - IMPLIED):
                yield "http", method, path, route.endpoint
        elif getattr(inner, "routes", None):
            yield from starlette_routes(inner, path)
        elif getattr(route, "routes", None):
            yield from starlette_routes(route, path)


def flat_routes(routes: Any) -> Iterator[Any]:
    """FastAPI keeps included routers whole since 0.137: ask them for their routes in effect."""
    for route in routes:
        if not hasattr(route, "effective_route_contexts"):
            yield route
            continue
        for context in route.effective_route_contexts():
            yield context if context.methods else context.starlette_route


def django_routes(_: Any) -> Iterator[Any]:
    """https://docs.djangoproject.com/en/stable/ref/urlresolvers/"""  # noqa: D415
    resolver = importlib.import_module("django.urls").get_resolver()
    return django_patterns(resolver.url_patterns, "/")


def django_patterns(patterns: Any, prefix: str) -> Iterator[Any]:
    """Walk resolvers; a view without a declared list of methods takes any."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from django_patterns(pattern.url_patterns, path)
            continue
        view = pattern.callback
        cls = getattr(view, "view_class", None) or getattr(view, "cls", None)
        actions = getattr(view, "actions", None)
        verbs = list(actions or ())
        if cls is not None and not actions:
            verbs = [verb for verb in cls.http_method_names if hasattr(cls, verb)]
        methods = {verb.upper() for verb in verbs} - IMPLIED
        for method in sorted(methods or {"ANY"}):
            yield "http", method, path, cls or view


def describe(kind: str, method: str, declared: str, view: Any) -> dict[str, Any]:
    """Name the innermost function or class that answers, and where it is."""
    view = getattr(view, "view_class", view)
    while hasattr(view, "__wrapped__") or hasattr(view, "func"):
        view = getattr(view, "__wrapped__", None) or view.func
    name = getattr(view, "__qualname__", type(view).__qualname__)
    module = getattr(view, "__module__", None) or type(view).__module__
    try:
        file, line = inspect.getsourcefile(view) or "", first_line(view)
    except (TypeError, OSError):
        file, line = "", 0
    return {
        "kind": kind,
        "method": method,
        "declared": declared,
        "handler": f"{module}:{name}",
        "file": os.path.realpath(file) if file else "",
        "line": line,
    }


def first_line(view: Any) -> int:
    """Return the line of ``def`` or ``class``: a source starts with its decorators."""
    lines, start = inspect.getsourcelines(view)
    for offset, line in enumerate(lines):
        if line.lstrip().startswith(("def ", "async def ", "class ")):
            return int(start + offset)
    return int(start)


if __name__ == "__main__":
    main()
