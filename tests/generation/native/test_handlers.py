"""Handlers that carry a view: their text, and what they answer beside hosted ones."""

import json
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from migrator.generation.extract import extract
from migrator.model.extraction import Extraction, Layer
from migrator.model.plan import Granularity, Handlers, MigrationPlan, Service
from migrator.parity.manifest import read_manifest
from tests.generation.native.prices import FILES, changed
from tests.generation.package.gateways import GATEWAYS, Request
from tests.generation.shops import analyzed

VIEWS = "shop/prices/views.py"
JSON = ("Content-Type", "application/json")


def made(files: Mapping[str, str] = FILES, handlers: Handlers = Handlers.NATIVE) -> Extraction:
    encoded = {path: textwrap.dedent(text).encode() for path, text in files.items()}
    program, source = analyzed(encoded)
    service = Service("prices", ("shop.prices",), handlers=handlers)
    return extract(program, MigrationPlan(services=(service,)), "prices", source)


def generated(extraction: Extraction) -> dict[str, str]:
    """Return the service's generated files."""
    layers = [layer for layer in extraction.layers if layer.layer is Layer.GENERATED]
    files = (f for one in layers for f in one.files if f.path.startswith("services/prices/"))
    return {f.path.removeprefix("services/prices/"): f.content.decode() for f in files}


def handler(extraction: Extraction, name: str) -> str:
    return generated(extraction)[f"handlers/{name}.py"]


def asked(extraction: Extraction) -> dict[str, str]:
    """Return what serverless.yml runs for each function."""
    found = read_manifest(generated(extraction)["serverless.yml"], file="serverless.yml")
    return {one.name: one.handler for one in found.functions}


SHOW = '''\
# ruff: noqa
"""GET /prices/{number} (shop.prices.views:show, shop/prices/views.py:22), without Flask.

Between the marks is the monolith's code, without the decorators that register it. Flask is
imported for what is not plain, and for errors.
"""

from settings import load as load_settings

load_settings()

from shop_lambda.native import Route, native_handler

# fmt: off
from shop_lambda.native import abort
import logging
from shop.prices.catalog import price_of
log = logging.getLogger("shop.prices.views")


def show(number):
    found = price_of(number)
    if found is None:
        log.info("nobody knows %s", number)
        abort(404)
    return {"price": found, "currency": "EUR"}
# fmt: on


def framework():
    """Import the application."""
    from app import app

    return app


handler = native_handler(
    [
        Route("/prices/<int:number>", "prices.show", ("GET",), show),
    ],
    framework,
    style="legacy",
)
'''


def test_the_view_is_taken_over() -> None:
    assert handler(made(), "get_prices_number") == SHOW


def test_helpers_and_constants_travel_with_their_comments() -> None:
    code = handler(made(), "get_prices").partition("# fmt: off\n")[2].partition("# fmt: on")[0]
    assert code == (
        "from shop_lambda.native import jsonify\nfrom shop_lambda.native import request\n"
        "from shop.prices import catalog\nMOST = 100\n\n\ndef _limit():\n"
        '    return min(request.args.get("limit", MOST, type=int), MOST)\n\n\ndef index():\n'
        "    # everything there is\n    numbers = sorted(catalog.PRICES)[:_limit()]\n"
        "    return jsonify(numbers=numbers, method=request.method)\n"
    )


def test_other_spellings_of_imports() -> None:
    files = changed(
        (VIEWS, "from flask import Blueprint, abort, jsonify, request", "import flask as f"),
        (VIEWS, "Blueprint(", "f.Blueprint("),
        (VIEWS, "request", "f.request"),
        (VIEWS, "jsonify", "f.jsonify"),
        (VIEWS, "abort", "f.abort"),
    )
    code = handler(made(files), "get_prices").partition("# fmt: off\n")[2].partition("\ndef")[0]
    assert code == (
        "from shop_lambda import native as f\nfrom shop.prices import catalog\nMOST = 100\n\n"
    )


def test_hosted_is_the_default() -> None:
    extraction = made(handlers=Handlers.HOSTED)
    assert set(asked(extraction).values()) == {"handlers.hosted.handler"}
    assert "handlers/get_prices.py" not in generated(extraction)
    assert [serving.is_native for serving in extraction.servings] == [True, True, True]


def test_a_function_is_hosted_where_one_of_its_routes_is() -> None:
    files = changed(
        (
            VIEWS,
            '        @prices.post("/quote")',
            (
                '        @prices.get("/<int:number>.html")\n        def page(number):\n'
                '            return open("x").name, {"X-A": url_for("x")}\n\n'
                '        @prices.post("/quote")'
            ),
        ),
    )
    extraction = made(files)
    says = {s.label: [h.says for h in s.hindrances] for s in extraction.servings}
    assert says["GET /prices/{number}"] == [
        "its Lambda function answers `GET /prices/{number}.html` as well, which is hosted"
    ]
    assert asked(extraction) == {
        "get_prices": "handlers.get_prices.handler",
        "get_prices_number": "handlers.hosted.handler",
        "post_prices_quote": "handlers.post_prices_quote.handler",
    }


def test_a_name_that_the_handler_has_itself() -> None:
    files = changed((VIEWS, "def show", "def handler"), (VIEWS, "log.info", "Route.info"))
    says = {s.label: [h.says for h in s.hindrances] for s in made(files).servings}
    assert says["GET /prices/{number}"] == ["nothing is known of `Route`"]
    files = changed((VIEWS, "def show", "def handler"))
    says = {s.label: [h.says for h in s.hindrances] for s in made(files).servings}
    assert says["GET /prices/{number}"] == [
        "the module of its view has a name `handler`, as its handler has"
    ]


REQUESTS = {
    "get_prices_number": (
        Request("/prices/1"),
        Request("/prices/2", method="HEAD"),
        Request("/prices/3"),
        Request("/prices/13"),
        Request("/prices/x"),
        Request("/prices/1", method="POST"),
    ),
    "get_prices": (
        Request("/prices/"),
        Request("/prices/", query="limit=1"),
        Request("/prices/", query="limit=x"),
        Request("/prices"),
    ),
    "post_prices_quote": (
        Request("/prices/quote", method="POST", headers=(JSON,), body=b'{"number": 2}'),
        Request("/prices/quote", method="POST", headers=(JSON,), body=b'{"number": 13}'),
        Request("/prices/quote", method="POST", headers=(JSON,), body=b"{}"),
        Request("/prices/quote", method="POST", headers=(JSON,), body=b"{"),
        Request("/prices/quote", method="POST", body=b"{}"),
    ),
}
SEED = {"PYTHONHASHSEED": "0"}  # the order of methods in `Allow` is that of a set
RUN = """
import importlib, json, sys
events = json.loads(sys.stdin.read())
answers = {}
for name, given in events.items():
    module = importlib.import_module(f"handlers.{sys.argv[1] or name}")
    imports = "flask" in sys.modules
    answers[name] = {"imports": imports, "answers": [module.handler(e, None) for e in given]}
print(json.dumps(answers))
"""


def answers(folder: Path, handlers: Handlers, name: str) -> dict[str, Any]:
    """Write a service, and ask it in a process of its own."""
    for layer in made(handlers=handlers).layers:
        for file in layer.files:
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
    events = {name: [make(r) for r in REQUESTS[name] for make in GATEWAYS.values()]}
    paths = (folder / "services/prices", folder / "packages/shop_lambda/src")
    run = subprocess.run(
        [sys.executable, "-c", RUN, "hosted" if handlers is Handlers.HOSTED else ""],
        input=json.dumps(events),
        env={"PYTHONPATH": ":".join(map(str, paths)), "SETTINGS_SOURCE": "environment"} | SEED,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)[name]
    return found


@pytest.mark.parametrize("name", REQUESTS)
def test_answers_as_the_hosted_service(tmp_path: Path, name: str) -> None:
    native = answers(tmp_path / "native", Handlers.NATIVE, name)
    hosted = answers(tmp_path / "hosted", Handlers.HOSTED, name)
    assert native["answers"] == hosted["answers"]
    assert (native["imports"], hosted["imports"]) == (False, True)


def test_one_function_for_all() -> None:
    encoded = {path: textwrap.dedent(text).encode() for path, text in FILES.items()}
    program, source = analyzed(encoded)
    service = Service(
        "prices",
        ("shop.prices",),
        handlers=Handlers.NATIVE,
        granularity=Granularity.PER_SERVICE,
    )
    extraction = extract(program, MigrationPlan(services=(service,)), "prices", source)
    assert handler(extraction, "service").count("        Route(") == 3
