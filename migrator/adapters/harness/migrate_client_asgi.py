"""Starlette's test client, which FastAPI's is, and httpx's transport for ASGI applications.

https://starlette.dev/testclient/
https://www.python-httpx.org/advanced/transports/#asgi-transport
"""

from __future__ import annotations

from typing import Any

import migrate_crossing  # type: ignore[import-not-found]
import migrate_suite  # type: ignore[import-not-found]


def change(module: Any) -> None:
    """Let the transport of test clients ask the service."""
    original = module._TestClientTransport.handle_request  # noqa: SLF001

    def handle_request(self: Any, request: Any) -> Any:
        if not _is_of_service(self, request):
            return original(self, request)
        if not migrate_crossing.is_crossing():
            with migrate_suite.request_of_service():
                return original(self, request)
        return _crossed(request, request.read())

    module._TestClientTransport.handle_request = handle_request  # noqa: SLF001


def change_httpx(module: Any) -> None:
    """Do the same for httpx's own transport."""
    original = module.ASGITransport.handle_async_request

    async def handle_async_request(self: Any, request: Any) -> Any:
        if not _is_of_service(self, request):
            return await original(self, request)
        if not migrate_crossing.is_crossing():
            with migrate_suite.request_of_service():
                return await original(self, request)
        return _crossed(request, await request.aread())

    module.ASGITransport.handle_async_request = handle_async_request


def _is_of_service(transport: Any, request: Any) -> bool:
    if request.url.scheme in {"ws", "wss"}:
        return False
    path = request.url.raw_path.decode("ascii").partition("?")[0]
    is_ours: bool = migrate_crossing.is_of_service(request.method, path)
    overrides = getattr(transport.app, "dependency_overrides", None)
    for replaced in overrides or () if is_ours else ():
        name = getattr(replaced, "__name__", repr(replaced))
        migrate_suite.note(f"the dependency {name} is overridden")
    return is_ours


def _crossed(request: Any, body: bytes) -> Any:
    import httpx  # noqa: PLC0415

    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    headers = [
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw
    ]
    peer = "testclient"
    answer = migrate_crossing.cross(
        migrate_crossing.Request(
            request.method, path, query, headers, body, request.url.scheme, peer
        )
    )
    return httpx.Response(
        answer.status,
        headers=answer.headers,
        stream=httpx.ByteStream(answer.body),
        request=request,
    )
