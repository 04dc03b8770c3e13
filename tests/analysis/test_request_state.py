"""What is left on a request or in a session here, and read there."""

import pytest

from tests.analysis.programs import program_of, program_of_one


def uses_of(source: str) -> list[str]:
    """Spell who reads what that whom writes: ``show g.user <- load 9``."""
    found = program_of_one(source).hidden_edges
    return [
        f"{e.source} {e.key} <- {e.target} {e.location.line}".replace("shop:", "")
        for e in found
        if e.kind in {"request-global", "session-key"}
    ]


FLASK = """
import flask
from flask import g, request, session
def load():
    g.user = flask.g.count = 1
    session["cart"] = []
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("return g.user.name", ["f g.user <- load 7"], id="attribute"),
        pytest.param("g.user.leave()", ["f g.user <- load 7"], id="method of it"),
        pytest.param("return flask.g.count", ["f g.count <- load 7"], id="by the module"),
        pytest.param("return g.get('user')", ["f g.user <- load 7"], id="get"),
        pytest.param("return 'user' in g", ["f g.user <- load 7"], id="test"),
        pytest.param("return g.other", [], id="what nobody writes"),
        pytest.param("g.user = None", [], id="another writer"),
        pytest.param("return session['cart']", ['f session["cart"] <- load 7'], id="session"),
        pytest.param("session.pop('cart', None)", ['f session["cart"] <- load 7'], id="pop"),
        pytest.param("return session[request.x]", [], id="computed key"),
    ],
)
def test_flask(body: str, expected: list[str]) -> None:
    assert uses_of(f"{FLASK}def f(): {body}") == expected


REQUEST = """
class Tenants:
    def __call__(self, request):
        request.tenant = 1
        request.session["seen"] = True
        request.state.trace = 1
"""
WHO = "<- Tenants.__call__"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("return request.tenant.pk", [f"V.f request.tenant {WHO} 8"], id="attribute"),
        pytest.param("return self.request.tenant", [f"V.f request.tenant {WHO} 8"], id="of self"),
        pytest.param("return request.user", [], id="what nobody here writes"),
        pytest.param(
            "return request.state.trace", [f"V.f request.state.trace {WHO} 8"], id="state"
        ),
        pytest.param(
            "return request.session['seen']", [f'V.f session["seen"] {WHO} 8'], id="session"
        ),
        pytest.param(
            "return self.request.session.get('seen')", [f'V.f session["seen"] {WHO} 8'], id="get"
        ),
        pytest.param(
            "return 'seen' in request.session", [f'V.f session["seen"] {WHO} 8'], id="test"
        ),
        pytest.param("request.session['seen'] = 2", [], id="another writer"),
    ],
)
def test_requests(body: str, expected: list[str]) -> None:
    assert uses_of(f"{REQUEST}class V:\n    def f(self, request): {body}") == expected


def test_an_imported_request_is_the_same_for_all_modules() -> None:
    program = program_of(
        {
            "a.py": "from flask import request\ndef load(): request.tenant = 1",
            "b.py": "import flask\ndef show(): return flask.request.tenant",
        }
    )
    (edge,) = program.hidden_edges
    assert (edge.source, edge.target, edge.key) == ("b:show", "a:load", "request.tenant")
