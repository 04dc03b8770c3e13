"""Routes of an HTTP API, kept by moto."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result

from migrator.cli.cutover import cutover as command
from migrator.errors import PlanError, ToolError
from migrator.model.cutover import Backend, Cutover, Facade, Mode, Origins, Route
from migrator.routing.backends import http_api
from migrator.routing.catalog import render
from tests.routing.backends.aws_api import moto_server

ORIGINS = Origins("http://m", {"d": "http://d"})


def cutover(*routes: Route) -> Cutover:
    facade = Facade(backend=Backend.HTTP_API, api="abc")
    return Cutover(1, ORIGINS, facade, routes=routes)


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (
            Route("a", "GET", "/a/{id}", "d"),
            {"GET /a/{id}": "monolith", "HEAD /a/{id}": "monolith"},
        ),
        (Route("a", "POST", "/a", "d", Mode.SERVICE), {"POST /a": "d"}),
        (Route("a", "ANY", "/a/{x+}", "d", Mode.RETIRED), {"ANY /a/{x+}": "d"}),
        (Route("a", "POST", "/a/", "d", Mode.CANARY, 100), {"POST /a": "d", "POST /a/": "d"}),
        (Route("a", "POST", "/", "d", Mode.CANARY), {"POST /": "monolith"}),
    ],
)
def test_route_keys(route: Route, expected: dict[str, str]) -> None:
    assert http_api.routes(cutover(route)) == {"$default": "monolith", **expected}


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (Route("a", "GET", "/a", "d", Mode.CANARY, 5), "send 5 % to a service, only 0 or 100"),
        (Route("a", "GET", "/a", "d", Mode.SHADOW), "copy requests: there is no shadow"),
        (
            Route("a", "GET", "/{id}.json", "d"),
            "match a part of a segment: a parameter is a whole one",
        ),
        (
            Route("a", "GET", "/{id+}/x", "d"),
            "match the rest of a path anywhere but at its end",
        ),
    ],
)
def test_refusals(route: Route, expected: str) -> None:
    with pytest.raises(PlanError) as caught:
        render(cutover(route), "/run")
    assert str(caught.value) == f"http-api cannot: a: {expected}"


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, str]]:
    monkeypatch.chdir(tmp_path)
    with moto_server(monkeypatch):
        client = boto3.client("apigatewayv2")
        name = client.create_api(Name="a", ProtocolType="HTTP")["ApiId"]
        foreign = client.create_integration(
            ApiId=name, IntegrationType="HTTP_PROXY", IntegrationUri="http://x"
        )["IntegrationId"]
        client.create_route(ApiId=name, RouteKey="GET /x", Target=f"integrations/{foreign}")
        (tmp_path / "cutover.yaml").write_text(
            f"""\
version: 1
facade: {{backend: http-api, api: "{name}"}}
origins: {{monolith: "http://m", services: {{d: "http://d"}}}}
routes:
  - {{id: get, method: POST, path: "/d/{{id}}", service: d, mode: monolith, percent: 0}}
"""
        )
        yield client, name


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


@pytest.mark.slow
def test_on_an_api(api: tuple[Any, str]) -> None:
    client, name = api
    assert run("apply").stdout.splitlines()[1:] == [
        "CreateIntegration monolith",
        "CreateIntegration d",
        "CreateRoute $default -> monolith",
        "CreateRoute POST /d/{id} -> monolith",
    ]
    assert run("apply").stdout == "nothing to change\n"
    with pytest.raises(PlanError, match="get: send 50 % to a service, only 0 or 100"):
        run("advance", "get", "--to", "50")
    assert "percent: 0" in Path("cutover.yaml").read_text()
    assert run("advance", "get", "--to", "100").stderr == ""
    assert "get    POST /d/{id}  d        service  100%   -" in run("status").stdout
    assert run("status").stdout.startswith("facade: in step")
    assert run("rollback", "--all").stderr == ""

    text = Path("cutover.yaml").read_text()
    Path("cutover.yaml").write_text(text.replace('POST, path: "/d/{id}"', "GET, path: /x"))
    with pytest.raises(ToolError, match="has routes of others: GET /x"):
        run("apply")
    keys = {one["RouteKey"] for one in client.get_routes(ApiId=name)["Items"]}
    assert keys == {"GET /x", "$default", "POST /d/{id}"}
