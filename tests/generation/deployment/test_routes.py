import pytest

from migrator.generation.deployment.routes import lost_routes, names_of, normalized
from migrator.generation.gateway import GatewayFunction


@pytest.mark.parametrize(
    ("events", "lost"),
    [
        pytest.param((("GET", "/a"), ("GET", "/b")), [], id="different"),
        pytest.param((("GET", "/a"), ("GET", "/a/")), ["GET /a"], id="slash"),
        pytest.param((("GET", "/a_b"), ("GET", "/ab")), ["GET /a_b"], id="underscore"),
        pytest.param((("GET", "/A"), ("GET", "/a")), ["GET /A"], id="capitals"),
        pytest.param((("GET", "/a-b"), ("GET", "/ab")), [], id="dash"),
        pytest.param((("GET", "/a/b"), ("GET", "/ab")), [], id="segments"),
        pytest.param((("GET", "/a/{b}"), ("GET", "/a/b")), [], id="variable"),
    ],
)
def test_lost_routes(events: tuple[tuple[str, str], ...], lost: list[str]) -> None:
    functions = [GatewayFunction("get_a", events, ())]
    found = lost_routes(functions)
    assert [route["Properties"]["RouteKey"] for route in found.values()] == lost
    assert len(names_of(functions)) == len(events) - len(lost)


def test_of_another_function_too() -> None:
    functions = [
        GatewayFunction("get_a_b", (("GET", "/a_b"),), ()),
        GatewayFunction("get_ab", (("GET", "/ab"),), ()),
    ]
    assert lost_routes(functions) == {
        "RouteGetAbLost1": {
            "Type": "AWS::ApiGatewayV2::Route",
            "Properties": {
                "ApiId": {"Ref": "HttpApi"},
                "RouteKey": "GET /a_b",
                "Target": {
                    "Fn::Join": [
                        "/",
                        ["integrations", {"Ref": "HttpApiIntegrationGetUnderscoreaUnderscoreb"}],
                    ]
                },
            },
        }
    }


def test_normalized() -> None:
    assert normalized("get_a-b") == "GetUnderscoreaDashb"
