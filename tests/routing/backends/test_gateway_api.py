"""HTTPRoutes as data, and through a kubectl that is a script with a file for a cluster."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from ruamel.yaml import YAML

from migrator.cli.cutover import cutover as command
from migrator.errors import PlanError, ToolError
from migrator.model.cutover import Backend, Cutover, Facade, Mode, Origins, Route
from migrator.routing.backends import gateway_api
from migrator.routing.catalog import render

ORIGINS = Origins("http://mono.shop.svc:8000", {"d": "http://documents.shop.svc.cluster.local"})
NEW = {"name": "documents", "namespace": "shop", "port": 80}
KEPT = "keep a visitor on an arm; `facade: {sticky: false}` draws each request anew"
SERVICE = "an origin is a Service, http://NAME.NAMESPACE.svc"


def cutover(*routes: Route, sticky: bool = False, origins: Origins = ORIGINS) -> Cutover:
    facade = Facade(backend=Backend.GATEWAY_API, gateway="edge/main", sticky=sticky)
    return Cutover(1, origins, facade, routes=routes)


def rows(route: Route) -> list[tuple[str, str, str, str]]:
    """Return header, methods, targets and copies of each rule."""
    found = []
    for rule in gateway_api.objects(cutover(route))[0]["spec"]["rules"]:
        headers = {one["value"] for match in rule["matches"] for one in match.get("headers", ())}
        methods = "|".join(match.get("method", "*") for match in rule["matches"])
        targets = " ".join(f"{one['name']}={one.get('weight', 1)}" for one in rule["backendRefs"])
        copies = [one for one in rule["filters"] if one["type"] == "RequestMirror"]
        names = [one["requestMirror"]["backendRef"]["name"] for one in copies]
        found.append(("".join(headers), methods, targets, "".join(names)))
    return found


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        pytest.param(
            Route("a", "GET", "/a", "d", Mode.CANARY, 2.5),
            [
                ("new", "GET|HEAD", "documents=1", ""),
                ("old", "GET|HEAD", "mono=1", ""),
                ("", "GET|HEAD", "documents=250 mono=9750", ""),
            ],
            id="canary",
        ),
        pytest.param(
            Route("a", "ANY", "/a", "d", Mode.SHADOW),
            [
                ("new", "*", "documents=1", ""),
                ("old", "*", "mono=1", ""),
                ("", "*", "mono=1", ""),
                ("", "GET|HEAD", "mono=1", "documents"),
            ],
            id="shadow copies what is safe",
        ),
        pytest.param(Route("a", "POST", "/a", "d"), [("", "POST", "mono=1", "")], id="monolith"),
        pytest.param(
            Route("a", "POST", "/a", "d", Mode.RETIRED),
            [("", "POST", "documents=1", "")],
            id="retired",
        ),
    ],
)
def test_rules(route: Route, expected: list[tuple[str, str, str, str]]) -> None:
    assert rows(route) == expected


def test_a_whole_object() -> None:
    route = Route("Get_D", "POST", "/d/{id}", "d", Mode.RETIRED)
    text = render(cutover(route), "/run")[0].content.decode()
    headers = [
        {"name": "x-cutover-route", "value": "Get_D"},
        {"name": "x-cutover-arm", "value": "new"},
    ]
    assert list(YAML(typ="safe", pure=True).load_all(text)) == [
        {
            "apiVersion": "gateway.networking.k8s.io/v1",
            "kind": "HTTPRoute",
            "metadata": {
                "name": "migrate-get-d",
                "namespace": "shop",
                "labels": {"app.kubernetes.io/managed-by": "migrate-cutover"},
                "annotations": {
                    "migrate-cutover/route": "Get_D",
                    "migrate-cutover/monolith": "shop/mono:8000",
                },
            },
            "spec": {
                "parentRefs": [{"name": "main", "namespace": "edge"}],
                "rules": [
                    {
                        "matches": [
                            {
                                "path": {"type": "RegularExpression", "value": "/d/[^/]+"},
                                "method": "POST",
                            }
                        ],
                        "filters": [
                            {
                                "type": "ResponseHeaderModifier",
                                "responseHeaderModifier": {"set": headers},
                            }
                        ],
                        "backendRefs": [NEW],
                    }
                ],
            },
        }
    ]


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        pytest.param(
            cutover(Route("a", "GET", "/a", "d", Mode.CANARY, 5), sticky=True),
            [f"gateway-api cannot: a: {KEPT}"],
            id="sticky",
        ),
        pytest.param(
            cutover(Route("a", "GET", "/a", "d", Mode.SHADOW, shadow_percent=5)),
            ["gateway-api cannot: a: copy 5 % of the requests, only all"],
            id="a part of the copies",
        ),
        pytest.param(
            cutover(
                Route("a", "GET", "/{a}/x", "d", Mode.SERVICE), Route("b", "GET", "/{a}/{b}", "d")
            ),
            ["gateway-api cannot: a: say whether it or b takes a path that both match"],
            id="overlap",
        ),
        pytest.param(
            cutover(Route("a_b", "GET", "/a", "d"), Route("a-b", "GET", "/b", "d")),
            ["gateway-api cannot: a-b: tell it from a_b: both are 'a-b' there"],
            id="names",
        ),
        pytest.param(
            cutover(Route("a", "GET", "/a", "d"), origins=Origins("https://m", {"d": "http://1.2"})),
            [
                f"gateway-api cannot: reach 'd': {SERVICE}",
                f"gateway-api cannot: reach 'monolith': {SERVICE}",
            ],
            id="no Services",
        ),
    ],
)  # fmt: skip
def test_refusals(what: Cutover, expected: list[str]) -> None:
    with pytest.raises(PlanError) as caught:
        render(what, "/run")
    assert str(caught.value).splitlines() == expected


KUBECTL = """\
#!{python}
import json, pathlib, sys
from ruamel.yaml import YAML
cluster = pathlib.Path({cluster!r})
words = sys.argv[1:]
if words[0] == "get":
    print(cluster.read_text() if cluster.exists() else '{{"items": []}}')
    sys.exit()
items = list(YAML(typ="safe", pure=True).load_all(sys.stdin))
if "refused" in json.dumps(items):
    sys.exit("error: the server does not like it")
if "--dry-run=server" not in words:
    assert "--prune" in words
    for one in items:
        one["status"] = {{"parents": []}}
        one["metadata"]["uid"] = "1"
    cluster.write_text(json.dumps({{"items": items}}))
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_through_kubectl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    script, cluster = tmp_path / "kubectl", tmp_path / "cluster.json"
    script.write_text(KUBECTL.format(python=sys.executable, cluster=str(cluster)))
    script.chmod(0o755)
    monkeypatch.setenv("MIGRATE_KUBECTL", str(script))
    text = """\
version: 1
facade: {backend: gateway-api, gateway: edge/main, sticky: false}
origins: {monolith: "http://m.shop.svc", services: {d: "http://d.shop.svc"}}
routes:
  - {id: get, method: GET, path: "/d/{id}", service: d, mode: canary, percent: 25}
"""
    (tmp_path / "cutover.yaml").write_text(text)
    assert run("apply").stdout.splitlines()[1:] == ["apply shop/migrate-get"]
    assert run("apply").stdout == "nothing to change\n"
    assert run("advance", "get", "--to", "50").stderr == ""
    status = json.loads(run("status", "--format", "json").stdout)
    assert (status["facade"], status["routes"][0]["effective"]) == ("in step", 50)
    data: dict[str, Any] = json.loads(cluster.read_text())
    data["items"][0]["spec"]["rules"][-1]["backendRefs"][0]["weight"] = 0
    cluster.write_text(json.dumps(data))
    assert "the running facade does 0%" in run("status").stdout
    (tmp_path / "cutover.yaml").write_text(text.replace("/d/{id}", "/refused"))
    before = cluster.read_text()
    with pytest.raises(ToolError, match="kubectl refuses the configuration: error: the server"):
        run("apply")
    assert cluster.read_text() == before


def test_a_missing_kubectl_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MIGRATE_KUBECTL", str(tmp_path / "none"))
    (tmp_path / "cutover.yaml").write_text(
        """\
version: 1
facade: {backend: gateway-api, gateway: edge/main}
origins: {monolith: "http://m.shop.svc", services: {d: "http://d.shop.svc"}}
routes: [{id: get, method: GET, path: /d, service: d}]
"""
    )
    with pytest.raises(ToolError, match="kubectl cannot be run"):
        run("plan")
