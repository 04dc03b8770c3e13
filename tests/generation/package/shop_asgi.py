"""A FastAPI application with every kind of answer, on a real server."""

import asyncio
import http.client
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, StreamingResponse
from starlette.responses import Response

from tests.generation.package import gateways
from tests.generation.package.shop_app import DOCUMENTS

METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]
OF_SERVER = {"date", "server", "transfer-encoding", "connection"}
router = APIRouter()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, object]]:
    """Count the starts, and give requests a state that belongs to the loop."""
    app.state.starts = getattr(app.state, "starts", 0) + 1
    yield {"loop": asyncio.get_running_loop()}


def create_app() -> FastAPI:
    """Build the application."""
    app = FastAPI(lifespan=lifespan)
    app.include_router(router)
    for name, (body, content_type, encoding) in DOCUMENTS.items():
        app.add_api_route(f"/{name}", _document(body, content_type, encoding), name=name)
    return app


@router.api_route("/echo", methods=METHODS)
async def echo(request: Request) -> JSONResponse:
    """Say everything that the application can see of the request."""
    form = await request.form() if "form" in request.headers.get("content-type", "") else {}
    fields = [
        (k, v if isinstance(v, str) else (await v.read()).hex())
        for k, v in (form.multi_items() if hasattr(form, "multi_items") else ())
    ]
    return JSONResponse(
        {
            "query": request.query_params.multi_items(),
            "headers": sorted((n.decode(), v.decode()) for n, v in request.scope["headers"]),
            "cookies": request.cookies,
            "body": "" if fields else (await request.body()).hex(),
            "form": fields,
            "url": str(request.url).partition("?")[0],
            "method": request.method,
            "address": request.client.host if request.client else None,
            "scheme": request.url.scheme,
            "root": request.scope["root_path"],
        }
    )


@router.get("/p/{rest:path}")
async def path(rest: str, request: Request) -> dict[str, str]:
    """Say the rest of the path, and the path as it was sent."""
    return {"rest": rest, "url": str(request.url)}


@router.get("/cookies")
async def cookies() -> Response:
    """Set two cookies, one with a comma, and two headers of one name."""
    response = PlainTextResponse("ok")
    response.set_cookie("a", "1")
    response.set_cookie("b", "2", expires="Wed, 21 Oct 2026 07:28:00 GMT")
    response.headers.append("X-Twice", "1")
    response.headers.append("X-Twice", "2")
    return response


@router.get("/none")
async def none() -> Response:
    """Answer nothing."""
    return Response(status_code=204)


@router.get("/moved")
async def moved() -> Response:
    """Answer from elsewhere."""
    return RedirectResponse("/echo?x=1")


@router.get("/slash/")
async def slash() -> str:
    """Answer where the path ends in a slash; without it there is a redirect."""
    return "slash"


@router.get("/big/{size}")
async def big(size: int) -> Response:
    """Answer at length."""
    return PlainTextResponse("x" * size)


@router.get("/stream")
async def stream() -> Response:
    """Answer in parts."""
    return StreamingResponse(iter([b"a", b"", b"b"]))


@router.get("/boom")
async def boom() -> None:
    """Fail."""
    raise LookupError("no luck")


@router.get("/state")
async def state(request: Request) -> dict[str, object]:
    """Say how often the lifespan began, and whether requests share its loop."""
    is_same = request.state.loop is asyncio.get_running_loop()
    return {"starts": request.app.state.starts, "is_same": is_same}


def _document(body: bytes, content_type: str, encoding: str) -> Callable[[], Awaitable[Response]]:
    async def view() -> Response:
        headers = {"Content-Encoding": encoding} if encoding else {}
        return Response(body, media_type=content_type or None, headers=headers)

    return view


@contextmanager
def served(app: FastAPI) -> Iterator[int]:
    """Run uvicorn behind what it takes for a proxy; yield the port."""
    config = uvicorn.Config(
        app, port=0, log_level="critical", proxy_headers=True, forwarded_allow_ips="*"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()
    for listening in server.servers:
        for opened in listening.sockets:
            opened.close()


def oracle(port: int, request: gateways.Request) -> gateways.Answer:
    """Ask the server, byte for byte as a proxy would pass the request on."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    query = f"?{request.query}" if request.query else ""
    connection.putrequest(
        request.method, request.path + query, skip_host=True, skip_accept_encoding=True
    )
    for name, value in request.all_headers:
        connection.putheader(name, value)
    if request.cookies:
        connection.putheader("Cookie", "; ".join(request.cookies))
    connection.endheaders(request.body)
    answer = connection.getresponse()
    pairs = [(n.lower(), v) for n, v in answer.getheaders() if n.lower() not in OF_SERVER]
    body = answer.read()
    connection.close()
    return gateways.Answer(answer.status, tuple(sorted(pairs, key=lambda pair: pair[0])), body)
