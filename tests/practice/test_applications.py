"""Three real applications from PyPI, one a framework, and the parts of the comparison."""

import json
from pathlib import Path

import pytest

from tests.practice.__main__ import measure
from tests.practice.applications import APPLICATIONS, CACHE, unpacked
from tests.practice.make_table import rows
from tests.practice.score import Score, score
from tests.practice.table import Row, read_table, shape, write_table

BY_NAME = {application.name: application for application in APPLICATIONS}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["flaskbb", "lnbits", "mailman-web"])
def test_finds_the_routes_of_real_applications(name: str) -> None:
    CACHE.mkdir(exist_ok=True)
    found = measure(BY_NAME[name], unpacked(BY_NAME[name])).score

    assert found.recall >= 0.97, found.missed
    assert found.handlers >= 0.98, found.misattributed
    assert found.precision >= 0.98, found.invented


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a/<int:id>/", "/a/{}"),
        ("/a/{id:path}", "/a/{}"),
        (r"^a/(?P<id>\d+)/$", "/a/{}"),
        (r"^a/(?P<id>[)\]]+)\.json\Z", "/a/{}.json"),
        (r"a/(?:b|(c))?/d/?", "/a/{}/d"),
        ("", "/"),
        ("a//b", "/a/b"),
    ],
)
def test_gives_paths_one_spelling(path: str, expected: str) -> None:
    assert shape(path) == expected


DUMP = """{"routes": [
  {"path": "/a/<id>", "methods": ["GET", "PUT"], "handler": "views:a", "file": "views.py",
   "own": true},
  {"path": "/b", "methods": null, "handler": "views:B", "file": "views.py", "own": true,
   "method_handlers": {"GET": "views:B.get@views.py:9"}},
  {"path": "/live", "websocket": true, "handler": "views:f.<locals>.g", "file": "views.py",
   "own": true},
  {"path": "/admin", "methods": ["GET"], "handler": "admin:index", "file": "admin.py",
   "own": false},
  {"path": "/static/<f>", "methods": ["GET"], "handler": "x:s", "file": "x.py", "own": true,
   "static": true}],
 "tasks": [{"handler": "tasks:send", "file": "tasks.py"}]}"""
TABLE = (
    Row("http", "ANY", "/b", is_own=True, handlers=("views.py:B",)),
    Row("http", "GET", "/a/{}", is_own=True, handlers=("views.py:a",)),
    Row("http", "GET", "/admin", is_own=False, handlers=()),
    Row("http", "GET", "/static/{}", is_own=False, handlers=()),
    Row("http", "PUT", "/a/{}", is_own=True, handlers=("views.py:a",)),
    Row("task", "-", "tasks.py:send", is_own=True, handlers=("tasks.py:send",)),
    Row("websocket", "-", "/live", is_own=True, handlers=("views.py:f.g",)),
)


def test_makes_and_reads_tables() -> None:
    made = tuple(rows(json.loads(DUMP)))

    assert made == TABLE
    assert read_table(write_table(made)) == TABLE


def entry(kind: str, path: str, handler: str, method: str = "GET") -> dict[str, str]:
    file = f"{handler.partition(':')[0].replace('.', '/')}.py"
    return {"kind": kind, "method": method, "path": path, "handler": handler, "file": file}


def test_counts_what_is_missing_wrong_and_invented() -> None:
    entries = [
        entry("http", "/a/{x}", "views:a"),
        entry("http", "/b", "views:B.post", "POST"),
        entry("http", "/admin", "views:admin"),
        entry("http", "/new", "views:new"),
        {**entry("websocket", "/live", "views:other"), "method": "-"},
        entry("task", "", "tasks:send"),
    ]

    assert score(TABLE, entries) == Score(
        wanted=4,
        found=3,
        right=2,
        reported=5,
        tasks=(1, 1),
        missed=(("http", "PUT", "/a/{}"),),
        misattributed=(("websocket", "-", "/live"),),
        invented=(("http", "GET", "/new"),),
    )


def test_tables_are_those_of_the_applications() -> None:
    tables = Path(__file__).parent / "tables"

    assert sorted(file.stem for file in tables.glob("*.tsv")) == sorted(BY_NAME)
