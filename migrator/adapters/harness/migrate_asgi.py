"""An ASGI application as a WSGI one, so that it is asked as all others are.

https://asgi.readthedocs.io/en/stable/specs/www.html
"""

from __future__ import annotations

import asyncio
import inspect
from typing import Any


def is_asgi(application: Any) -> bool:
    """Tell whether calling an application makes a coroutine."""
    return inspect.iscoroutinefunction(getattr(application, "__call__", application))  # noqa: B004


class Bridge:
    """Answers in a loop of its own; the lifespan begins as on a server, before the first request.

    Raises:
        RuntimeError: the application cannot start.
    """

    def __init__(self, application: Any) -> None:
        self._application = application
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        self._state: dict[str, Any] = {}
        self._inbox: asyncio.Queue[Any] = asyncio.Queue()
        self._loop.run_until_complete(self._begin())

    async def _begin(self) -> None:
        told: asyncio.Queue[Any] = asyncio.Queue()
        scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": self._state}
        self._lifespan = self._loop.create_task(
            self._application(scope, self._inbox.get, told.put)
        )
        await self._inbox.put({"type": "lifespan.startup"})
        first = self._loop.create_task(told.get())
        await asyncio.wait({first, self._lifespan}, return_when=asyncio.FIRST_COMPLETED)
        # One that knows no lifespan ends, mostly with an exception: servers go on then.
        if first.done() and first.result()["type"] == "lifespan.startup.failed":
            raise RuntimeError(first.result().get("message", "the lifespan failed"))
        if not first.done():
            first.cancel()
            self._lifespan.exception()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """Answer one request; what fails before an answer began is raised."""
        sent: list[dict[str, Any]] = []
        try:
            self._loop.run_until_complete(self._answer(self._scope(environ), environ, sent))
        except Exception:
            if not sent:
                raise
        pairs = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in sent[0]["headers"]]
        start_response(f"{sent[0]['status']} ", pairs)
        return [message.get("body", b"") for message in sent[1:]]

    async def _answer(
        self, scope: dict[str, Any], environ: dict[str, Any], sent: list[dict[str, Any]]
    ) -> None:
        inbox: asyncio.Queue[Any] = asyncio.Queue()
        body = environ["wsgi.input"].read()
        await inbox.put({"type": "http.request", "body": body, "more_body": False})

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                await inbox.put({"type": "http.disconnect"})

        await self._application(scope, inbox.get, send)

    def _scope(self, environ: dict[str, Any]) -> dict[str, Any]:
        headers = [
            (name[5:].replace("_", "-").lower().encode(), value.encode("latin-1"))
            for name, value in environ.items()
            if name.startswith("HTTP_")
        ]
        headers += [
            (name.replace("_", "-").lower().encode(), environ[name].encode("latin-1"))
            for name in ("CONTENT_TYPE", "CONTENT_LENGTH")
            if environ[name]
        ]
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": environ["REQUEST_METHOD"],
            "scheme": environ["wsgi.url_scheme"],
            "path": environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"),
            "raw_path": environ["migrate.raw_path"].encode("latin-1"),
            "root_path": "",
            "query_string": environ["QUERY_STRING"].encode("latin-1"),
            "headers": headers,
            "client": (environ["REMOTE_ADDR"], 0),
            "server": (environ["SERVER_NAME"], int(environ["SERVER_PORT"])),
            "state": dict(self._state),
            "extensions": {},
        }
