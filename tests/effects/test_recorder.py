"""Small applications of both frameworks, really called."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.effects.record import RECORDER, sum_up
from tests.effects.sql import READ, WRITE
from tests.effects.truth import Route, Truth

FLASK = """
import sqlite3
import sys
from pathlib import Path

from call import Call
from flask import Flask
from sqlalchemy import create_engine, text

FRAMEWORK = "flask"
FILE = Path(sys.argv[3]) / "state" / "database.sqlite"
engine = create_engine(f"sqlite:///{FILE}")
cache = []


def create():
    app = Flask(__name__)

    @app.route("/orders/<int:number>", methods=["GET", "POST"])
    def order(number):
        with engine.begin() as connection:
            if not cache:
                cache.append(connection.execute(text("SELECT a FROM setting")).all())
            rows = connection.execute(text("DELETE FROM item")).rowcount
        return str(rows), 200 if rows else 404

    with sqlite3.connect(FILE) as connection:
        connection.execute("CREATE TABLE item (a)")
        connection.execute("CREATE TABLE setting (a)")
    return app


def fill(app):
    with sqlite3.connect(FILE) as connection:
        connection.execute("INSERT INTO item VALUES (1)")


def declared():
    return {"item": __name__, "setting": "flask"}


def close(app):
    engine.dispose()


def forget(app):
    cache.clear()


def prepare(client, given):
    given["headers"]["X-Token"] = "t"


DATABASES = {"empty": lambda app: None, "filled": fill}
LOG_INS = {}
CALLS = (
    Call("GET", "/orders/1"),
    Call("GET", "/orders/2"),
    Call("GET", "/orders/2", database="empty"),
)
"""
DJANGO = """
import sys
from pathlib import Path

from call import Call
from django.conf import settings
from django.http import HttpResponse
from django.urls import path

FRAMEWORK = "django"
settings.configure(
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3",
                           "NAME": str(Path(sys.argv[3]) / "state" / "db.sqlite")}},
    ALLOWED_HOSTS=["localhost"],
)


def users(request, number):
    from django.contrib.auth.models import User

    if request.method == "POST":
        User.objects.filter(pk=number).update(first_name=request.POST["name"])
    found = User.objects.filter(pk=number, groups=None).count()
    return HttpResponse(found, status=200 if found else 404)


def fill():
    from django.contrib.auth.models import User

    User.objects.create(username="one")


def configure():
    pass


urlpatterns = [path("users/<int:number>/", users)]
DATABASES = {"filled": fill}
LOG_INS = {}
CALLS = (
    Call("GET", "/users/1/"),
    Call("POST", "/users/1/?a=b", form={"name": "n"}),
    Call("GET", "/users/2/"),
)
"""
OF_DJANGO = frozenset(
    {"auth_group", "auth_group_permissions", "auth_permission", "auth_user", "auth_user_groups"}
    | {"auth_user_user_permissions", "django_content_type"}
)


def recording(source: Path, scratch: Path) -> list[str]:
    return [sys.executable, str(RECORDER), "small", str(source), str(scratch)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            FLASK,
            Truth(
                frozenset({"setting"}),
                (
                    Route(
                        "GET",
                        "/orders/{}",
                        ((200, 2), (404, 1)),
                        frozenset({(READ, "setting"), (WRITE, "item")}),
                    ),
                ),
            ),
            id="flask",
        ),
        pytest.param(
            DJANGO,
            Truth(
                OF_DJANGO,
                (
                    Route(
                        "GET",
                        "/users/{}",
                        ((200, 1), (404, 1)),
                        frozenset({(READ, "auth_user"), (READ, "auth_user_groups")}),
                    ),
                    Route(
                        "POST",
                        "/users/{}",
                        ((200, 1),),
                        frozenset(
                            {(READ, "auth_user"), (READ, "auth_user_groups")}
                            | {(WRITE, "auth_user")}
                        ),
                    ),
                ),
            ),
            id="django",
        ),
    ],
)
def test_records_what_routes_touch(tmp_path: Path, source: str, expected: Truth) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "run").mkdir()
    (tmp_path / "shop" / "small.py").write_text(source)
    subprocess.run(recording(tmp_path / "shop", tmp_path / "run"), check=True, cwd=tmp_path)
    log = (tmp_path / "run" / "log.jsonl").read_text().splitlines()

    assert sum_up("ctfd", [json.loads(line) for line in log]) == expected


@pytest.mark.slow
def test_refuses_a_route_that_fails(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "small.py").write_text(FLASK.replace("200 if rows else 404", "500"))
    command = recording(tmp_path, tmp_path / "run")
    done = subprocess.run(command, check=False, cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.endswith("answers 500\n")
