"""Helpers that register views: followed for as many as an application has, and said beyond."""

from tests.analysis.programs import program_of_one, routes_of, unresolved_of

HELPER = (
    "from flask import Flask\napp = Flask('s')\ndef add(path, view):\n"
    "    app.add_url_rule(path, view_func=view)\n"
)


def spell(views: int) -> str:
    return HELPER + "".join(f"def v{n}(): ...\nadd('/v{n}', v{n})\n" for n in range(views))


def test_follows_a_helper_for_every_view() -> None:
    program = program_of_one(spell(1500))

    assert routes_of(program) == [
        f"GET /v{n} v{n} shop:v{n} {2 * n + 5}" for n in sorted(range(1500), key=str)
    ]
    assert unresolved_of(program) == []


def test_says_so_where_a_helper_is_called_too_often() -> None:
    program = program_of_one(spell(3100))

    assert len(routes_of(program)) == 3000
    assert unresolved_of(program) == [
        "shop.py:3 Flask routes of a helper that is called too often to follow: not all are read"
    ]


def test_does_not_speak_of_other_helpers() -> None:
    calls = "".join(f"def v{n}(): ...\nkeep(v{n})\n" for n in range(700))
    program = program_of_one(f"def keep(view):\n    return view\n{calls}")

    assert (routes_of(program), unresolved_of(program)) == ([], [])
