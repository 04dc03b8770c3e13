import importlib
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import ModuleType
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from tests.generation.package.gateways import Answer, http_api, read
from tests.generation.package.gateways import Request as Sent


@pytest.fixture(scope="module")
def reduce_to(shop: ModuleType) -> Any:  # noqa: ANN401 - of a package that is rendered here
    return importlib.import_module(f"{shop.__name__}.fastapi_app").reduce_to


def create_app() -> FastAPI:
    app = FastAPI()

    @app.exception_handler(HTTPException)
    async def failed(request: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse({"said": error.detail, "at": request.url.path}, error.status_code)

    @app.get("/orders/{order_id:int}")
    def order(order_id: int, request: Request) -> dict[str, str]:
        item, gone = request.url_for("item", sku=order_id), request.url_for("gone", year=2024)
        return {"item": str(item), "gone": str(gone)}

    @app.get("/items/{sku}")
    def item(sku: str) -> str:
        return sku

    @app.get("/orders/latest")
    def latest() -> str:
        return "latest"

    return app


def ask(shop_asgi: ModuleType, app: FastAPI, path: str, method: str = "GET") -> Answer:
    return read(shop_asgi.asgi_handler(app)(http_api(Sent(path, method=method)), None))


def test_only_own_paths_answer(shop_asgi: ModuleType, reduce_to: Any) -> None:  # noqa: ANN401
    app = reduce_to(create_app(), ["/orders/{order_id:int}"], [("/reports/{year}", "gone")])
    host = "https://abc123.execute-api.eu-west-1.amazonaws.com"
    own = ask(shop_asgi, app, "/orders/3")
    assert json.loads(own.body) == {"item": f"{host}/items/3", "gone": f"{host}/reports/2024"}
    for path in ("/items/a", "/orders/latest", "/openapi.json", "/reports/2024"):
        answer = ask(shop_asgi, app, path)
        assert (answer.status, json.loads(answer.body)) == (404, {"said": "Not Found", "at": path})
    assert ask(shop_asgi, app, "/orders/3", "DELETE").status == 405
    assert dict(ask(shop_asgi, app, "/orders/3/").headers)["location"] == f"{host}/orders/3"


def added_later() -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.include_router(router, prefix="/later")
        yield

    router = APIRouter()
    router.add_api_route("/{name:path}", lambda name: name, methods=["PUT"])
    inner = FastAPI()
    inner.add_api_route("/{number}", lambda number: number)
    app = FastAPI(lifespan=lifespan)
    app.mount("/inner", inner)
    return app


def behind_hosts() -> FastAPI:
    app = FastAPI()
    app.host("api.shop.example", FastAPI())
    return app


@pytest.mark.parametrize(
    ("app", "paths", "missing"),
    [
        (create_app, ["/orders/{order_id:int}", "/items/{sku}"], ""),
        (create_app, ["/orders/{order_id:int}", "/a", "/reports/{year}"], "/a, /reports/{year}"),
        (added_later, ["/later/{name:path}", "/inner/{number}"], ""),
        (added_later, ["/earlier/{name:path}"], "/earlier/{name:path}"),
        (behind_hosts, ["/a"], ""),
    ],
)
def test_a_path_that_no_route_answers_is_an_error_at_start(
    shop_asgi: ModuleType,
    reduce_to: Any,  # noqa: ANN401
    app: Callable[[], FastAPI],
    paths: list[str],
    missing: str,
) -> None:
    reduced = reduce_to(app(), paths, [("/a", "a")])
    if not missing:
        shop_asgi.asgi_handler(reduced)
        return
    with pytest.raises(Exception, match=re.escape(f"the application has no route {missing}\n")):
        shop_asgi.asgi_handler(reduced)
