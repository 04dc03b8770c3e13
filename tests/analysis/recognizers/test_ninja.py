"""django-ninja: operations, routers and controllers."""

import pytest

from migrator.model.program import HttpRoute
from tests.analysis.programs import program_of, program_of_one, unresolved_of

PRELUDE = """\
ROOT_URLCONF = 'shop'
from django.urls import path
from ninja import NinjaAPI, Router
api = NinjaAPI(openapi_url=None)
"""
URLS = "\nurlpatterns = [path('api/', api.urls)]\n"


def spell(source: str) -> list[str]:
    """Spell routes without the line: ``GET api/o/<int:id> show``."""
    program = program_of_one(PRELUDE + source + URLS)
    assert unresolved_of(program) == []
    return [
        f"{point.trigger.method} {point.trigger.declared} {point.handler[5:]}"
        for point in program.entry_points
        if isinstance(point.trigger, HttpRoute)
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@api.get('/o/{int:id}')\ndef show(request, id: int): ...",
            ["GET api/o/<int:id> show"],
            id="operation",
        ),
        pytest.param(
            "@api.get('/o')\ndef find(request): ...\n@api.post('/o')\ndef add(request): ...",
            ["GET api/o find", "POST api/o add"],
            id="two operations at a path",
        ),
        pytest.param(
            "@api.api_operation(['POST', 'PATCH'], 'o')\ndef change(request): ...",
            ["PATCH api/o change", "POST api/o change"],
            id="several methods",
        ),
        pytest.param(
            "def find(request): ...\nrouter = Router()\n"
            "router.add_api_operation('/o', ['GET'], find)\napi.add_router('', router)",
            ["GET api/o find"],
            id="without a decorator",
        ),
        pytest.param(
            "inner, outer = Router(), Router(tags=['a'])\n"
            "@inner.delete('/{id}/')\ndef drop(request, id): ...\n"
            "outer.add_router('/orders/', inner)\napi.add_router('shop', outer)",
            ["DELETE api/shop/orders/<id>/ drop"],
            id="routers in routers",
        ),
        pytest.param(
            "class Own(NinjaAPI): ...\napi = Own(openapi_url=None)\n"
            "@api.put('/o')\ndef put(request): ...",
            ["PUT api/o put"],
            id="class of the project",
        ),
        pytest.param(
            "api = NinjaAPI(docs_url=None)",
            ["GET api/openapi.json .openapi.views:openapi_json"],
            id="description without a viewer",
        ),
        pytest.param(
            "from ninja_extra import NinjaExtraAPI, api_controller, http_get, route\n"
            "api = NinjaExtraAPI(openapi_url=None)\n@api_controller('/o')\nclass Orders:\n"
            "    @http_get('/{id}')\n    def show(self, id): ...\n"
            "    @route.post('')\n    def add(self): ...\napi.register_controllers(Orders)",
            ["GET api/o/<id> Orders.show", "POST api/o Orders.add"],
            id="controllers",
        ),
        pytest.param(
            "from ninja_extra import NinjaExtraAPI, api_controller, http_get\n"
            "api = NinjaExtraAPI(openapi_url=None)\n@api_controller('/o')\nclass Orders:\n"
            "    @http_get('/{id}')\n    def show(self, id): ...\n"
            "api.auto_discover_controllers()",
            ["GET api/o/<id> Orders.show"],
            id="controllers that are discovered",
        ),
        pytest.param("router = Router()\n@router.get('/o')\ndef f(r): ...", [], id="not added"),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    assert spell(source) == expected


def test_a_router_is_named_by_a_string() -> None:
    program = program_of(
        {
            "shop/__init__.py": "",
            "shop/settings.py": "ROOT_URLCONF = 'shop.urls'",
            "shop/orders.py": "from ninja import Router\nrouter = Router()\n"
            "@router.get('/')\ndef find(request): ...",
            "shop/urls.py": PRELUDE + "api.add_router('/orders', 'shop.orders.router')" + URLS,
        }
    )
    assert [(point.label, point.handler) for point in program.entry_points] == [
        ("GET /api/orders/", "shop.orders:find")
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@api.get(load())\ndef f(request): ...",
            ["shop.py:5 Django URL with a computed path"],
            id="path",
        ),
        pytest.param(
            "api.add_router('/o', load())",
            ["shop.py:5 Django route whose view is not known"],
            id="router",
        ),
        pytest.param(
            "api.add_router(load(), Router())",
            ["shop.py:5 Django URL with a computed path"],
            id="prefix",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source + URLS)
    assert (program.entry_points, unresolved_of(program)) == ((), expected)
