import json
import sys
import textwrap
from types import ModuleType
from typing import Any

import pytest
from openapi_spec_validator import validate

from migrator.generation.openapi.document import openapi
from migrator.model.extraction import Selection
from migrator.model.location import Location
from migrator.model.plan import ResponseStyle, Service
from migrator.model.program import Application, HttpRoute
from tests.generation.shops import analyzed

FASTAPI = '''
from __future__ import annotations
import enum
from datetime import date
from typing import Annotated, Literal, Optional
from uuid import UUID

from fastapi import APIRouter, Body, Depends, FastAPI, Header, Query, Request, status
from pydantic import BaseModel, Field

class Kind(enum.Enum):
    LARGE = "large"
    SMALL = "small"

class Line(BaseModel):
    name: str = Field(min_length=2, max_length=9)
    count: int = Field(1, ge=1)
    wide: Literal["yes", "no"] = "no"

class Order(BaseModel):
    id: UUID
    lines: list[Line]
    on: Optional[date] = None
    kind: Kind | None = None
    parent: Optional[Order] = None

class Stored(Order):
    number: int = Field(alias="no")

router = APIRouter(prefix="/orders")

def user(): ...

@router.get("/{order_id}", response_model=Stored)
def show(order_id: int, request: Request, wide: bool = False, x_key: str = Header(...),
         q: Annotated[list[str] | None, Query()] = None, size: int = Query(10, le=50, alias="s"),
         who=Depends(user)):
    """Show an order.

    More of it.
    """

@router.post("/", status_code=201)
async def create(order: Order) -> list[Order]: ...

@router.delete("/{order_id}", status_code=status.HTTP_204_NO_CONTENT)
def remove(order_id: int): ...

app = FastAPI(separate_input_output_schemas=False)
app.include_router(router)
'''


def document(files: dict[str, str], style: ResponseStyle = ResponseStyle.LEGACY) -> dict[str, Any]:
    program, source = analyzed({k: textwrap.dedent(v).encode() for k, v in files.items()})
    routes = tuple(
        sorted(
            (e for e in program.entry_points if isinstance(e.trigger, HttpRoute)),
            key=lambda e: (e.label, e.name),
        )
    )
    application = Application("shop:app", is_factory=False, location=Location("shop.py", 1))
    selection = Selection(Service("orders", response=style), "shop", application, routes)
    text = openapi(program, selection, source, "1.0")
    assert text == openapi(program, selection, source, "1.0")
    found: dict[str, Any] = json.loads(text)
    validate(found)
    return found


@pytest.fixture
def live() -> dict[str, Any]:
    """What FastAPI itself says of the same source."""
    module = ModuleType("live_shop")
    sys.modules["live_shop"] = module
    exec(compile(FASTAPI, "shop.py", "exec"), vars(module))  # noqa: S102 - our own text
    found: dict[str, Any] = vars(module)["app"].openapi()
    del sys.modules["live_shop"]
    return found


def plain(node: object) -> object:
    """Leave out titles, defaults, and the order of lists."""
    if isinstance(node, dict):
        if "enum" in node or "const" in node:
            return {"enum": node.get("enum", [node.get("const")])}
        return {
            key: plain(value)
            for key, value in node.items()
            if key != "default" and not (key == "title" and isinstance(value, str))
        }
    if isinstance(node, list):
        return sorted((plain(item) for item in node), key=repr)
    return node


def test_fastapi_says_the_same(live: dict[str, Any]) -> None:
    made = document({"shop.py": FASTAPI})
    theirs = live["components"]["schemas"]
    mine = made["components"]["schemas"]
    for name in ("Kind", "Line", "Order", "Stored"):
        assert plain(mine[name]) == plain(theirs[name])
    show, create = made["paths"]["/orders/{order_id}"]["get"], made["paths"]["/orders/"]["post"]
    lives = live["paths"]["/orders/{order_id}"]["get"]
    assert plain(show["parameters"]) == plain(lives["parameters"])
    assert show["summary"] == "Show an order."
    order = {"$ref": "#/components/schemas/Order"}
    assert create["requestBody"]["content"]["application/json"]["schema"] == order
    assert create["responses"]["201"]["content"]["application/json"]["schema"] == {
        "type": "array",
        "items": order,
    }


FLASK = {
    "shop.py": """
        from flask import Blueprint, Flask, request
        from marshmallow import Schema, fields

        class LineSchema(Schema):
            name = fields.Str(required=True)

        class OrderSchema(Schema):
            id = fields.Integer(dump_only=True)
            count = fields.Int(required=True, data_key="howMany")
            at = fields.DateTime(allow_none=True)
            lines = fields.List(fields.Nested(LineSchema))
            first = fields.Nested(lambda: LineSchema(), many=True)
            shape = fields.Raw()

        def create_app():
            app = Flask(__name__)
            app.register_blueprint(orders)
            return app

        orders = Blueprint("orders", __name__, url_prefix="/orders")

        @orders.get("/<int:order_id>")
        def show(order_id):
            page = request.args.get("page", 1, type=int)
            return OrderSchema().dump({})

        @orders.post("/<int:number>")
        def change(number):
            OrderSchema().load(request.get_json())
            return ""
        """,
}


def test_flask_with_marshmallow() -> None:
    made = document(FLASK)
    assert list(made["paths"]) == ["/orders/{order_id}"]  # one path, one name for its variable
    get, post = (made["paths"]["/orders/{order_id}"][method] for method in ("get", "post"))
    variable = {
        "name": "order_id",
        "in": "path",
        "required": True,
        "schema": {"type": "integer"},
    }
    page = {"name": "page", "in": "query", "required": False, "schema": {"type": "integer"}}
    order = {"$ref": "#/components/schemas/OrderSchema"}
    assert (get["parameters"], post["parameters"]) == ([variable, page], [variable])
    assert get["responses"]["200"]["content"]["application/json"]["schema"] == order
    assert post["requestBody"] == {"content": {"application/json": {"schema": order}}}
    assert post["responses"] == {"default": {"description": "As the monolith answers"}}
    line = {"$ref": "#/components/schemas/LineSchema"}
    assert made["components"]["schemas"]["OrderSchema"] == {
        "type": "object",
        "properties": {
            "id": {"type": "integer", "readOnly": True},
            "howMany": {"type": "integer"},
            "at": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
            "lines": {"type": "array", "items": line},
            "first": {"type": "array", "items": line},
            "shape": {},
        },
        "required": ["howMany"],
    }


@pytest.mark.parametrize("style", [ResponseStyle.ENVELOPE, ResponseStyle.NEGOTIATED])
def test_envelope(style: ResponseStyle) -> None:
    made = document(FLASK, style)
    envelope = {"$ref": "#/components/schemas/Envelope"}
    operation = made["paths"]["/orders/{order_id}"]["get"]
    order = {"$ref": "#/components/schemas/OrderSchema"}
    wrapped = {"allOf": [envelope, {"properties": {"data": order}}]}
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema == (wrapped if style is ResponseStyle.ENVELOPE else {"anyOf": [wrapped, order]})
    other = operation["responses"]["default"]["content"]["application/json"]["schema"]
    assert other == envelope


DJANGO = {
    "shop/__init__.py": "",
    "shop/settings.py": "ROOT_URLCONF = 'shop.urls'\nINSTALLED_APPS = ['shop']\n",
    "shop/urls.py": """
        from django.urls import path
        from shop import views
        urlpatterns = [
            path("orders/<uuid:pk>/", views.OrderView.as_view()),
            path("free/", views.free),
        ]
        """,
    "shop/views.py": """
        from django.http import HttpResponse
        from rest_framework import generics, serializers

        class OrderSerializer(serializers.ModelSerializer):
            total = serializers.DecimalField(max_digits=9, decimal_places=2, read_only=True)
            name = serializers.CharField()
            note = serializers.CharField(required=False, allow_null=True)
            class Meta:
                fields = ["id", "name", "total"]

        class OrderView(generics.RetrieveUpdateAPIView):
            serializer_class = OrderSerializer

        def free(request):
            '''Anything goes.'''
            return HttpResponse(request.GET.get("q"))
        """,
}


def test_rest_framework() -> None:
    made = document(DJANGO)
    operations = made["paths"]["/orders/{pk}/"]
    serializer = {"$ref": "#/components/schemas/OrderSerializer"}
    assert {method: "requestBody" in operation for method, operation in operations.items()} == {
        "get": False,
        "patch": True,
        "put": True,
    }
    assert operations["put"]["requestBody"]["content"]["application/json"]["schema"] == serializer
    assert operations["get"]["parameters"][0]["schema"] == {"type": "string", "format": "uuid"}
    assert made["components"]["schemas"]["OrderSerializer"] == {
        "type": "object",
        "properties": {
            "total": {"readOnly": True},
            "name": {"type": "string"},
            "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "id": {},
        },
        "required": ["name"],
    }
    free = made["paths"]["/free/"]
    assert [(m, o["x-any-method"], o["summary"]) for m, o in free.items()] == [
        ("get", True, "Anything goes."),
        ("post", True, "Anything goes."),
    ]


def test_a_schema_whose_names_are_computed_stays_open() -> None:
    source = """
        from fastapi import FastAPI
        from pydantic import BaseModel, ConfigDict

        class Order(BaseModel):
            model_config = ConfigDict(alias_generator=str.upper)
            name: str

        app = FastAPI()

        @app.post("/")
        def create(order: Order): ...
        """
    assert document({"shop.py": source})["components"]["schemas"] == {"Order": {"type": "object"}}
