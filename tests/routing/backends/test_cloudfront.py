"""The function runs in Node, on events as CloudFront documents them; its API is a small server."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from migrator.cli.cutover import cutover as command
from migrator.errors import PlanError
from migrator.model.cutover import Backend, Cutover, Facade, Mode, Origin, Origins, Route
from migrator.routing.assignment import is_on_service_portably
from migrator.routing.backends import cloudfront
from migrator.routing.catalog import render
from tests.routing.backends.aws_api import STORE, CloudFront, cloudfront_server

ORIGINS = Origins("http://m", {"d": Origin("http://d", distribution_origin="lambda")})
DRAWN = "draw each request anew: visitors keep their arm; drop facade.sticky"
USERS = [f"user-{n}" for n in range(2000)]

# The module `cloudfront` is the runtime's; everything else is what Node has as well.
STUB = """
import fs from 'node:fs';
const given = JSON.parse(fs.readFileSync(0, 'utf8'));
let chosen = '';
const cf = {
  kvs: () => ({ get: async (key, options) => {
    if (!(key in given.store)) throw new Error('KeyNotFound');
    return options.format === 'json' ? JSON.parse(given.store[key]) : given.store[key];
  } }),
  selectRequestOriginById: (origin) => { chosen = origin; },
};
"""
DRIVER = """
const answers = [];
for (const event of given.events) {
  chosen = '';
  const request = await handler(event);
  const said = (name) => request.headers[name].value;
  answers.push([chosen || 'default', said('x-cutover-arm'), said('x-cutover-route')]);
}
console.log(JSON.stringify(answers));
"""


def cutover(*routes: Route, sticky: bool = True) -> Cutover:
    facade = Facade(backend=Backend.CLOUDFRONT, function="f", store=STORE, sticky=sticky)
    return Cutover(1, ORIGINS, facade, routes=routes)


def event(request: str, cookies: str = "", ip: str = "10.0.0.1", **headers: str) -> dict[str, Any]:
    method, _, uri = request.partition(" ")
    pairs = [one.split("=", 1) for one in cookies.split("; ") if one]
    return {
        "version": "1.0",
        "viewer": {"ip": ip},
        "request": {
            "method": method,
            "uri": uri,
            "headers": {
                name.replace("_", "-"): {"value": value} for name, value in headers.items()
            },
            "cookies": {name: {"value": value} for name, value in pairs},
        },
    }


def answers(what: Cutover, folder: Path, *events: dict[str, Any]) -> list[list[str]]:
    code = cloudfront.function(what).replace("import cf from 'cloudfront';", STUB)
    (folder / "function.mjs").write_text(code + DRIVER)
    given = json.dumps({"store": cloudfront.entries(what), "events": events})
    done = subprocess.run(
        ["node", folder / "function.mjs"], input=given, capture_output=True, text=True, check=True
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_the_function_agrees_with_the_other_backends_visitor_by_visitor(tmp_path: Path) -> None:
    shares = {"one": 1, "five": 5.0, "half": 50, "most": 99.99, "none": 0, "all": 100}
    routes = (
        Route(f"r-{name}", "GET", f"/{name}/{{id}}", "d", Mode.CANARY, percent)
        for name, percent in shares.items()
    )
    what = cutover(*routes)
    events = [event(f"GET /{name}/1", x_user_id=user) for name in shares for user in USERS]
    arms = [arm for _, arm, _ in answers(what, tmp_path, *events)]
    expected = [
        "new" if is_on_service_portably(f"r-{name}", user, percent) else "old"
        for name, percent in shares.items()
        for user in USERS
    ]
    assert arms == expected
    assert len(cloudfront.function(what)) < 10_000


ROUTES = (
    Route("get", "GET", "/d/{id}", "d", Mode.SERVICE),
    Route("kept", "GET", "/d/new", "d", Mode.MONOLITH),
    Route("file", "GET", "/d/{id}.json", "d", Mode.CANARY, 0),
    Route("rest", "ANY", "/files/{name+}", "d", Mode.SERVICE),
    Route("list", "POST", "/d/", "d", Mode.SERVICE),
    Route("gone", "GET", "/gone", "d", Mode.RETIRED),
    Route("root", "GET", "/{page}", "d", Mode.CANARY, 50),
)
NEW, OLD = ["lambda", "new"], ["default", "old"]


@pytest.mark.slow
def test_templates_forced_arms_and_odd_paths(tmp_path: Path) -> None:
    cases = [
        (event("GET /d/1"), [*NEW, "get"]),
        (event("HEAD /d/1"), [*NEW, "get"]),
        (event("PUT /d/1"), [*OLD, "-"]),
        (event("GET /d/new", x_cutover="new"), [*OLD, "kept"]),
        (event("GET /d/1.json"), [*OLD, "file"]),
        (event("GET /d/1.json", cookies="cutover=new"), [*NEW, "file"]),
        (event("GET /d/1", x_cutover="old", cookies="cutover=new"), [*OLD, "get"]),
        (event("DELETE /files/a/b/c"), [*NEW, "rest"]),
        (event("GET /files"), [*NEW, "root"] if _ip("root", 50) else [*OLD, "root"]),
        (event("POST /d"), [*NEW, "list"]),
        (event("POST /d/"), [*NEW, "list"]),
        (event("GET /gone", x_cutover="old"), [*NEW, "gone"]),
        (event("GET /d/a%2Fb"), [*OLD, "-"]),
        (event("GET /d/../x"), [*OLD, "-"]),
        (event("GET /none/at/all"), [*OLD, "-"]),
        (event("GET /d/1.json", x_user_id="", cookies="cutover=maybe"), [*OLD, "file"]),
    ]
    found = answers(cutover(*ROUTES), tmp_path, *(one for one, _ in cases))
    assert found == [expected for _, expected in cases]


def _ip(route: str, percent: float) -> bool:
    return is_on_service_portably(route, "10.0.0.1", percent)


@pytest.mark.slow
def test_many_routes_with_one_beginning_go_on_in_further_keys(tmp_path: Path) -> None:
    routes = [Route(f"r{n}", "GET", f"/api/{{id}}/{n}", "d", Mode.SERVICE) for n in range(60)]
    what = cutover(*routes)
    entries = cloudfront.entries(what)
    assert max(map(len, entries.values())) <= 1000
    assert list(entries)[:2] == ["migrate:/api", "migrate:/api 1"]
    found = answers(what, tmp_path, *(event(f"GET /api/1/{n}") for n in range(60)))
    assert [route for _, _, route in found] == [f"r{n}" for n in range(60)]


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        pytest.param(
            Cutover(1, Origins("http://m", {"d": "http://d"}), Facade(backend=Backend.CLOUDFRONT),
                    routes=(Route("a", "GET", "/a", "d"),)),
            [
                "cloudfront cannot: go without the ARN of its KeyValueStore: facade.store",
                "cloudfront cannot: go without the function's name: facade.function",
                "cloudfront cannot: reach 'd' without its distribution_origin (an id)",
            ],
            id="what it needs",
        ),
        pytest.param(
            cutover(Route("a", "GET", "/a", "d", Mode.SHADOW)),
            ["cloudfront cannot: a: copy requests: there is no shadow"],
            id="shadow",
        ),
        pytest.param(
            cutover(Route("a", "GET", "/" + "a" * 600, "d")),
            ["cloudfront cannot: a: hold a path as long as this"],
            id="long path",
        ),
        pytest.param(
            cutover(sticky=False),
            [
                f"cloudfront cannot: {DRAWN}",
            ],
            id="not sticky",
        ),
    ],
)  # fmt: skip
def test_refusals(what: Cutover, expected: list[str]) -> None:
    with pytest.raises(PlanError) as caught:
        render(what, "/run")
    assert str(caught.value).splitlines() == expected


CUTOVER = f"""\
version: 1
facade: {{backend: cloudfront, function: f, store: "{STORE}"}}
origins:
  monolith: "http://m"
  services: {{d: {{url: "http://d", distribution_origin: lambda}}}}
routes:
  - {{id: get, method: GET, path: "/d/{{id}}", service: d, mode: canary, percent: 25}}
  - {{id: other, method: GET, path: "/o", service: d, mode: monolith, percent: 0}}
"""


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CloudFront]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cutover.yaml").write_text(CUTOVER)
    with cloudfront_server(monkeypatch) as server:
        yield server


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


@pytest.mark.slow
def test_a_percentage_changes_one_key_and_publishes_nothing(api: CloudFront) -> None:
    assert run("apply").stdout.splitlines()[2:] == [
        "UpdateKeys put 'migrate:/d'",
        "UpdateKeys put 'migrate:/o'",
        "CreateFunction f",
        "PublishFunction f",
    ]
    assert api.calls == ["put migrate:/d", "put migrate:/o", "create", "publish"]
    assert run("apply").stdout == "nothing to change\n"

    api.calls.clear()
    assert run("advance", "get", "--to", "50").stderr == ""
    assert api.calls == ["put migrate:/d"]
    status = json.loads(run("status", "--format", "json").stdout)
    assert (status["facade"], [one["effective"] for one in status["routes"]]) == (
        "in step",
        [50, 0],
    )

    api.stages["LIVE"] = "// somebody else's"
    api.calls.clear()
    assert run("plan").stdout == "UpdateFunction f\nPublishFunction f\n"
    run("apply")
    assert api.calls == ["update", "publish"]

    text = Path("cutover.yaml").read_text().splitlines(keepends=True)
    Path("cutover.yaml").write_text("".join(text[:-1]))
    api.calls.clear()
    run("apply")
    assert api.calls == ["delete migrate:/o"]
    assert api.keys.pop("of-others") == "1"
    assert run("rollback", "--all").stderr == ""
    assert json.loads(api.keys["migrate:/d"])["routes"][0]["t"] == -1
