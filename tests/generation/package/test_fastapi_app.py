import importlib
import json
from types import ModuleType
from typing import Any

import pytest
from fastapi import FastAPI, Request
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
