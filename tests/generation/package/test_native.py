"""Native handlers against hosted ones: the same views, request by request, gateway by gateway."""

import itertools
import json
import subprocess
import sys
import textwrap
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import flask
import pytest

from tests.generation.package.gateways import GATEWAYS, Request, http_api, load_balancer_single

# Rule, methods, and the view; its names are those of Flask or of the private package.
VIEWS = {
    "show": (
        "/orders/<int:order_id>",
        ["GET", "DELETE"],
        """
        def show(order_id):
            if order_id == 404:
                abort(404)
            if order_id == 410:
                abort(410, "gone for good")
            if order_id == 500:
                raise ZeroDivisionError("no")
            return jsonify(id=order_id, method=request.method, z=[1, None, "é"])
        """,
    ),
    "index": ("/orders/", ["GET"], "def index(): return {'b': 1, 'a': [2.5, True]}"),
    "name": ("/names/<name>.<ending>", ["GET"], "def name(name, ending): return [name, ending]"),
    "path": ("/files/<path:rest>", ["GET"], "def path(rest): return rest, 200, {'X-A': 'b'}"),
    "ident": (
        "/ids/<uuid:ident>/<float:price>",
        ["GET"],
        "def ident(ident, price): return jsonify(ident, price)",
    ),
    "query": (
        "/query",
        ["GET"],
        """
        def query():
            args = request.args
            return jsonify(
                q=args.get("q"),
                page=args.get("page", 1, type=int),
                all=args.getlist("q"),
                numbers=args.getlist("page", type=int),
                has="q" in args,
                agent=request.headers.get("User-Agent"),
                kind=request.headers.get("Content-Type", "none"),
            )
        """,
    ),
    "needs": ("/needs", ["GET"], "def needs(): return request.args['q']"),
    "body": (
        "/body",
        ["POST"],
        """
        def body():
            data = request.get_json()
            again = request.json
            return jsonify(data=data, same=data is again, length=len(request.get_data())), 201
        """,
    ),
    "silent": (
        "/silent",
        ["POST"],
        "def silent(): return jsonify(request.get_json(silent=True)), 202, {'X-Json': 1}",
    ),
    "forced": ("/forced", ["POST"], "def forced(): return jsonify(request.get_json(force=True))"),
    "types": (
        "/types",
        ["GET"],
        """
        def types():
            import datetime, decimal, uuid
            day = datetime.date(2026, 1, 2)
            zone = datetime.timezone(datetime.timedelta(hours=2))
            return jsonify([
                day, datetime.datetime(2026, 1, 2, 3, 4, 5), decimal.Decimal("1.50"),
                datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=zone), uuid.UUID(int=1),
            ])
        """,
    ),
    "unknown": ("/unknown", ["GET"], "def unknown(): return jsonify(object())"),
    "mixed": ("/mixed", ["GET"], "def mixed(): return jsonify(), 204"),
    "text": (
        "/text",
        ["GET"],
        "def text(): return Response('a,b', mimetype='text/csv'), {'X-Many': 'x'}",
    ),
    "plain": ("/plain", ["GET"], "def plain(): return Response(b'x', 200, mimetype='image/x')"),
    "status": ("/status", ["GET"], "def status(): return 'odd', '299 Odd'"),
    "moved": ("/moved", ["GET"], "def moved(): return '', 302, {'Location': '/orders/'}"),
    "stream": ("/stream", ["GET"], "def stream(): return (str(n) for n in range(3))"),
    "nothing": ("/nothing", ["GET"], "def nothing(): return None"),
    "twice": ("/twice", ["GET"], "def twice(): return 'x', [('X-A', '1'), ('X-A', '2')]"),
    "retyped": ("/retyped", ["GET"], "def retyped(): return '<a/>', {'content-type': 'a/xml'}"),
    "typed": ("/typed", ["GET"], "def typed(): return '<a/>', 200, {'Content-Type': 'a/xml'}"),
}
JSON = ("Content-Type", "application/json")
# Request, and whether it is answered without the framework.
REQUESTS = [
    (Request("/orders/7"), True),
    (Request("/orders/7", method="HEAD"), True),
    (Request("/orders/7", method="DELETE"), True),
    (Request("/orders/7", method="OPTIONS"), False),
    (Request("/orders/7", method="PUT"), False),
    (Request("/orders/007"), True),
    (Request("/orders/x"), False),
    (Request("/orders/-1"), False),
    (Request("/orders/7/"), False),
    (Request("/orders/404"), False),
    (Request("/orders/410"), False),
    (Request("/orders/500"), False),
    (Request("/orders/"), True),
    (Request("/orders"), False),
    (Request("/orders", query="a=b"), False),
    (Request("//orders/"), False),
    (Request("/orders//7"), False),
    (Request("/names/a.b"), True),
    (Request("/names/a%20b%C3%A9.x.y"), True),
    (Request("/names/a"), False),
    (Request("/files/a/b%2520/c"), True),
    (Request("/files/"), False),
    (Request(f"/ids/{'0a' * 4}-{'0a' * 2}-{'0A' * 2}-{'0a' * 2}-{'0a' * 6}/1.50"), True),
    (Request("/ids/x/1"), False),
    (Request("/query"), True),
    (Request("/query", query="q=a&q=b&page=x&page=3&empty="), True),
    (Request("/query", query="q=a+b%26%C3%A9&page=2"), True),
    (Request("/query", cookies=("theme=dark",)), True),
    (Request("/query", cookies=("theme=dark", "session=abc")), False),
    (Request("/query", headers=(JSON,)), True),
    (Request("/needs", query="q=1"), True),
    (Request("/needs"), False),
    (Request("/body", method="POST", headers=(JSON,), body=b'{"a": [1]}'), True),
    (Request("/body", method="POST", headers=(JSON,), body=b"{"), False),
    (Request("/body", method="POST", body=b"{}"), False),
    (Request("/body", method="POST", headers=(JSON,)), False),
    (
        Request(
            "/body",
            method="POST",
            headers=(("Content-Type", "application/x+json; a=b"),),
            body="é".encode().join([b'"', b'"']),
            is_text=True,
        ),
        True,
    ),
    (Request("/silent", method="POST", headers=(JSON,), body=b"{"), True),
    (Request("/silent", method="POST", body=b"{}"), True),
    (Request("/forced", method="POST", body=b"[1.0, 2e3]"), True),
    (Request("/forced", method="POST", body=b"no"), False),
    (Request("/types"), True),
    (Request("/unknown"), False),
    (Request("/mixed"), True),
    (Request("/text"), True),
    (Request("/plain"), True),
    (Request("/plain", method="HEAD"), True),
    (Request("/status"), False),
    (Request("/moved"), False),
    (Request("/stream"), False),
    (Request("/nothing"), False),
    (Request("/twice"), False),
    (Request("/retyped"), False),
    (Request("/typed"), True),
    (Request("/nowhere"), False),
]


def application() -> flask.Flask:
    """Make the application, with a session and answers of its own for some errors."""
    app = flask.Flask("shop")
    app.secret_key = "x"  # noqa: S105
    app.register_error_handler(410, lambda error: (flask.jsonify(why=error.description), 410))
    for name, (rule, methods, code) in VIEWS.items():
        app.add_url_rule(rule, name, _view(name, code, flask), methods=methods)
    return app


def _view(name: str, code: str, names: ModuleType) -> Callable[..., Any]:
    scope = {n: getattr(names, n) for n in ("abort", "jsonify", "request", "Response")}
    exec(textwrap.dedent(code), scope)  # noqa: S102 - the table above
    view: Callable[..., Any] = scope[name]
    return view


class Framework:
    """Makes the application when it is asked for, and remembers that it was."""

    def __init__(self) -> None:
        self.is_awake = False
        self._app = application()

    def __call__(self) -> flask.Flask:
        self.is_awake = True
        return self._app


@pytest.fixture(scope="module")
def native(shop: ModuleType) -> ModuleType:
    return import_module(f"{shop.__name__}.native")


@pytest.fixture(scope="module")
def routes(native: ModuleType) -> list[Any]:
    return [
        native.Route(rule, name, methods, _view(name, code, native))
        for name, (rule, methods, code) in VIEWS.items()
    ]


@pytest.mark.parametrize("style", ["legacy", "envelope", "negotiated"])
def test_answers_as_a_hosted_handler(
    shop: ModuleType, native: ModuleType, routes: list[Any], style: str
) -> None:
    hosted = shop.hosted_handler(application(), style=style)
    for (request, is_plain), gateway in itertools.product(REQUESTS, GATEWAYS):
        framework = Framework()
        handler = native.native_handler(routes, framework, style=style)
        event = GATEWAYS[gateway](request)
        case = f"{request} through {gateway}"
        assert handler(event, None) == hosted(event, None), case
        assert framework.is_awake is not is_plain, case


def test_load_balancer_with_single_values(
    shop: ModuleType, native: ModuleType, routes: list[Any]
) -> None:
    event = load_balancer_single(Request("/query", query="q=a&q=b&page=2"))
    handler = native.native_handler(routes, Framework())
    assert handler(event, None) == shop.hosted_handler(application())(event, None)


@pytest.mark.parametrize(
    ("headers", "query"),
    [((("Host", "a b"),), ""), ((), "q=%ff"), ((), "q=\xe9")],
)
def test_what_is_not_plain_is_the_frameworks(
    native: ModuleType, routes: list[Any], headers: tuple[tuple[str, str], ...], query: str
) -> None:
    framework = Framework()
    event = http_api(Request("/query", query=query))
    event["headers"] |= {name.lower(): value for name, value in headers}
    native.native_handler(routes, framework)(event, None)
    assert framework.is_awake


def test_debugging_flask_answers_itself(
    native: ModuleType, routes: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    framework = Framework()
    native.native_handler(routes, framework)(http_api(Request("/query")), None)
    assert framework.is_awake


def test_unknown_name_of_the_session_cookie(native: ModuleType, routes: list[Any]) -> None:
    framework = Framework()
    handler = native.native_handler(routes, framework, session_cookie="")
    handler(http_api(Request("/query", cookies=("theme=dark",))), None)
    assert framework.is_awake


def test_the_view_is_the_applications_again(native: ModuleType, routes: list[Any]) -> None:
    framework = Framework()
    handler = native.native_handler(routes, framework)
    handler(http_api(Request("/orders/404")), None)
    answer = framework().test_client().get("/orders/8")
    assert json.loads(answer.data)["id"] == 8


def test_answers_without_flask(rendered: Path) -> None:
    code = textwrap.dedent(
        """
        import json, sys
        from shop_lambda.native import Route, jsonify, native_handler
        route = Route("/a/<int:n>", "a", ["GET"], lambda n: jsonify(n=n))
        handler = native_handler([route], lambda: 1 / 0)
        event = json.loads(sys.stdin.read())
        print(handler(event, None)["body"].strip(), {"flask", "werkzeug"} & set(sys.modules))
        """
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(http_api(Request("/a/3"))),
        env={"PYTHONPATH": str(rendered / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == '{"n":3} set()\n'
