"""Links to routes by their names, and tasks that are sent by theirs."""

import pytest

from migrator.analysis.recognizers.url_names import COMPUTED
from tests.analysis.programs import edges_of, program_of, program_of_one, unresolved_of

FLASK = """
from flask import Blueprint, Flask, redirect, url_for
app = Flask("shop")
orders = Blueprint("orders", "shop", url_prefix="/orders")
@orders.get("/")
def index(): ...
@orders.route("/new", methods=["GET", "POST"])
def new(): ...
@app.post("/out", endpoint="leave")
def out(): ...
app.register_blueprint(orders)
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("url_for('orders.new', x=1)", ["GET /orders/new"], id="endpoint"),
        pytest.param("url_for('.index')", ["GET /orders/"], id="relative to the module"),
        pytest.param("app.url_for(endpoint='leave')", ["POST /out"], id="route without GET"),
        pytest.param("url_for('static', filename='a.css')", [], id="files"),
        pytest.param("redirect('/orders/')", [], id="path"),
    ],
)
def test_flask(source: str, expected: list[str]) -> None:
    program = program_of_one(f"{FLASK}def f(): return {source}")
    assert edges_of(program) == [f"url-name f -> {label} 12" for label in expected]


DJANGO = """
from django.shortcuts import redirect
from django.urls import include, path, reverse, reverse_lazy
from django.views.generic import FormView
ROOT_URLCONF = "shop"
INSTALLED_APPS = []
def home(request): ...
def show(request, pk): ...
class Edit(FormView):
    success_url = reverse_lazy("orders:show")
urlpatterns = [
    path("", home, name="home"),
    path("orders/", include(([path("<int:pk>", show, name="show")], "orders"))),
]
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("reverse('orders:show', args=[1])", ["ANY /orders/{pk}"], id="reverse"),
        pytest.param("reverse(viewname='home')", ["ANY /"], id="keyword"),
        pytest.param("redirect('home')", ["ANY /"], id="redirect to a name"),
        pytest.param("redirect(show, pk=1)", ["ANY /orders/{pk}"], id="redirect to a view"),
        pytest.param("redirect('/home')", [], id="redirect to a path"),
        pytest.param("redirect(home.get_absolute_url())", [], id="computed"),
        pytest.param("reverse('admin:index')", [], id="name of another application"),
    ],
)
def test_django(source: str, expected: list[str]) -> None:
    program = program_of_one(f"{DJANGO}def f(): return {source}")
    found = [f"url-name f -> {label} 15" for label in expected]
    assert edges_of(program) == ["url-name Edit -> ANY /orders/{pk} 10", *found]


def test_fastapi() -> None:
    program = program_of_one(
        "from fastapi import FastAPI, Request\napp = FastAPI()\n@app.get('/a')\ndef a(): ...\n"
        "@app.get('/b')\ndef b(request: Request): return request.url_for('a')"
    )
    assert edges_of(program) == ["url-name b -> GET /a 6"]


def test_a_name_of_several_routes_is_that_of_the_module() -> None:
    module = "from fastapi import APIRouter\nr = APIRouter(prefix='/{0}')\n@r.get('/')\n"
    module += "def index(): return r.url_path_for('index')\n"
    app = "from fastapi import FastAPI\nimport a, b\napp = FastAPI()\n"
    app += "app.include_router(a.r)\napp.include_router(b.r)\n"
    program = program_of({"shop.py": app, "a.py": module.format("a"), "b.py": module.format("b")})
    assert edges_of(program) == [
        "url-name a:index -> GET /a/ 4",
        "url-name b:index -> GET /b/ 4",
    ]


def test_a_helper_links_for_its_callers() -> None:
    program = program_of_one(
        f"{FLASK}def to(name): return url_for(name)\n"
        "def f(): to('orders.index')\ndef g(): to('leave')"
    )
    assert edges_of(program) == ["url-name f -> GET /orders/ 12", "url-name g -> POST /out 12"]


def test_a_computed_name_is_said() -> None:
    program = program_of_one(f"{FLASK}def f(x): return url_for('orders.' + x.kind)")
    assert unresolved_of(program) == [f"shop.py:12 {COMPUTED}"]


def test_tasks_by_name() -> None:
    program = program_of(
        {
            "shop.py": "from celery import Celery, signature\napp = Celery('x')\n"
            "@app.task(name='mail')\ndef send(): ...\n"
            "def f(): app.send_task('mail')\ndef g(): signature('mail').delay()\n"
            "def h(): app.send_task('of.others')\ndef i(): send.delay()"
        }
    )
    assert edges_of(program) == ["task-name f -> task mail 5", "task-name g -> task mail 6"]
