"""Django REST framework: views, view sets and routers."""

import pytest

from migrator.model.location import Location
from migrator.model.program import EntryPoint, HttpRoute
from tests.analysis.programs import program_of_one, routes_of, unresolved_of

PRELUDE = """\
ROOT_URLCONF = 'shop'
from django.urls import include, path
from rest_framework import generics, mixins, routers, views, viewsets
from rest_framework.decorators import action, api_view
class Orders(viewsets.GenericViewSet):
    def list(self, request): ...
"""


def serve(source: str, urls: str = "path('', include(router.urls))") -> str:
    """Return a program whose view set and registrations are ``source``."""
    return f"{PRELUDE}router = routers.SimpleRouter()\n{source}\nurlpatterns = [{urls}]\n"


def spell(source: str) -> list[str]:
    """Spell routes without the handler's line: ``GET o/ order-list Orders.list``."""
    program = program_of_one(source)
    assert unresolved_of(program) == []
    return [
        f"{point.trigger.method} {point.trigger.path} {point.name} {point.handler[5:]}"
        for point in program.entry_points
        if isinstance(point.trigger, HttpRoute)
    ]


@pytest.mark.parametrize(
    ("source", "view", "expected"),
    [
        pytest.param(
            "@api_view(['GET', 'POST'])\ndef order(request): ...",
            "order",
            ["GET /o  order", "POST /o  order"],
            id="api_view",
        ),
        pytest.param(
            "@api_view()\ndef order(request): ...", "order", ["GET /o  order"], id="api_view, bare"
        ),
        pytest.param(
            "from functools import wraps\ndef logged(f):\n    @wraps(f)\n    def inner(*a):\n"
            "        return f(*a)\n    return inner\n"
            "@logged\n@api_view(['PUT'])\n@logged\ndef order(request): ...",
            "order",
            ["PUT /o  order"],
            id="api_view among decorators",
        ),
        pytest.param(
            "class Order(views.APIView):\n    def get(self, request): ...\n"
            "    def delete(self, request): ...",
            "Order.as_view()",
            ["DELETE /o  Order.delete", "GET /o  Order.get"],
            id="APIView",
        ),
        pytest.param(
            "class Order(generics.ListCreateAPIView):\n    def post(self, request): ...",
            "Order.as_view()",
            ["GET /o  Order", "POST /o  Order.post"],
            id="generic view: inherited and own methods",
        ),
        pytest.param(
            "class Base(generics.RetrieveUpdateDestroyAPIView): ...\nclass Order(Base):\n"
            "    http_method_names = ['get', 'patch']",
            "Order.as_view()",
            ["GET /o  Order", "PATCH /o  Order"],
            id="generic view with fewer methods",
        ),
        pytest.param(
            "class Order(generics.ListAPIView): ...",
            "Order().as_view()",
            ["GET /o  Order"],
            id="as_view of an object",
        ),
        pytest.param(
            "class Order(viewsets.ModelViewSet):\n    def list(self, request): ...",
            "Order.as_view({'get': 'list', 'post': 'create'})",
            ["GET /o  Order.list", "POST /o  Order"],
            id="view set with a mapping",
        ),
        pytest.param(
            "class Order(viewsets.ViewSet):\n    def pay(self, request): ...",
            "Order.as_view(actions={'post': 'pay', 'get': 'gone'})",
            ["POST /o  Order.pay"],
            id="view set with a mapping to a method that is not there",
        ),
    ],
)
def test_recognizes_views(source: str, view: str, expected: list[str]) -> None:
    assert spell(f"{PRELUDE}{source}\nurlpatterns = [path('o', {view})]\n") == expected


LIST = ["GET /o/ order-list Orders.list"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("router.register('o', Orders, 'order')", LIST, id="register"),
        pytest.param(
            "router.register(prefix=r'o', viewset=Orders, basename='order')", LIST, id="keywords"
        ),
        pytest.param("router.register('o', Orders, base_name='order')", LIST, id="old keyword"),
        pytest.param(
            "for name, cls in [('o', Orders)]:\n    router.register(name, cls, basename='order')",
            LIST,
            id="loop",
        ),
        pytest.param(
            "def add(to):\n    to.register('o', Orders, 'order')\nadd(router)", LIST, id="helper"
        ),
        pytest.param(
            "other = routers.SimpleRouter()\nother.register('o', Orders, 'order')\n"
            "router.registry.extend(other.registry)",
            LIST,
            id="registry of another",
        ),
        pytest.param(
            "router.registry.append(('o', Orders, 'order'))", LIST, id="into the registry"
        ),
        pytest.param(
            "router.register('', Orders, 'order')",
            ["GET / order-list Orders.list"],
            id="no prefix",
        ),
        pytest.param(
            "router = routers.SimpleRouter(trailing_slash=False)\n"
            "router.register('o', Orders, 'order')",
            ["GET /o order-list Orders.list"],
            id="no slash",
        ),
        pytest.param(
            "class Own(routers.SimpleRouter):\n    def __init__(self):\n"
            "        super().__init__()\n        self.trailing_slash = ''\n"
            "router = Own()\nrouter.register('o', Orders, 'order')",
            ["GET /o order-list Orders.list"],
            id="no slash in a class of the project",
        ),
        pytest.param(
            "class Own(routers.SimpleRouter):\n    def register(self, prefix, *args):\n"
            "        super().register('v1/' + prefix, *args)\n"
            "router = Own()\nrouter.register('o', Orders, 'order')",
            ["GET /v1/o/ order-list Orders.list"],
            id="register of the project",
        ),
        pytest.param(
            "class One(viewsets.ReadOnlyModelViewSet):\n    lookup_field = 'slug'\n"
            "router.register('o', One, 'order')",
            ["GET /o/ order-list One", "GET /o/{slug}/ order-detail One"],
            id="lookup field",
        ),
        pytest.param(
            "class One(mixins.RetrieveModelMixin, mixins.UpdateModelMixin, Orders):\n"
            "    lookup_url_kwarg = 'order'\n    lookup_value_regex = '[0-9]{3}'\n"
            "    def update(self, request): ...\n"
            "router.register('o', One, 'order')",
            [
                "GET /o/ order-list Orders.list",
                "GET /o/{order}/ order-detail One",
                "PATCH /o/{order}/ order-detail One",
                "PUT /o/{order}/ order-detail One.update",
            ],
            id="mixins, and methods of a base class",
        ),
        pytest.param(
            "class One(viewsets.ModelViewSet):\n    http_method_names = ['get']\n"
            "router.register('o', One, 'order')",
            ["GET /o/ order-list One", "GET /o/{pk}/ order-detail One"],
            id="http_method_names",
        ),
        pytest.param(
            "router = routers.SimpleRouter(use_regex_path=False)\n"
            "class One(mixins.RetrieveModelMixin, viewsets.GenericViewSet):\n"
            "    lookup_value_converter = 'int'\n"
            "router.register('o', One, 'order')",
            ["GET /o/{pk}/ order-detail One"],
            id="paths instead of expressions",
        ),
    ],
)
def test_recognizes_routers(source: str, expected: list[str]) -> None:
    assert spell(serve(source)) == expected


@pytest.mark.parametrize(
    ("methods", "expected"),
    [
        pytest.param(
            "    @action(detail=False)\n    def open_ones(self, request): ...",
            ["GET /o/open_ones/ order-open-ones One.open_ones"],
            id="of the list",
        ),
        pytest.param(
            "    @action(methods=['POST', 'delete'], detail=True, url_path=r'pay/(?P<by>\\w+)',\n"
            "            url_name='pay')\n    def settle(self, request, pk, by): ...",
            [
                "DELETE /o/{pk}/pay/{by}/ order-pay One.settle",
                "POST /o/{pk}/pay/{by}/ order-pay One.settle",
            ],
            id="of an object, with a path of its own",
        ),
        pytest.param(
            "    @action(detail=False)\n    def box(self, request): ...\n"
            "    @box.mapping.delete\n    def empty(self, request): ...",
            ["DELETE /o/box/ order-box One.empty", "GET /o/box/ order-box One.box"],
            id="mapping of further methods",
        ),
        pytest.param(
            "    from rest_framework.decorators import detail_route, list_route\n"
            "    @detail_route(methods=['post'])\n    def pay(self, request): ...\n"
            "    @list_route(url_path='all')\n    def find(self, request): ...",
            ["GET /o/all/ order-find One.find", "POST /o/{pk}/pay/ order-pay One.pay"],
            id="decorators before version 3.8",
        ),
    ],
)
def test_recognizes_actions(methods: str, expected: list[str]) -> None:
    source = f"class One(viewsets.GenericViewSet):\n{methods}\nrouter.register('o', One, 'order')"
    assert spell(serve(source)) == expected


def test_an_action_is_inherited_unless_a_method_of_the_same_name_hides_it() -> None:
    source = (
        "class Base(viewsets.GenericViewSet):\n"
        "    @action(detail=False)\n    def a(self, request): ...\n"
        "    @action(detail=False)\n    def b(self, request): ...\n"
        "class One(Base):\n    def b(self, request): ...\nrouter.register('o', One, 'order')"
    )
    assert spell(serve(source)) == ["GET /o/a/ order-a Base.a"]


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        pytest.param("path('api/', include(router.urls))", "/api/o/", id="include"),
        pytest.param("path('api/', include((router.urls, 'shop')))", "/api/o/", id="namespace"),
        pytest.param("*router.urls", "/o/", id="spread"),
        pytest.param("router.urls", "/o/", id="itself"),
    ],
)
def test_recognizes_where_a_router_is_put(urls: str, expected: str) -> None:
    program = program_of_one(serve("router.register('o', Orders, 'order')", urls))
    paths = [p.trigger.path for p in program.entry_points if isinstance(p.trigger, HttpRoute)]
    assert (paths, unresolved_of(program)) == ([expected], [])


def test_the_default_router_has_a_root_and_format_suffixes() -> None:
    source = "router = routers.DefaultRouter()\nrouter.register('o', Orders, 'order')"
    program = program_of_one(serve(source))
    assert routes_of(program) == [
        "GET  api-root rest_framework.routers:APIRootView 8",
        "GET ^o\\.(?P<format>[a-z0-9]+)/?$ order-list shop:Orders.list 6",
        "GET ^o/$ order-list shop:Orders.list 6",
        "GET <drf_format_suffix:format> api-root rest_framework.routers:APIRootView 8",
    ]


def test_the_default_router_without_root_and_format_suffixes() -> None:
    source = (
        "class Own(routers.DefaultRouter):\n    include_root_view = False\nrouter = Own()\n"
        "router.include_format_suffixes = False\nrouter.register('o', Orders, 'order')"
    )
    assert spell(serve(source)) == LIST


def test_format_suffixes_of_other_patterns() -> None:
    source = (
        "from rest_framework.urlpatterns import format_suffix_patterns\n"
        "@api_view()\ndef order(request): ...\n"
    )
    urls = "format_suffix_patterns([path('o/', order)])"
    assert spell(serve(source, urls)) == ["GET /o/  order", "GET /o{format}  order"]


BULK = """\
class Bulk(routers.SimpleRouter):
    def __init__(self):
        super().__init__()
        {}
class Lines(viewsets.ViewSet):
    def list(self, request): ...
    def bulk_destroy(self, request): ...
    def bulk_update(self, request): ...
router = Bulk()
router.register('l', Lines, 'line')
"""


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            "self.routes[0].mapping.update({'put': 'bulk_update', 'delete': 'bulk_destroy'})",
            ["DELETE /l/ line-list Lines.bulk_destroy", "PUT /l/ line-list Lines.bulk_update"],
            id="updated",
        ),
        pytest.param(
            "self.routes[0].mapping['put'] = 'bulk_update'",
            ["PUT /l/ line-list Lines.bulk_update"],
            id="set",
        ),
        pytest.param(
            "self.routes.append(routers.Route('^{prefix}/all$', {'put': 'bulk_update'}, "
            "'{basename}-all', False, {}))",
            ["PUT /l/all line-all Lines.bulk_update"],
            id="added",
        ),
    ],
)
def test_routes_that_a_router_changes_when_it_is_made(change: str, expected: list[str]) -> None:
    assert spell(serve(BULK.format(change))) == sorted([*expected, "GET /l/ line-list Lines.list"])


def test_routes_of_the_project() -> None:
    source = (
        "from rest_framework.routers import DynamicRoute, Route\n"
        "class Own(routers.SimpleRouter):\n    routes = [\n"
        "        Route(url=r'^{prefix}$', mapping={'get': 'list'}, name='{basename}',\n"
        "              detail=False, initkwargs={}),\n"
        "        DynamicRoute(url=r'^{prefix}/do/{url_path}$', name='{basename}-{url_name}',\n"
        "                     detail=False, initkwargs={})]\n"
        "class One(Orders):\n    @action(detail=False)\n    def pay(self, request): ...\n"
        "router = Own()\nrouter.register('o', One, 'order')"
    )
    assert spell(serve(source)) == ["GET /o order Orders.list", "GET /o/do/pay order-pay One.pay"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            "    def __init__(self):\n        super().__init__()\n"
            "        self.routes[0].mapping.update({'put': 'replace'})\n",
            ["GET /o/ order-list One.list", "PUT /o/ order-list One.replace"],
            id="in the constructor",
        ),
        pytest.param(
            "    routes = copy.deepcopy(routers.SimpleRouter.routes)\n"
            "    routes[0].mapping['put'] = 'replace'\n",
            ["GET /o/ order-list One.list", "PUT /o/ order-list One.replace"],
            id="in a copy of the class's",
        ),
        pytest.param(
            "    routes = [\n        Route(r'^{prefix}/all$', {'get': 'list'}, 'o', False, {}),"
            "\n        *routers.SimpleRouter.routes[2:]]\n",
            ["GET /o/all o One.list"],
            id="instead of the first",
        ),
    ],
)
def test_routes_that_the_project_changes(change: str, expected: list[str]) -> None:
    source = (
        "import copy\nfrom rest_framework.routers import Route\n"
        f"class Own(routers.SimpleRouter):\n{change}"
        "class One(Orders):\n    def replace(self, request): ...\n"
        "router = Own()\nrouter.register('o', One, 'order')"
    )
    assert spell(serve(source)) == [line.replace("One.list", "Orders.list") for line in expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "from rest_framework_nested.routers import NestedSimpleRouter\n"
            "top = routers.SimpleRouter(trailing_slash=False)\n"
            "top.register('shops', Orders, 'shop')\n"
            "mid = NestedSimpleRouter(top, 'shops', lookup='shop')\n"
            "mid.register('days', Orders, 'day')\n"
            "router = NestedSimpleRouter(mid, 'days')\nrouter.register('o', Orders, 'order')",
            ["GET /shops/{shop_pk}/days/{nested_2_pk}/o order-list Orders.list"],
            id="drf-nested-routers",
        ),
        pytest.param(
            "from rest_framework_extensions.routers import ExtendedSimpleRouter\n"
            "router = ExtendedSimpleRouter()\nclass Shops(viewsets.GenericViewSet): ...\n"
            "class Days(Orders):\n    lookup_value_regex = '[0-9]+'\n"
            "(router.register('shops', Orders, 'shop')\n"
            "    .register('days', Days, 'day', parents_query_lookups=['shop'])\n"
            "    .register('o', Orders, 'order', parents_query_lookups=['a', 'day']))",
            [
                "GET /shops/ shop-list Orders.list",
                "GET /shops/{parent_lookup_a}/days/{parent_lookup_day}/o/ order-list Orders.list",
                "GET /shops/{parent_lookup_shop}/days/ day-list Orders.list",
            ],
            id="drf-extensions",
        ),
    ],
)
def test_recognizes_nested_routers(source: str, expected: list[str]) -> None:
    assert spell(serve(source)) == expected


def test_tells_where_an_action_is_registered() -> None:
    source = (
        "class One(viewsets.GenericViewSet):\n    @action(detail=False)\n"
        "    def pay(self, request): ...\nrouter.register('o', One, 'order')"
    )
    assert program_of_one(serve(source, "path('api/', include(router.urls))")).entry_points == (
        EntryPoint(
            HttpRoute("GET", "/api/o/pay/", "api/o/pay/$"),
            "shop:One.pay",
            Location("shop.py", 10),
            "django",
            "order-pay",
            (Location("shop.py", 9), Location("shop.py", 11), Location("shop.py", 12)),
            ("GET",),
        ),
    )


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "router.register('o', views.APIView, 'o')\nurlpatterns = []", id="not put anywhere"
        ),
        pytest.param("class Other:\n    urls = []\nrouter = Other()", id="another router"),
        pytest.param(
            "class One(viewsets.GenericViewSet):\n    def pay(self): ...", id="no action"
        ),
    ],
)
def test_ignores(source: str) -> None:
    program = program_of_one(serve(source, ""))
    assert (routes_of(program), unresolved_of(program)) == ([], [])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "router.register(load(), Orders, 'order')",
            ["shop.py:8 Django URL with a computed path"],
            id="prefix",
        ),
        pytest.param(
            "router.register('o', load(), 'order')",
            ["shop.py:8 Django route whose view is not known"],
            id="view set",
        ),
        pytest.param(
            "class One(viewsets.GenericViewSet):\n    @action(detail=False, url_path=load())\n"
            "    def pay(self, request): ...\nrouter.register('o', One, 'order')",
            ["shop.py:9 Django URL with a computed path"],
            id="path of an action",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: list[str]) -> None:
    program = program_of_one(serve(source))
    assert (routes_of(program), unresolved_of(program)) == ([], expected)


def test_an_expression_of_the_project_for_objects_leaves_the_routes_in_doubt() -> None:
    source = (
        "class Own(routers.SimpleRouter):\n    def get_lookup_regex(self, viewset): ...\n"
        "router = Own()\nrouter.register('o', Orders, 'order')"
    )
    program = program_of_one(serve(source))
    assert (routes_of(program), unresolved_of(program)) == (
        ["GET ^o/$ order-list shop:Orders.list 6"],
        ["shop.py:11 Django URL with a computed path"],
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "class Own(routers.SimpleRouter):\n"
            "    def get_lookup_regex(self, viewset, lookup_prefix=''):\n"
            "        field = getattr(viewset, 'lookup_field', 'pk')\n"
            "        fields = getattr(viewset, 'lookup_fields', None)\n"
            "        if fields is None:\n            fields = [field]\n"
            "        return '/'.join('(?P<{name}>[^/]+)'.format(name=name) for name in fields)\n"
            "class One(viewsets.ReadOnlyModelViewSet):\n    lookup_fields = ('shop', 'slug')\n"
            "class Two(viewsets.ReadOnlyModelViewSet):\n    lookup_field = 'name'\n"
            "class Three(viewsets.ReadOnlyModelViewSet):\n    ...\nrouter = Own()\n"
            "router.register('o', One, 'o')\nrouter.register('p', Two, 'p')\n"
            "router.register('q', Three, 'q')",
            [
                "GET /o/ o-list One",
                "GET /o/{shop}/{slug}/ o-detail One",
                "GET /p/ p-list Two",
                "GET /p/{name}/ p-detail Two",
                "GET /q/ q-list Three",
                "GET /q/{pk}/ q-detail Three",
            ],
            id="objects with more than one key",
        ),
        pytest.param(
            "class Own(routers.SimpleRouter):\n    def get_urls(self):\n"
            "        return [*super().get_urls(), path('more', more)]\n"
            "@api_view()\ndef more(request): ...\n"
            "router = Own()\nrouter.register('o', Orders, 'order')",
            ["GET /more  more", "GET /o/ order-list Orders.list"],
            id="more URLs",
        ),
        pytest.param(
            "other = routers.SimpleRouter()\nother.register('p', Orders, 'p')\n"
            "router.register('o', Orders, 'o')\nboth = router.urls + other.urls\n"
            "class All:\n    urls = both\nrouter = All",
            ["GET /o/ o-list Orders.list", "GET /p/ p-list Orders.list"],
            id="two routers added up",
        ),
    ],
)
def test_routers_of_the_project(source: str, expected: list[str]) -> None:
    assert sorted(spell(serve(source))) == expected
