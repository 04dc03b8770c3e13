import pytest

from migrator.model.manifest import ServiceRoute
from migrator.parity.matching import Match, find_match

ROUTES = tuple(
    ServiceRoute(path, method, "f")
    for method, path in [
        ("GET", "/pets/dog/1"),
        ("GET", "/pets/dog/{id}"),
        ("GET", "/pets/{kind}/1"),
        ("GET", "/pets/{proxy+}"),
        ("ANY", "/pets/{id}"),
        ("DELETE", "/pets/{id}"),
        ("POST", "/pets/"),
    ]
)


@pytest.mark.parametrize(
    ("method", "path", "expected", "parameters"),
    [
        ("GET", "/pets/dog/1", "GET /pets/dog/1", {}),
        ("GET", "/pets/dog/2", "GET /pets/dog/{id}", {"id": "2"}),
        ("GET", "/pets/cat/1", "GET /pets/{kind}/1", {"kind": "cat"}),
        ("GET", "/pets/cat/2", "GET /pets/{proxy+}", {"proxy": "cat/2"}),
        ("GET", "/pets/a%20b", "ANY /pets/{id}", {"id": "a b"}),
        ("DELETE", "/pets/7", "DELETE /pets/{id}", {"id": "7"}),
        ("PUT", "/pets/7", "ANY /pets/{id}", {"id": "7"}),
        ("POST", "/pets/", "POST /pets/", {}),
    ],
)
def test_most_specific(method: str, path: str, expected: str, parameters: dict[str, str]) -> None:
    match = find_match(ROUTES, method, path)
    assert match is not None
    assert (match.route.key, match.parameters) == (expected, parameters)


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/pets"), ("GET", "/pets/"), ("POST", "/pets/dog/1"), ("GET", "/"), ("HEAD", "/")],
)
def test_no_route(method: str, path: str) -> None:
    assert find_match(ROUTES, method, path) is None


def test_default_answers_what_nothing_else_does() -> None:
    default = ServiceRoute("$default", "ANY", "rest")
    assert find_match((*ROUTES, default), "GET", "/x") == Match(default, {})
    match = find_match((*ROUTES, default), "GET", "/pets/1")
    assert match is not None
    assert match.route.path == "/pets/{id}"
