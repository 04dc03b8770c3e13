"""Rules of a load balancer: a simulator of our own reads them, and moto's API keeps them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result

from migrator.cli.cutover import cutover as command
from migrator.errors import PlanError
from migrator.model.cutover import Backend, Cutover, Facade, Mode, Origin, Origins, Route
from migrator.routing.backends import alb
from migrator.routing.backends.alb.buckets import expression, is_new, share_of
from migrator.routing.catalog import render
from tests.routing.backends.aws_api import moto_server

Client = Any  # boto3 makes these classes while it runs

OLD, NEW = "arn:old", "arn:new"
LISTENER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/1/2"
ORIGINS = Origins(
    Origin("http://m", target_group=OLD), {"d": Origin("http://d", target_group=NEW)}
)


def cutover(*routes: Route, sticky: bool = True) -> Cutover:
    facade = Facade(backend=Backend.ALB, listener=LISTENER, sticky=sticky)
    return Cutover(1, ORIGINS, facade, routes=routes)


def answer(what: Cutover, request: str, **headers: str) -> str:
    """Say which target group the first matching rule names."""
    method, _, path = request.partition(" ")
    for rule in alb.rules(what):
        if all(_holds(one, method, path, headers) for one in rule["Conditions"]):
            targets = rule["Actions"][0]["ForwardConfig"]["TargetGroups"]
            return " ".join(f"{one['TargetGroupArn']}={one['Weight']}" for one in targets)
    return "default"


def _holds(condition: dict[str, Any], method: str, path: str, headers: dict[str, str]) -> bool:
    match condition["Field"]:
        case "path-pattern":
            value, config = path, condition["PathPatternConfig"]
        case "http-request-method":
            value, config = method, condition["HttpRequestMethodConfig"]
        case _:
            config = condition["HttpHeaderConfig"]
            value = headers.get(config["HttpHeaderName"].lower().replace("-", "_"), "")
    regexes = [re.fullmatch(one, value) for one in config.get("RegexValues", ())]
    return value in config.get("Values", ()) or any(regexes)


GET = Route("get", "GET", "/d/{id}", "d", Mode.CANARY, 25)
EARLY, LATE = "cutover_id=3fff0000-0000", "cutover_id=40000000-0000"


@pytest.mark.parametrize(
    ("route", "request_", "headers", "expected"),
    [
        (GET, "GET /d/1", {"cookie": f"a=b; {EARLY}; c=d"}, "arn:new=1"),
        (GET, "HEAD /d/1", {"cookie": EARLY}, "arn:new=1"),
        (GET, "GET /d/1", {"cookie": LATE}, "arn:old=1"),
        (GET, "GET /d/1", {"cookie": f"x{EARLY}"}, "arn:old=1"),
        (GET, "GET /d/1", {}, "arn:old=1"),
        (GET, "GET /d/1", {"x_cutover": "new"}, "arn:new=1"),
        (GET, "GET /d/1", {"x_cutover": "old", "cookie": "cutover=new"}, "arn:old=1"),
        (GET, "GET /d/1", {"cookie": f"cutover=old; {EARLY}"}, "arn:old=1"),
        (GET, "GET /d/1", {"cookie": "cutover=new"}, "arn:new=1"),
        (GET, "POST /d/1", {"x_cutover": "new"}, "default"),
        (GET, "GET /d/1/2", {"x_cutover": "new"}, "default"),
        (GET, "GET /d/a%2Fb", {"x_cutover": "new"}, "arn:old=1"),
        (GET, "GET /d/..", {"x_cutover": "new"}, "arn:old=1"),
        (Route("a", "ANY", "/a", "d", Mode.MONOLITH), "GET /a", {"x_cutover": "new"}, "default"),
        (Route("a", "ANY", "/a", "d", Mode.SERVICE), "PUT /a", {}, "arn:new=1"),
        (Route("a", "ANY", "/a", "d", Mode.SERVICE), "PUT /a", {"x_cutover": "old"}, "arn:old=1"),
        (Route("a", "GET", "/a", "d", Mode.RETIRED), "GET /a", {"x_cutover": "old"}, "arn:new=1"),
        (
            Route("a", "GET", "/a", "d", Mode.CANARY, 0),
            "GET /a",
            {"x_cutover": "new"},
            "arn:new=1",
        ),
        (Route("a", "GET", "/a", "d", Mode.CANARY, 0), "GET /a", {"cookie": EARLY}, "arn:old=1"),
    ],
)
def test_who_answers(route: Route, request_: str, headers: dict[str, str], expected: str) -> None:
    assert answer(cutover(route), request_, **headers) == expected


def test_the_monolith_keeps_what_a_more_general_route_would_take() -> None:
    kept = Route("new", "GET", "/d/new", "d", Mode.MONOLITH)
    what = cutover(Route("get", "GET", "/d/{id}", "d", Mode.SERVICE), kept)
    assert [answer(what, path) for path in ("GET /d/new", "GET /d/1")] == [
        "arn:old=1",
        "arn:new=1",
    ]


def test_weights_draw_each_request_anew() -> None:
    what = cutover(Route("a", "GET", "/a", "d", Mode.CANARY, 2.5), sticky=False)
    assert answer(what, "GET /a", cookie=EARLY) == "arn:new=25 arn:old=975"


@pytest.mark.parametrize("percent", [0.01, 1, 2.5, 5, 12.34, 25, 50, 68.75, 99, 99.99])
def test_buckets_are_as_predicted_and_read_back(percent: float) -> None:
    regex = expression("cutover_id", percent)
    names = [f"{n:04x}{case}" for n in range(0, 0x10000, 37) for case in ("-a", "F")]
    names += [name.upper() for name in names]
    found = {one for one in names if re.fullmatch(regex, f"a=b; cutover_id={one}; c=d")}
    assert found == {one for one in names if is_new("any", one, percent)}
    assert share_of(regex) == percent


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        pytest.param(
            Cutover(
                1, Origins("http://m", {"d": "http://d"}), Facade(backend=Backend.ALB),
                routes=(GET,),
            ),
            [
                "alb cannot: go without the ARN of its listener: facade.listener",
                "alb cannot: reach 'd' without its target_group (an ARN)",
                "alb cannot: reach 'monolith' without its target_group (an ARN)",
            ],
            id="what it needs",
        ),
        pytest.param(
            cutover(Route("a", "GET", "/a", "d", Mode.SHADOW)),
            ["alb cannot: a: copy requests: there is no shadow"],
            id="shadow",
        ),
        pytest.param(
            cutover(*(Route(f"r{n}", "GET", f"/{n}", "d", Mode.CANARY, 5) for n in range(20))),
            ["alb cannot: have 101 rules: 100 at most, 5 for a ramp"],
            id="too many",
        ),
        pytest.param(
            cutover(Route("a", "GET", "/a", "d", Mode.CANARY, 0.25), sticky=False),
            ["alb cannot: a: weigh 0.25 %: one decimal at most"],
            id="too fine",
        ),
        pytest.param(
            cutover(Route("a", "GET", "/" + "a" * 130, "d", Mode.RETIRED)),
            [f"alb cannot: a: match '^/{'a' * 130}$' (rest): 133 characters, 128 at most"],
            id="too long",
        ),
    ],
)  # fmt: skip
def test_refusals(what: Cutover, expected: list[str]) -> None:
    with pytest.raises(PlanError) as caught:
        render(what, "/run")
    assert str(caught.value).splitlines() == expected


@pytest.fixture
def listener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Client, str]]:
    """A listener with a rule of somebody else on our second priority."""
    monkeypatch.chdir(tmp_path)
    with moto_server(monkeypatch):
        ec2, client = boto3.client("ec2"), boto3.client("elbv2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        nets = [
            ec2.create_subnet(
                VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"eu-west-1{zone}"
            )["Subnet"]["SubnetId"]
            for n, zone in enumerate("ab")
        ]
        balancer = client.create_load_balancer(Name="a", Subnets=nets)["LoadBalancers"][0]
        old, new = (
            client.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=vpc)[
                "TargetGroups"
            ][0]["TargetGroupArn"]
            for name in ("old", "new")
        )
        action = [{"Type": "forward", "TargetGroupArn": old}]
        arn = client.create_listener(
            LoadBalancerArn=balancer["LoadBalancerArn"],
            Protocol="HTTP",
            Port=80,
            DefaultActions=action,
        )["Listeners"][0]["ListenerArn"]
        foreign = {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/static/*"]}}
        client.create_rule(ListenerArn=arn, Priority=1001, Conditions=[foreign], Actions=action)
        (tmp_path / "cutover.yaml").write_text(
            f"""\
version: 1
facade: {{backend: alb, listener: "{arn}"}}
origins:
  monolith: {{url: "http://m", target_group: "{old}"}}
  services:
    d: {{url: "http://d", target_group: "{new}"}}
routes:
  - {{id: get, method: GET, path: "/d/{{id}}", service: d, mode: canary, percent: 25}}
  - {{id: list, method: GET, path: /d, service: d, mode: service, percent: 100}}
"""
        )
        yield client, arn


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def priorities(client: Client, arn: str) -> dict[str, str]:
    found = {}
    for rule in client.describe_rules(ListenerArn=arn)["Rules"]:
        described = client.describe_tags(ResourceArns=[rule["RuleArn"]])["TagDescriptions"]
        tags = {one["Key"]: one["Value"] for each in described for one in each["Tags"]}
        found[rule["Priority"]] = tags.get("migrate:cutover", "foreign")
    return found


@pytest.mark.slow
def test_plan_apply_advance_drift_and_rollback_on_a_listener(listener: tuple[Client, str]) -> None:
    client, arn = listener
    planned = json.loads(run("plan", "--format", "json").stdout)
    assert planned["calls"] == [
        "CreateRule odd-paths",
        *(
            f"CreateRule get/{part}"
            for part in ("header-new", "header-old", "cookie-old", "split", "rest")
        ),
        *(f"CreateRule list/{part}" for part in ("header-old", "cookie-old", "rest")),
    ]
    assert [file["path"] for file in planned["files"]] == ["rules.json"]
    assert not Path(".migrate/facade").exists()
    assert set(priorities(client, arn)) == {"1001", "default"}

    applied = run("apply")
    assert (applied.exit_code, applied.stdout.splitlines()[1:]) == (0, planned["calls"])
    assert priorities(client, arn) == {
        "1000": "odd-paths",
        "1001": "foreign",
        "1002": "get/header-new",
        "1003": "get/header-old",
        "1004": "get/cookie-old",
        "1005": "get/split",
        "1006": "get/rest",
        "1007": "list/header-old",
        "1008": "list/cookie-old",
        "1009": "list/rest",
        "default": "foreign",
    }
    assert run("apply").stdout == "nothing to change\n"
    assert run("plan").stdout == "nothing to change\n"

    assert run("advance", "get", "--to", "50").stderr == ""
    status = json.loads(run("status", "--format", "json").stdout)
    assert (status["facade"], [one["effective"] for one in status["routes"]]) == (
        "in step",
        [50, 100],
    )

    split = next(
        rule
        for rule in client.describe_rules(ListenerArn=arn)["Rules"]
        if rule["Priority"] == "1005"
    )
    old = client.describe_target_groups(Names=["old"])["TargetGroups"][0]["TargetGroupArn"]
    client.modify_rule(
        RuleArn=split["RuleArn"], Actions=[{"Type": "forward", "TargetGroupArn": old}]
    )
    said = run("status").stdout
    assert "facade: out of step" in said
    assert "get: 50% are decided, the running facade does 0%" in said
    assert run("plan").stdout == "ModifyRule get/split\n"

    assert run("rollback", "--all").stderr == ""
    assert priorities(client, arn) == {"1001": "foreign", "default": "foreign"}
    status = json.loads(run("status", "--format", "json").stdout)
    assert [one["effective"] for one in status["routes"]] == [0, 0]


def test_a_router_out_of_reach_is_a_warning_for_status_and_for_rollback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    (tmp_path / "cutover.yaml").write_text(
        f"""\
version: 1
facade: {{backend: alb, listener: "{LISTENER}"}}
origins:
  monolith: {{url: "http://m", target_group: "a"}}
  services: {{d: {{url: "http://d", target_group: "b"}}}}
routes: [{{id: get, method: GET, path: /d, service: d, mode: service, percent: 100}}]
"""
    )
    status = run("status")
    assert status.stdout.startswith("facade: absent\n")
    assert "warning: AWS, describe_rules: Could not connect" in status.stderr
    back = run("rollback", "--all")
    assert (back.exit_code, back.stdout) == (0, "get: service 100% -> monolith 0%\n")
    assert "Could not connect" in back.stderr
