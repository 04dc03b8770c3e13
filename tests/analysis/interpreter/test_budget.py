"""How often a function is run for different objects."""

import pytest

from tests.analysis.programs import program_of_one

OBJECTS = 200


def program(lines: int) -> str:
    """Write a function of about so many lines, that many objects are given to."""
    body = "".join("    n = n\n" for _ in range(lines))
    things = "".join(
        f"class C{n}:\n    def run(self): ...\nuse(C{n}(), 1)\n" for n in range(OBJECTS)
    )
    return f"def use(thing, n):\n{body}    thing.run()\n{things}"


@pytest.mark.parametrize(("lines", "seen"), [(1, OBJECTS), (200, 40)])
def test_short_functions_are_run_for_more_objects_than_long_ones(lines: int, seen: int) -> None:
    calls = program_of_one(program(lines)).calls

    assert len({call.callee for call in calls if call.callee.endswith(".run")}) == seen


@pytest.mark.parametrize(
    ("line", "routes"),
    [
        pytest.param("", 160, id="nothing but its arguments"),
        pytest.param("    log(path)\n", 40, id="another function"),
    ],
)
def test_functions_of_their_arguments_only_are_run_for_more_constants(
    line: str, routes: int
) -> None:
    body = "    path = path.strip('/')\n" * 50
    rules = "".join(f"rules.append(join('/{n}'))\n" for n in range(160))
    source = (
        f"from flask import Flask\napp = Flask('s')\ndef log(path): ...\nrules = []\n"
        f"def join(path):\n{line}{body}    return '/' + path\ndef view(): ...\n{rules}"
        "for rule in rules:\n    app.add_url_rule(rule, rule, view)\n"
    )
    found = {point.label for point in program_of_one(source).entry_points}

    assert len(found) == routes


@pytest.mark.parametrize("line", ["", "    log(path)\n"], ids=["pure", "not pure"])
def test_what_a_text_gives_is_not_taken_for_what_another_gives(line: str) -> None:
    source = (
        "from flask import Flask\napp = Flask('s')\ndef log(path): ...\n"
        f"def join(path):\n{line}    path = path.strip('/')\n    return '/x/' + path\n"
        "def view(): ...\nkept = join('/a b/'), join('a b')\n"
        "for rule in ('/c d', '/e f'):\n"
        "    app.add_url_rule(join(rule), rule, view)\n"
    )
    found = [point.label for point in program_of_one(source).entry_points]

    assert found == ["GET /x/c d", "GET /x/e f"]


@pytest.mark.parametrize(("lines", "seen"), [(1, OBJECTS), (400, OBJECTS), (1198, 100)])
def test_long_functions_that_register_are_run_for_fewer_objects(lines: int, seen: int) -> None:
    body = "".join("    n = n\n" for _ in range(lines))
    things = "".join(f"class C{n}: ...\nadd(C{n}(), '/{n}')\n" for n in range(OBJECTS))
    source = (
        "from flask import Flask\napp = Flask('s')\ndef show(): ...\n"
        f"def add(thing, path, n=1):\n{body}    app.add_url_rule(path, view_func=show)\n{things}"
    )
    assert len(program_of_one(source).entry_points) == seen
