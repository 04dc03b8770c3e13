"""Constants that the interpreter computes, seen as the path of a route."""

import pytest

from tests.analysis.programs import program_of_one, routes_of, unresolved_of

PRELUDE = "from flask import Flask\napp = Flask('s')\n"
VIEW = "\n@app.route(path)\ndef v(): ..."
UNKNOWN = ["shop.py:4 Flask route with a computed path or methods"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("'/a'.replace('a', 'b')", "/b", id="replace"),
        pytest.param("'/A/'.rstrip('/').lower()", "/a", id="strip, lower"),
        pytest.param("'/a,b'.split(',')[0]", "/a", id="split"),
        pytest.param("'/{}/{b}'.format('a', b='b')", "/a/b", id="format"),
        pytest.param("'/v{}/{b}'.format(1, b=2)", "/v1/2", id="format of numbers"),
        pytest.param("'/' + str({'a': 1})", "/{'a': 1}", id="text of a dictionary"),
        pytest.param(
            "'/{a}'.format(**{'a': 'a', 'b': load()})", "/a", id="format, more than used"
        ),
        pytest.param("'/'.join(['', 'a', 'b'])", "/a/b", id="join"),
        pytest.param("'/%s/%s' % ('a', 'b')", "/a/b", id="percent"),
        pytest.param("'/a'.value", "/a", id="value of a member of an enumeration"),
    ],
)
def test_is_computed(path: str, expected: str) -> None:
    program = program_of_one(f"{PRELUDE}path = {path}{VIEW}")

    assert routes_of(program) == [f"GET {expected} v shop:v 5"]


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("'/a'.replace(*load())", id="arguments by star"),
        pytest.param("'/a'.replace('a')", id="too few arguments"),
        pytest.param("'/a'.replace('a', 'b', count=1)", id="argument by keyword"),
        pytest.param("'/a'.split('')[0]", id="empty separator"),
        pytest.param("'/{}'.format()", id="format with too few"),
        pytest.param("'/{a[b]}'.format(a='a')", id="format that looks into what is known as text"),
        pytest.param("'/{a}'.format(a=load())", id="format with what is not known"),
        pytest.param("'/{0[a]}'.format('b')", id="format with an item of a text"),
        pytest.param("'/%s/%s' % 'a'", id="percent with too few"),
    ],
)
def test_what_cannot_be_computed_is_said(path: str) -> None:
    program = program_of_one(f"{PRELUDE}path = {path}{VIEW}")

    assert (routes_of(program), unresolved_of(program)) == ([], UNKNOWN)


@pytest.mark.parametrize(
    "joined",
    [
        pytest.param("sum([['/a'], ['/b']], [])", id="sum"),
        pytest.param("itertools.chain(['/a'], ['/b'])", id="chain"),
        pytest.param("itertools.chain.from_iterable([['/a'], ['/b']])", id="chain of a list"),
        pytest.param("reduce(operator.add, [['/a'], ['/b']])", id="reduce"),
        pytest.param("reduce(lambda a, b: a + b, [['/b']], ['/a'])", id="reduce from a start"),
    ],
)
def test_joins_lists(joined: str) -> None:
    program = program_of_one(
        "import itertools, operator\nfrom functools import reduce\n"
        f"{PRELUDE}def v(): ...\nfor path in {joined}:\n    app.add_url_rule(path, path, v)"
    )

    assert routes_of(program) == ["GET /a /a shop:v 5", "GET /b /b shop:v 5"]


def test_an_addition_without_known_operands_is_unknown() -> None:
    source = "import operator\ndef v(): ...\n{'+': operator.add}[sign](*terms)\noperator.add()\n"
    program = program_of_one(f"{PRELUDE}{source}app.add_url_rule('/a', view_func=v)")

    assert routes_of(program) == ["GET /a v shop:v 4"]


def test_lists_that_are_added_to_each_other_do_not_grow_without_end() -> None:
    source = "one, two = load(), ['/a']\n" + "one += two\ntwo += one\n" * 60
    loop = "for path in two:\n    app.add_url_rule(path, view_func=v)"
    program = program_of_one(f"{PRELUDE}def v(): ...\n{source}{loop}")

    assert routes_of(program) == ["GET /a v shop:v 3"]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        pytest.param("path.endswith('/')", "/a", id="endswith"),
        pytest.param("not path.startswith('b')", "/a", id="startswith"),
        pytest.param("path.endswith('b')", "/a/", id="not so"),
    ],
)
def test_what_a_text_starts_and_ends_with_decides(test: str, expected: str) -> None:
    source = f"def shorten(path):\n    if {test}:\n        return path[:-1]\n    return path\n"
    program = program_of_one(f"{PRELUDE}{source}path = shorten('/a/'){VIEW}")
    assert routes_of(program) == [f"GET {expected} v shop:v 9"]


@pytest.mark.parametrize(
    "growing",
    [
        pytest.param("x = ['/a']\nfor i in range_:\n    x = x + x", id="sum of lists"),
        pytest.param("x = ['/a']\nfor i in range_:\n    x += x", id="list added to itself"),
        pytest.param("x = ['/a']\nfor i in range_:\n    x.extend(x)", id="extended by itself"),
        pytest.param("x = '/a'\nfor i in range_:\n    x = x + x", id="text"),
        pytest.param("x = '/a'\nfor i in range_:\n    x = f'{x}{x}'", id="f-string"),
    ],
)
def test_what_doubles_in_a_loop_stays_bounded(growing: str) -> None:
    numbers = ", ".join(str(number) for number in range(100))
    program = program_of_one(f"range_ = [{numbers}]\n{growing}\n{PRELUDE}path = x{VIEW}")

    assert routes_of(program) == []


SETTINGS = """\
from pydantic import BaseModel, Field
class Inner(BaseModel):
    plain: str = "/a"
    described: str = Field("/a", description="where")
    named: str = Field(default="/a")
class Settings(BaseModel):
    made: Inner = Field(default_factory=Inner)
    annotated: Inner
settings = Settings()
"""


@pytest.mark.parametrize(
    "path",
    [
        "settings.made.plain",
        "settings.made.described",
        "settings.made.named",
        "settings.annotated.named",
    ],
)
def test_fields_of_settings_have_their_defaults(path: str) -> None:
    program = program_of_one(f"{PRELUDE}{SETTINGS}path = {path}{VIEW}")
    assert routes_of(program) == ["GET /a v shop:v 14"]
