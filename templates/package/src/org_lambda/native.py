"""Native handlers: a view answers without its web framework.

The framework sleeps as long as requests are plain and views return. It is imported, and answers as
a hosted handler does, for whatever else there is: a path that the rule does not fit, a redirect to
a slash, a session, and every error, for which it gets what the view raised in the view's place.
"""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any, Final, Literal
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from .handling import Handler
from .hosted import hosted_handler
from .native_request import Again, abort, answering, request
from .native_response import Response, jsonify, rendered
from .native_routes import Route

__all__ = [
    "Again",
    "Response",
    "Route",
    "abort",
    "jsonify",
    "native_handler",
    "request",
]

HOST: Final = re.compile(r"[A-Za-z0-9.-]+(?::\d{1,5})?")


def native_handler(
    routes: Iterable[Route],
    framework: Callable[[], WSGIApplication],
    *,
    session_cookie: str = "session",
    style: Literal["legacy", "envelope", "negotiated"] = "legacy",
) -> Handler:
    """Make a Lambda handler of views.

    Args:
        routes: what is answered without the framework.
        framework: imports the application that answers the rest, when it is needed.
        session_cookie: what the cookie of sessions is called, which the framework renews even
            where the view does not ask for it; empty where it is not known.
        style: as that of ``hosted_handler``.
    """
    return hosted_handler(
        _Native(tuple(routes), framework, session_cookie), style=style
    )


class _Native:
    """The application: what WSGI sees of the views."""

    def __init__(
        self,
        routes: tuple[Route, ...],
        framework: Callable[[], WSGIApplication],
        cookie: str,
    ) -> None:
        self._routes = routes
        self._framework = framework
        self._cookie = re.compile(rf"(?:^|;)\s*{re.escape(cookie)}=" if cookie else "")
        # A debugging Flask writes JSON on several lines.
        self._is_debugging = os.environ.get("FLASK_DEBUG", "").lower() not in (
            *("", "0", "false", "no"),
        )

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        found = self._match(environ) if self._is_plain(environ) else None
        if found is None:
            return self._framework()(environ, start_response)
        route, arguments = found
        try:
            with answering(environ):
                value = route.view(**arguments)
        except Exception as error:  # noqa: BLE001 - the framework answers it, and logs it
            return self._again(environ, start_response, route, error)
        response = rendered(value)
        if response is None:
            return self._again(environ, start_response, route, value)
        start_response(response.status, list(response.headers))
        return [response.body]

    def _match(self, environ: WSGIEnvironment) -> tuple[Route, dict[str, Any]] | None:
        path = environ.get("PATH_INFO", "").encode("latin-1").decode(errors="replace")
        for route in self._routes:
            arguments = route.match(environ["REQUEST_METHOD"], path)
            if arguments is not None:
                return route, arguments
        return None

    def _is_plain(self, environ: WSGIEnvironment) -> bool:
        """Tell whether nothing about the request has to be repaired, renewed or refused."""
        cookies = environ.get("HTTP_COOKIE", "")
        if self._is_debugging or (cookies and self._cookie.search(cookies)):
            return False
        query = environ.get("QUERY_STRING", "")
        try:
            parse_qsl(query, keep_blank_values=True, errors="strict")
        except ValueError:
            return False
        is_host = HOST.fullmatch(environ.get("HTTP_HOST", "")) is not None
        return is_host and query.isascii() and not environ.get("SCRIPT_NAME")

    def _again(
        self,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        route: Route,
        end: object,
    ) -> Iterable[bytes]:
        """Let the framework answer; where it would call the view, it gets how the view ended."""
        from .native_flask import ending_with  # noqa: PLC0415 - it imports the framework

        app = ending_with(self._framework(), route.endpoint, end)
        return app(environ, start_response)
