"""Werkzeug's test client, which Flask's is.

https://werkzeug.palletsprojects.com/en/stable/test/
"""

from __future__ import annotations

import http
from typing import Any

import migrate_crossing  # type: ignore[import-not-found]
import migrate_suite  # type: ignore[import-not-found]
from migrate_environ import path_of, request_of  # type: ignore[import-not-found]


def change(module: Any) -> None:
    """Let ``run_wsgi_app`` ask the service."""
    original = module.run_wsgi_app

    def run_wsgi_app(app: Any, environ: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if not migrate_crossing.is_of_service(environ["REQUEST_METHOD"], path_of(environ)):
            return original(app, environ, *args, **kwargs)
        if not migrate_crossing.is_crossing():
            with migrate_suite.request_of_service():
                return original(app, environ, *args, **kwargs)
        return _crossed(module, app, environ)

    module.run_wsgi_app = run_wsgi_app


def _crossed(module: Any, app: Any, environ: dict[str, Any]) -> Any:
    answer = migrate_crossing.cross(request_of(environ), app)
    cookies = [value for name, value in answer.headers if name.lower() == "set-cookie"]
    if hasattr(app, "request_context"):
        _leave_context(app, environ, cookies)
    phrase = http.HTTPStatus(answer.status).phrase if answer.status in _STATUSES else ""
    status = f"{answer.status} {phrase}".strip().upper()
    return [answer.body], status, module.Headers(answer.headers)


_STATUSES = frozenset(int(status) for status in http.HTTPStatus)


def _leave_context(app: Any, environ: dict[str, Any], cookies: list[str]) -> None:
    """Do what an answered request does to a test that goes on in the same process.

    Contexts are left, with what that tears down: sessions of the database. A client in a ``with``
    block keeps the context, in which ``flask.session`` reads the cookie that was just set.
    https://flask.palletsprojects.com/en/stable/testing/
    """
    keep = environ.get("werkzeug.debug.preserve_context") or environ.get("flask._preserve_context")
    later = {**environ, "REQUEST_METHOD": "GET", "CONTENT_LENGTH": "0", "CONTENT_TYPE": ""}
    pairs = [pair for pair in environ.get("HTTP_COOKIE", "").split("; ") if pair]
    pairs += [cookie.partition(";")[0] for cookie in cookies]
    if pairs:
        by_name = {pair.partition("=")[0]: pair for pair in pairs}
        later["HTTP_COOKIE"] = "; ".join(by_name.values())
    for name in ("werkzeug.request", "werkzeug.debug.preserve_context", "flask._preserve_context"):
        later.pop(name, None)
    context = app.request_context(later)
    context.push()
    if callable(keep):
        keep(context)
    context.pop()
