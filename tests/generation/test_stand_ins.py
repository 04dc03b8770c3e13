"""Which imports of a Django table of URLs become stand-ins, and what the file then says."""

import textwrap

import pytest

from migrator.errors import MigratorError
from migrator.generation.extract import extract
from migrator.generation.natures import finals
from migrator.model.plan import MigrationPlan, Monolith, Service
from migrator.model.program import HttpRoute
from tests.generation.shops import analyzed

SITE = {
    "site_/__init__.py": "",
    "site_/settings.py": """\
        ROOT_URLCONF = "site_.urls"
        INSTALLED_APPS = ["site_.own", "site_.other"]
        """,
    "site_/own/__init__.py": "",
    "site_/own/views.py": """\
        from django.http import HttpResponse

        def index(request):
            return HttpResponse("own")

        def left(request):
            return HttpResponse("left")
        """,
    "site_/other/__init__.py": "",
    "site_/other/views.py": """\
        from django.http import HttpResponse
        from django.views import View

        def index(request):
            return HttpResponse("other")

        class Page(View):
            def get(self, request):
                return HttpResponse("page")
        """,
}
HEAD = "from django.urls import include, path\nfrom site_.own import views as own\n"
OWN = 'urlpatterns = [path("own/", own.index, name="own"), '


def urls_of(code: str) -> str:
    """Extract what ``own.index`` answers, and return the table of URLs as it travels."""
    files = SITE | {"site_/urls.py": HEAD + code}
    content = {path: textwrap.dedent(text).encode() for path, text in files.items()}
    program, source = analyzed(content)
    plan = MigrationPlan(services=(Service("own", entry_points=("ANY /own/",)),))
    made = extract(program, plan, "own", source)
    file = finals(made.layers)["services/own/site_/urls.py"]
    return file.content.decode().removeprefix(HEAD)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(
            f'from site_.other import views\n{OWN}path("o/", views.index, name="o")]\n',
            "from site__lambda.django_views import stays_behind\n\n"
            'views = stays_behind("site_.other.views")\n\n'
            f'{OWN}path("o/", views.index, name="o")]\n',
            id="module",
        ),
        pytest.param(
            "from site_.other.views import Page, index as first\n\n"
            f'{OWN}path("o/", first), path("p/", Page.as_view(a=1), name="p")]\n',
            "from site__lambda.django_views import stays_behind\n\n"
            'Page = stays_behind("site_.other.views.Page")\n'
            'first = stays_behind("site_.other.views.index")\n\n'
            f'{OWN}path("o/", first), path("p/", Page.as_view(a=1), name="p")]\n',
            id="names",
        ),
        pytest.param(
            "from django.contrib.auth.decorators import login_required\n"
            "from site_.other import views\n\n"
            f'{OWN}path("o/", login_required(views.index))]\n',
            "from django.contrib.auth.decorators import login_required\n"
            "from site__lambda.django_views import stays_behind\n\n"
            'views = stays_behind("site_.other.views")\n\n'
            f'{OWN}path("o/", login_required(views.index))]\n',
            id="decorated",
        ),
        pytest.param(
            f'\n{OWN}path("left/", own.left, name="left")]\n',
            "from site__lambda.django_views import with_stand_ins\n\nown = with_stand_ins(own)\n\n"
            f'{OWN}path("left/", own.left, name="left")]\n',
            id="a view of a module that travels",
        ),
    ],
)
def test_stand_ins(code: str, expected: str) -> None:
    assert urls_of(code) == expected


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            f'from site_.other import views\n{OWN}path("o/", views.index)]\nX = views.Page\n',
            id="used elsewhere",
        ),
        pytest.param(
            f'from site_.other import views\n{OWN}path("o/", views.index)]\n'
            "handler404 = views.index\n",
            id="error handler",
        ),
        pytest.param(
            f'from site_.other.views import index\n__all__ = ["index"]\n{OWN}path("o/", index)]\n',
            id="exported",
        ),
    ],
)
def test_what_is_more_than_a_view_stays_real(code: str) -> None:
    assert urls_of(code) == code


def test_viewsets_that_stay_are_not_registered_but_named() -> None:
    files = SITE | {
        "site_/other/views.py": """\
            from rest_framework import viewsets

            class ItemViewSet(viewsets.ViewSet):
                def list(self, request): ...
            """,
        "site_/urls.py": HEAD
        + "from rest_framework import routers\nfrom site_.other.views import ItemViewSet\n"
        + 'router = routers.SimpleRouter()\nrouter.register("items", ItemViewSet, "item")\n'
        + f'{OWN}path("api/", include((router.urls, "api"), namespace="api"))]\n',
    }
    content = {path: textwrap.dedent(text).encode() for path, text in files.items()}
    program, source = analyzed(content)
    plan = MigrationPlan(services=(Service("own", entry_points=("ANY /own/",)),))
    made = finals(extract(program, plan, "own", source).layers)
    urls = made["services/own/site_/urls.py"].content.decode()
    assert "ItemViewSet" not in urls
    assert "include((router.urls" in urls
    app = made["services/own/app.py"].content.decode()
    assert '    ("api/items/$", "api:item-list"),\n' in app


API = {
    "site_/other/registry.py": """\
        KINDS = {}

        def register(cls):
            KINDS[cls.__name__] = cls
            return cls
        """,
    "site_/other/kinds.py": """\
        from site_.other.registry import register

        @register
        class Kind: ...
        """,
    "site_/other/views.py": """\
        from rest_framework import viewsets
        from site_.other.kinds import Kind

        class ItemViewSet(viewsets.ViewSet):
            kind = Kind

            def list(self, request): ...
        """,
    "site_/own/views.py": """\
        from django.http import HttpResponse
        from site_.other.registry import KINDS

        def index(request):
            return HttpResponse(KINDS[request.GET["kind"]].__doc__)
        """,
    "site_/urls.py": HEAD
    + "from django.http import HttpResponseRedirect\n"
    + "from rest_framework import routers\nfrom site_.other import views\n\n"
    + 'def old(request):\n    return HttpResponseRedirect("/own/")\n\n'
    + 'router = routers.SimpleRouter()\nrouter.register("items", views.ItemViewSet, "item")\n'
    + f'{OWN}path("old/", old), path("api/", include(router.urls))]\n',
}


def test_a_table_of_urls_with_a_small_view_of_its_own_is_one() -> None:
    content = {path: textwrap.dedent(text).encode() for path, text in (SITE | API).items()}
    program, source = analyzed(content)
    plan = MigrationPlan(services=(Service("own", entry_points=("ANY /own/",)),))
    made = extract(program, plan, "own", source)
    assert "site_.other.views" not in made.sliced.modules
    files = finals(made.layers)
    urls = files["services/own/site_/urls.py"].content.decode()
    assert "import views\n" not in urls
    assert "def old(request)" in urls
    app = files["services/own/app.py"].content.decode()
    assert '    ("api/items/$", "item-list"),\n' in app


def test_what_registers_itself_is_imported_although_the_views_stay_that_do_so() -> None:
    content = {path: textwrap.dedent(text).encode() for path, text in (SITE | API).items()}
    program, source = analyzed(content)
    plan = MigrationPlan(services=(Service("own", entry_points=("ANY /own/",)),))
    made = extract(program, plan, "own", source)
    assert made.sliced.stranded == ("site_.other.kinds",)
    app = finals(made.layers)["services/own/app.py"].content.decode()
    assert 'for module in (\n    "site_.other.kinds",\n):\n    import_module(module)\n' in app


def settings_of(files: dict[str, str], application: str = "") -> str:
    content = {path: textwrap.dedent(text).encode() for path, text in files.items()}
    program, source = analyzed(content)
    plan = MigrationPlan(monolith=Monolith(application=application))
    return extract(program, plan, "site_.own", source).selection.application.name


SEVERAL = SITE | {
    "site_/urls.py": HEAD + f"{OWN}]\n",
    "site_/settings.py": "",
    "site_/base.py": 'ROOT_URLCONF = "site_.urls"\nINSTALLED_APPS = ["site_.own"]\n',
    "site_/production.py": "from site_.base import *\n",
    "site_/local.py": 'from site_.base import *\nROOT_URLCONF = "site_.urls"\n',
}


def test_settings_are_those_that_start_the_project() -> None:
    wsgi = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.production")\n'
    assert settings_of(SEVERAL | {"site_/wsgi.py": wsgi}) == "site_.production:"
    assert settings_of(SEVERAL, "site_.local") == "site_.local:"
    with pytest.raises(MigratorError, match=r"not clear: found site_\.base, site_\.local"):
        settings_of(SEVERAL)
    with pytest.raises(MigratorError, match=r"'site_\.locale' of migration\.yaml does not exist"):
        settings_of(SEVERAL, "site_.locale")


def test_event_streams_of_fastapi_stay() -> None:
    files = {
        "shop/__init__.py": "",
        "shop/main.py": """\
            from fastapi import FastAPI
            from sse_starlette import EventSourceResponse

            app = FastAPI()

            @app.get("/live")
            def live():
                return EventSourceResponse([])

            @app.get("/plain")
            def plain():
                return {}

            @app.websocket("/socket")
            async def socket(websocket): ...
            """,
    }
    content = {path: textwrap.dedent(text).encode() for path, text in files.items()}
    program, source = analyzed(content)
    made = extract(program, MigrationPlan(), "shop.main", source).selection
    paths = [r.trigger.path for r in made.routes if isinstance(r.trigger, HttpRoute)]
    assert paths == ["/plain"]
    assert sorted(point.label for point, _ in made.stays) == ["GET /live", "websocket /socket"]
