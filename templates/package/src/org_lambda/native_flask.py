"""Flask answers for a view that has ended already: with an error, or a value of its own kind.

https://flask.palletsprojects.com/en/stable/lifecycle/#how-the-request-is-handled
"""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import flask

from .native_request import Again
from .native_response import Response


def ending_with(app: Any, endpoint: str, end: object) -> WSGIApplication:  # noqa: ANN401
    """Return ``app`` as it is while the view of ``endpoint`` raises ``end``, or returns it."""

    def view(**_: object) -> object:
        match end:
            case Again():
                end.act(flask)
                message = f"{endpoint} failed without Flask, but not with it"
                raise RuntimeError(message)
            case Exception():
                raise end
        return _of_flask(end)

    def answer(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        views = app.view_functions
        real = views[endpoint]
        views[endpoint] = view
        try:
            answered: Iterable[bytes] = app(environ, start_response)
            return answered
        finally:
            views[endpoint] = real

    return answer


def _of_flask(value: object) -> object:
    """Make our answers Flask's, also in a tuple."""
    if isinstance(value, tuple):
        return tuple(_of_flask(part) for part in value)
    if isinstance(value, Response):
        return flask.Response(value.response, value.status, mimetype=value.mimetype)
    return value
