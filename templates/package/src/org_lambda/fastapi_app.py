"""FastAPI and Starlette applications cut down to one service: only its paths are answered.

https://www.starlette.dev/routing/
"""

import re
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import URLPath
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Host, Match, NoMatchFound, Route, compile_path
from starlette.types import Receive, Scope, Send

ForeignRoute = tuple[str, str]
# One of these is a value of each of Starlette's convertors.
VALUES = ("1", "a", "00000000-0000-4000-8000-000000000000")


def reduce_to(
    app: Starlette, paths: Collection[str], foreign: Sequence[ForeignRoute] = ()
) -> Starlette:
    """Let ``app`` answer for ``paths`` only, while ``url_path_for`` still knows every name.

    Middleware, exception handlers, dependencies and the lifespan stay as they are; a request for
    anything else passes them as well and then is not found. Routes that the lifespan adds later
    are covered too.

    Args:
        app: the application as the monolith makes it; it is changed and returned.
        paths: the templates of the service's routes, ``/orders/{order_id:int}``. One that no route
            answers is an error at start, as soon as the lifespan has begun.
        foreign: path and name of what stayed in the monolith and did not travel.
    """
    app.router.routes.insert(0, Elsewhere(paths))
    app.router.routes.append(Absent(foreign))
    begin = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(started: Starlette) -> AsyncIterator[Any]:
        async with begin(started) as state:
            if missing := sorted(_missing(started, paths)):
                raise ValueError(f"the application has no route {', '.join(missing)}")
            yield state

    app.router.lifespan_context = lifespan
    return app


def _missing(app: Starlette, paths: Collection[str]) -> Iterator[str]:
    """Yield the templates of which no route takes an example; not where hosts are told apart."""
    routes = [
        one for one in app.router.routes if not isinstance(one, (Elsewhere, Absent))
    ]
    if any(isinstance(route, Host) for route in routes):
        return
    for path in paths:
        example = _example(path)
        if example is not None and not any(_takes(route, example) for route in routes):
            yield path


def _example(template: str) -> str | None:
    """Fill a template in; None where a convertor is the application's own."""
    _, form, convertors = compile_path(template)
    values = {}
    for name, convertor in convertors.items():
        fitting = [value for value in VALUES if re.fullmatch(convertor.regex, value)]
        if not fitting:
            return None
        values[name] = fitting[0]
    return form.format(**values)


def _takes(route: BaseRoute, path: str) -> bool:
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "root_path": "",
        "headers": [],
        "query_string": b"",
    }
    return route.matches(scope)[0] is not Match.NONE


class Elsewhere(BaseRoute):
    """Matches first, whatever no template of the service matches, and does not find it."""

    def __init__(self, paths: Collection[str]) -> None:
        self._patterns = [compile_path(path)[0] for path in sorted(paths)]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Leave the service's own paths to the routes below, with and without a last slash."""
        if scope["type"] not in ("http", "websocket"):
            return Match.NONE, {}
        path = scope["path"].removeprefix(scope.get("root_path", "")) or "/"
        other = path.rstrip("/") if path.endswith("/") else f"{path}/"
        if any(p.match(path) or p.match(other) for p in self._patterns):
            return Match.NONE, {}
        return Match.FULL, {"endpoint": self}

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:  # noqa: ANN401
        """Build nothing: this route has no name."""
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Do as a router that knows no such route, so that exception handlers see it."""
        raise HTTPException(status_code=404)


class Absent(BaseRoute):
    """Names of routes that stayed in the monolith: nothing matches, URLs are built."""

    def __init__(self, foreign: Sequence[ForeignRoute]) -> None:
        self._routes = [Route(path, self._never, name=name) for path, name in foreign]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:  # noqa: ARG002 - Starlette's method
        """Match nothing."""
        return Match.NONE, {}

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:  # noqa: ANN401
        """Build the URL of the first route of that name which takes the parameters."""
        for route in self._routes:
            try:
                return route.url_path_for(name, **path_params)
            except NoMatchFound:
                continue
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Never happens, as nothing matches."""
        raise HTTPException(status_code=404)

    async def _never(self, request: object) -> None:  # noqa: ARG002 - what routes call
        raise HTTPException(status_code=404)
