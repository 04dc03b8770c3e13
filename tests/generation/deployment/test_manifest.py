import json
from typing import Any

import pytest
from ruamel.yaml import YAML

from migrator.errors import PlanError
from migrator.generation.deployment.forbidden import find_forbidden
from migrator.generation.deployment.iam import Grant
from migrator.generation.deployment.manifest import (
    Deployed,
    count_resources,
    manifest,
    resources_json,
)
from migrator.generation.gateway import GatewayFunction
from migrator.model.plan import Database, Deployment, Monolith, Service

BUCKET = Grant(("arn:${AWS::Partition}:s3:::invoices/*",), ("s3:PutObject",))
MAIL = Grant(("*",), ("ses:SendEmail",), "not a constant: shop/mail.py:3")
SETTINGS = {
    "Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:"
    "parameter${self:custom.settings}/*"
}


def function(name: str, *paths: str) -> GatewayFunction:
    return GatewayFunction(name, tuple(("GET", path) for path in paths), ())


def written(**changes: object) -> dict[str, Any]:
    text = text_of(**changes)
    assert list(find_forbidden(text, file="serverless.yml")) == []
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    assert loaded["resources"].pop() == "${file(resources.json)}"
    (loaded["resources"],) = loaded["resources"]
    return loaded


def beside(**changes: object) -> dict[str, Any]:
    """Read resources.json."""
    found: dict[str, Any] = json.loads(resources_json(deployed(**changes)))["Resources"]
    return found


def text_of(**changes: object) -> str:
    return manifest(deployed(**changes))


def deployed(**changes: object) -> Deployed:
    values: dict[str, Any] = {
        "org": "my_shop",
        "service": Service("orders"),
        "monolith": Monolith(),
        "functions": (function("get_a", "/a"), function("get_b", "/b")),
    }
    return Deployed(**values | changes)


def statements(made: dict[str, Any]) -> list[Any]:
    found: list[Any] = made["provider"]["iam"]["role"]["statements"]
    return found


def test_functions_that_do_the_same_share_the_role() -> None:
    made = written(grants={"get_a": (BUCKET,), "get_b": (BUCKET,)})
    assert statements(made) == [
        {"Effect": "Allow", "Action": ["ssm:GetParameters"], "Resource": [SETTINGS]},
        {
            "Effect": "Allow",
            "Action": ["s3:PutObject"],
            "Resource": [{"Fn::Sub": "arn:${AWS::Partition}:s3:::invoices/*"}],
        },
    ]
    assert [f.get("role") for f in made["functions"].values()] == [None, None]


def test_a_function_that_does_more_has_a_role_of_its_own() -> None:
    made = written(grants={"get_a": (), "get_b": (MAIL,)})
    assert [s["Action"] for s in statements(made)] == [["ssm:GetParameters"]]
    assert [f.get("role") for f in made["functions"].values()] == [None, "Role1"]
    role = made["resources"]["Resources"]["Role1"]["Properties"]
    allowed = role["Policies"][0]["PolicyDocument"]["Statement"]
    assert [(s["Action"], s["Resource"] == ["*"]) for s in allowed] == [
        (["logs:CreateLogStream", "logs:PutLogEvents"], False),
        (["ssm:GetParameters"], False),
        (["ses:SendEmail"], True),
    ]


def test_a_star_says_why() -> None:
    text = text_of(grants={"get_a": (MAIL,), "get_b": (MAIL,)})
    assert "- '*'  # not a constant: shop/mail.py:3\n" in text


def test_keys_and_networks_are_parameters() -> None:
    made = written(deployment=Deployment(vpc=True, kms=True, tags={"team": "a"}))
    assert made["provider"]["vpc"] == {
        "securityGroupIds": {"Fn::Split": [",", {"Ref": "SecurityGroups"}]},
        "subnetIds": {"Fn::Split": [",", {"Ref": "Subnets"}]},
    }
    assert statements(made)[1] == {
        "Effect": "Allow",
        "Action": ["kms:Decrypt"],
        "Resource": {"Ref": "KmsKeyArn"},
    }
    parameters = made["resources"]["Parameters"]
    assert list(parameters) == ["AlarmTopic", "SecurityGroups", "Subnets", "KmsKeyArn"]
    assert made["provider"]["tags"] == {
        "monolith": "my_shop",
        "service": "orders",
        "stage": "${sls:stage}",
        "team": "a",
    }


def test_concurrency_memory_and_time() -> None:
    service = Service("orders", memory=256, timeout=10)
    made = written(concurrency={"get_a": 3, "get_b": 2}, service=service)
    assert [f["reservedConcurrency"] for f in made["functions"].values()] == [3, 2]
    assert (made["provider"]["memorySize"], made["provider"]["timeout"]) == (256, 10)
    alarm = beside(service=service)["DurationAlarm"]["Properties"]
    assert alarm["Threshold"] == 8000


def test_behind_a_proxy_no_connection_is_kept() -> None:
    made = written(database=Database(proxy=True))
    assert made["provider"]["environment"]["DATABASE_PROXY"] == "1"


def test_alarms_watch_nine_functions_each() -> None:
    functions = tuple(function(f"get_{number}", f"/{number}") for number in range(20))
    resources = beside(functions=functions)
    watched = {
        name: len(alarm["Properties"].get("Metrics", ())) for name, alarm in resources.items()
    }
    assert watched == {
        **{f"{kind}Alarm1": 10 for kind in ("Errors", "Throttles", "Duration")},
        **{f"{kind}Alarm2": 10 for kind in ("Errors", "Throttles", "Duration")},
        **{f"{kind}Alarm3": 3 for kind in ("Errors", "Throttles", "Duration")},
        "ServerErrorsAlarm": 0,
    }


def test_a_stack_that_is_too_large_is_refused() -> None:
    functions = tuple(function(f"get_{n}", f"/{n}", f"/{n}/") for n in range(90))
    with pytest.raises(PlanError) as caught:
        manifest(Deployed("shop", Service("orders"), Monolith(), functions))
    assert str(caught.value) == (
        "migration.yaml: service 'orders' would be a stack of 576 resources, for 90 functions; "
        "CloudFormation takes 500"
    )
    assert "granularity: per service" in str(caught.value.hint)


def test_count() -> None:
    functions = (function("get_a", "/a", "/a/"), function("get_b", "/b"))
    assert count_resources(functions, own=3) == 5 + 4 * 2 + 2 + 3
