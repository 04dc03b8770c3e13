"""Django's test client, and REST framework's on top of it.

https://docs.djangoproject.com/en/stable/topics/testing/tools/#the-test-client
"""

from __future__ import annotations

import json
from typing import Any

import migrate_crossing  # type: ignore[import-not-found]
import migrate_suite  # type: ignore[import-not-found]
from migrate_environ import path_of, request_of  # type: ignore[import-not-found]


class StaysBehind:
    """What the view had in memory: whoever looks at it cannot be answered."""

    def __init__(self, what: str) -> None:
        self._what = what

    def _refuse(self, *_: Any) -> Any:
        migrate_suite.note(f"the test reads {self._what}, which the view keeps in memory")
        raise AssertionError(f"{self._what} stays in the process of the service")

    __iter__ = __getitem__ = __contains__ = __len__ = __eq__ = __bool__ = _refuse
    __hash__ = None  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Any:
        return self._refuse()


def change(module: Any) -> None:
    """Let the handler of clients ask the service."""
    _change_handler(module.ClientHandler)
    _change_client(module.Client)
    if hasattr(module.Client, "check_exception"):  # since Django 3
        _note_exceptions(module.Client)
    if hasattr(module, "AsyncClientHandler"):
        _note_asynchronous(module.AsyncClientHandler)


def _change_handler(handler: Any) -> None:
    handle = handler.__call__

    def handled(self: Any, environ: dict[str, Any]) -> Any:
        if not migrate_crossing.is_of_service(environ["REQUEST_METHOD"], path_of(environ)):
            return handle(self, environ)
        if getattr(self, "_force_user", None) or getattr(self, "_force_token", None):
            migrate_suite.note("force_authenticate() acts on the view in this process")
        if not migrate_crossing.is_crossing():
            with migrate_suite.request_of_service():
                response = handle(self, environ)
            response.migrate_watched = True
            return response
        return _crossed(environ)

    handler.__call__ = handled


def _change_client(client: Any) -> None:
    ask = client.request

    def asked(self: Any, **request: Any) -> Any:
        response = ask(self, **request)
        if hasattr(response, "migrate_crossed"):
            response.context = StaysBehind("response.context")
            response.templates = StaysBehind("response.templates")
        return response

    client.request = asked


def _note_exceptions(client: Any) -> None:
    """Watch where the client raises what it was signaled while the handler answered 500."""
    check = client.check_exception

    def checked(self: Any, response: Any) -> Any:
        if not hasattr(response, "migrate_watched"):
            return check(self, response)
        with migrate_suite.request_of_service():
            return check(self, response)

    client.check_exception = checked


def _note_asynchronous(handler: Any) -> None:
    original = handler.__call__

    async def handled(self: Any, scope: dict[str, Any]) -> Any:
        if migrate_crossing.is_of_service(scope["method"], scope["path"]):
            migrate_suite.note("the asynchronous client is not followed")
        return await original(self, scope)

    handler.__call__ = handled


def _crossed(environ: dict[str, Any]) -> Any:
    from django.core.handlers.wsgi import WSGIRequest  # noqa: PLC0415
    from django.http import HttpResponse  # noqa: PLC0415

    answer = migrate_crossing.cross(request_of(environ))
    response = HttpResponse(answer.body, status=answer.status)
    del response["Content-Type"]
    for name, value in answer.headers:
        if name.lower() == "set-cookie":
            response.cookies.load(value)
        else:
            response[name.title()] = value
    if environ["REQUEST_METHOD"] == "HEAD":
        response.content = b""
    response.migrate_crossed = True
    response.wsgi_request = WSGIRequest(environ)
    if "json" in response.get("Content-Type", ""):
        # What REST framework's views hand to the renderer, as the visitor gets it.
        response.data = json.loads(answer.body or b"null")
    return response
