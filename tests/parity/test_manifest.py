import pytest

from migrator.errors import PlanError
from migrator.model.manifest import ServiceFunction, ServiceManifest, ServiceRoute
from migrator.parity.answers import BadAnswerError, gateway_message, read_answer
from migrator.parity.manifest import read_manifest

YAML = """\
service: orders
provider:
  name: aws
  timeout: 10
  environment: {STAGE: "${sls:stage}", TABLE: !Ref Table, MODE: live}
functions:
  list:
    handler: handlers/list.handler
    events:
      - httpApi: GET /orders
      - httpApi: {method: get, path: "/orders/{id}"}
      - schedule: rate(1 day)
  rest:
    handler: handlers/rest.handler
    timeout: 29
    environment: {MODE: test}
    events: [{httpApi: "*"}, {httpApi: {method: "*", path: /any}}]
"""


def test_reads_functions_and_routes() -> None:
    assert read_manifest(YAML, file="serverless.yml") == ServiceManifest(
        "orders",
        (
            ServiceFunction("list", "handlers/list.handler", 10, (("MODE", "live"),)),
            ServiceFunction("rest", "handlers/rest.handler", 29, (("MODE", "test"),)),
        ),
        (
            ServiceRoute("$default", "ANY", "rest"),
            ServiceRoute("/any", "ANY", "rest"),
            ServiceRoute("/orders", "GET", "list"),
            ServiceRoute("/orders/{id}", "GET", "list"),
        ),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("service: x", "no functions"),
        ("functions: {a: {handler: x}}", "no handler"),
        (
            "functions: {a: {handler: x.y, events: [{httpApi: {method: GET}}]}}",
            "no method and path",
        ),
        (
            "functions: {a: {handler: x.y, events: [{httpApi: '* /items'}]}}",
            "no method and path",
        ),
    ],
)
def test_mistakes(text: str, message: str) -> None:
    with pytest.raises(PlanError, match=message):
        read_manifest(text, file="serverless.yml")


def test_answers() -> None:
    assert read_answer({"ok": True}) == read_answer(
        {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": '{"ok":true}'}
    )
    both = {
        "statusCode": "201",
        "cookies": ["a=1", "b=2"],
        "body": "/w==",
        "isBase64Encoded": True,
    }
    response = read_answer(both)
    assert (response.status, response.body.content) == (201, b"\xff")
    assert response.headers == (("set-cookie", "a=1"), ("set-cookie", "b=2"))
    assert gateway_message(404, "Not Found").body.text == '{"message":"Not Found"}'
    assert read_answer({"statusCode": 200, "body": "x"}, method="HEAD").body.content == b""


@pytest.mark.parametrize(
    "value",
    [
        {"statusCode": "ok"},
        {"statusCode": 200, "body": "%", "isBase64Encoded": True},
        {"statusCode": 200, "body": "x" * (6 * 1024 * 1024 + 1)},
        {"statusCode": 200, "headers": ["a"]},
    ],
)
def test_bad_answers(value: object) -> None:
    with pytest.raises(BadAnswerError):
        read_answer(value)
