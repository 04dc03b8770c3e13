"""Which function answers a Django view, and which methods it takes."""

import pytest

from tests.analysis.programs import program_of, routes_of

SETTINGS = {"settings.py": "ROOT_URLCONF = 'urls'\n"}
PRELUDE = (
    "from django.urls import path\n"
    "from django.views.decorators.http import require_GET, require_POST, require_http_methods\n"
    "from django.utils.decorators import method_decorator\n"
    "from django.views import View, generic\nfrom django.contrib.auth.decorators import *\n"
    "from django.contrib.auth.decorators import login_required\n"
)


def views(source: str) -> list[str]:
    """Spell the routes of a URLconf that has the views in it; lines count from the views."""
    program = program_of(SETTINGS | {"urls.py": PRELUDE + source})
    return [route.replace("urls:", "") for route in routes_of(program)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "def v(request): ...\nurlpatterns = [path('v', v)]",
            ["ANY v  v 7"],
            id="a function takes any method",
        ),
        pytest.param(
            "@require_POST\ndef v(request): ...\n@require_http_methods(['get', 'PUT', 'HEAD'])\n"
            "def w(request): ...\nurlpatterns = [path('v', v), path('w', w)]",
            ["GET w  w 10", "POST v  v 8", "PUT w  w 10"],
            id="decorators allow methods",
        ),
        pytest.param(
            "def v(request): ...\nurlpatterns = [path('v', login_required(require_GET(v)))]",
            ["GET v  v 7"],
            id="decorators around it in the URLconf",
        ),
        pytest.param(
            "from django.contrib.sitemaps import views\n"
            "from django.views.decorators.cache import cache_page\n"
            "urlpatterns = [path('v', cache_page(60)(views.index))]",
            ["ANY v  django.contrib.sitemaps.views:index 9"],
            id="a decorator around what the project imports",
        ),
        pytest.param(
            "from functools import wraps\ndef posted(f):\n    @require_POST\n    @wraps(f)\n"
            "    def inner(request):\n        return f(request)\n    return inner\n"
            "@posted\ndef v(request): ...\nurlpatterns = [path('v', v)]",
            ["POST v  v 15"],
            id="a decorator of the project allows methods",
        ),
        pytest.param(
            "def log(f):\n    def inner(request):\n        return f(request)\n    return inner\n"
            "def v(request): ...\nclass W(View):\n    def get(self, request): ...\n"
            "urlpatterns = [path('v', log(v)), path('w', log(W.as_view()))]",
            ["ANY v  v 11", "GET w  W.get 13"],
            id="a decorator of the project that does not say whom it wraps",
        ),
        pytest.param(
            "def make(name):\n    def text():\n        return name\n    def view(request):\n"
            "        return text()\n    return view\nurlpatterns = [path('v', make('v'))]",
            ["ANY v  make.view 10"],
            id="a factory makes the view",
        ),
        pytest.param(
            "from functools import partial\ndef v(request, page): ...\n"
            "urlpatterns = [path('v', partial(v, page=1)), path('l', lambda request: None)]",
            ["ANY l  <lambda1> 9", "ANY v  v 8"],
            id="partial and lambda",
        ),
        pytest.param(
            "class V(View):\n    def get(self, request): ...\n    def post(self, request): ...\n"
            "urlpatterns = [path('v', V.as_view()), path('w', login_required(V.as_view()))]",
            ["GET v  V.get 8", "GET w  V.get 8", "POST v  V.post 9", "POST w  V.post 9"],
            id="a class answers with its methods",
        ),
        pytest.param(
            "class A(View):\n    def get(self, request): ...\nclass V(A):\n"
            "    def post(self, request): ...\nurlpatterns = [path('v', V.as_view())]",
            ["GET v  V 9", "POST v  V.post 10"],
            id="a method that is inherited is the class's",
        ),
        pytest.param(
            "class V(View):\n    http_method_names = ['post']\n    def get(self, request): ...\n"
            "    def post(self, request): ...\nurlpatterns = [path('v', V.as_view()),"
            " path('w', V.as_view(http_method_names=['get']))]",
            ["GET w  V.get 9", "POST v  V.post 10"],
            id="http_method_names",
        ),
        pytest.param(
            "@method_decorator(require_POST, name='dispatch')\nclass V(View):\n"
            "    def get(self, request): ...\n    def post(self, request): ...\n"
            "urlpatterns = [path('v', V.as_view())]",
            ["POST v  V.post 10"],
            id="a decorator of dispatch",
        ),
        pytest.param(
            "class V(View):\n    def dispatch(self, request): ...\n"
            "urlpatterns = [path('v', V.as_view())]",
            ["ANY v  V.dispatch 8"],
            id="dispatch answers everything",
        ),
        pytest.param(
            "class Mixin:\n    @classmethod\n    def as_view(cls, **kwargs):\n"
            "        return login_required(super().as_view(**kwargs))\n"
            "class V(Mixin, generic.ListView): ...\nurlpatterns = [path('v', V.as_view())]",
            ["GET v  V 11"],
            id="a mixin that decorates",
        ),
        pytest.param(
            "class V:\n    @classmethod\n    def as_view(cls, action):\n"
            "        def view(request):\n            return cls().run(request, action)\n"
            "        view.view_class = cls\n        return view\n"
            "class W(V): ...\nurlpatterns = [path('v', W.as_view('list'))]",
            ["ANY v  W 14"],
            id="as_view of the project's own, that says of which class",
        ),
        pytest.param(
            "class Feed:\n    def __call__(self, request): ...\nurlpatterns = [path('v', Feed())]",
            ["ANY v  Feed.__call__ 8"],
            id="an object that can be called",
        ),
        pytest.param(
            "from django.contrib.syndication.views import Feed\nclass News(Feed): ...\n"
            "urlpatterns = [path('v', News())]",
            ["ANY v  News 8"],
            id="an object whose class comes from elsewhere",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    assert views(source) == expected


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        pytest.param("generic.TemplateView", ["GET"], id="template"),
        pytest.param("generic.ListView", ["GET"], id="list"),
        pytest.param("generic.DetailView", ["GET"], id="detail"),
        pytest.param("generic.dates.YearArchiveView", ["GET"], id="dates"),
        pytest.param("generic.FormView", ["GET", "POST", "PUT"], id="form"),
        pytest.param("generic.CreateView", ["GET", "POST", "PUT"], id="create"),
        pytest.param("generic.UpdateView", ["GET", "POST", "PUT"], id="update"),
        pytest.param("generic.DeleteView", ["DELETE", "GET", "POST"], id="delete"),
        pytest.param(
            "generic.RedirectView", ["DELETE", "GET", "PATCH", "POST", "PUT"], id="redirect"
        ),
        pytest.param("View", ["ANY"], id="nothing"),
    ],
)
def test_knows_what_generic_views_answer(base: str, expected: list[str]) -> None:
    own = views(f"class V({base}): ...\nurlpatterns = [path('v', V.as_view())]")
    foreign = views(f"urlpatterns = [path('v', {base}.as_view())]")
    module, _, name = f"django.views.{base}".rpartition(".")
    assert own == [f"{method} v  V 7" for method in expected]
    assert foreign == [f"{method} v  {module}:{name} 7" for method in expected]
