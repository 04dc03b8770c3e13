import re

import pytest

from migrator.model.cutover import Route
from migrator.routing.paths import (
    ODD_PATH,
    by_specificity,
    do_overlap,
    find_overlaps,
    path_expression,
)


@pytest.mark.parametrize(
    ("template", "path", "expected"),
    [
        pytest.param("/a/{id}", "/a/1", True, id="a segment"),
        pytest.param("/a/{id}", "/a/", False, id="no empty segment"),
        pytest.param("/a/{id}", "/a/1/b", False, id="no second segment"),
        pytest.param("/a/{id}", "/a/1/", False, id="no slash that the template lacks"),
        pytest.param("/a/", "/a", True, id="the framework redirects /a to /a/"),
        pytest.param("/a/", "/a/", True, id="a slash that the template has"),
        pytest.param("/a/{id}/", "/a/1", True, id="optional after a parameter"),
        pytest.param("/a/{rest+}", "/a/b/c.txt", True, id="the rest"),
        pytest.param("/a/{rest+}", "/a/", False, id="the rest is not empty"),
        pytest.param("/a.json", "/axjson", False, id="a dot is a dot"),
        pytest.param("/a/{x}.{y}", "/a/b.c", True, id="two parameters in a segment"),
        pytest.param("/a/{x", "/a/{x", True, id="a brace alone is text"),
        pytest.param("/", "/", True, id="root"),
        pytest.param("/", "/a", False, id="root only"),
    ],
)
def test_expression(template: str, path: str, *, expected: bool) -> None:
    assert bool(re.fullmatch(path_expression(template), path)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a/b%2Fc", True),
        ("/a/%2e%2E/b", True),
        ("/a/../b", True),
        ("//a", True),
        ("/a%5cb", True),
        ("/a/./b", True),
        ("/a/b%20c", False),
        ("/a/b.c", False),
    ],
)
def test_odd_paths(path: str, *, expected: bool) -> None:
    assert bool(re.fullmatch(ODD_PATH, path)) == expected


def test_the_most_specific_route_comes_first() -> None:
    expected = [
        ("GET", "/a/new"),
        ("GET", "/a/{id}.pdf"),
        ("GET", "/a/{id}/edit"),
        ("GET", "/a/{id}"),
        ("ANY", "/a/{id}"),
        ("GET", "/a/{rest+}"),
        ("GET", "/a"),
        ("GET", "/{page}"),
        ("GET", "/{rest+}"),
        ("GET", "/"),
    ]
    routes = tuple(Route("r", method, path, "s") for method, path in reversed(expected))
    assert [(one.method, one.path) for one in by_specificity(routes)] == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("GET /a/{x}", "GET /a/new", True),
        ("GET /a/{x}", "POST /a/new", False),
        ("ANY /a/{x}", "POST /a/new", True),
        ("GET /a/{x}", "HEAD /a/new", True),
        ("GET /a/{x}", "GET /b/{x}", False),
        ("GET /a/{x}", "GET /a", False),
        ("GET /a/{x}", "GET /a/b/c", False),
        ("GET /a/{x+}", "GET /a/b/c", True),
        ("GET /a/{x+}", "GET /a", False),
        ("GET /{x}/b", "GET /a/{y}", True),
        ("GET /{x}.json", "GET /a", False),
        ("GET /{x}.json", "GET /a.json", True),
        ("GET /a/", "GET /a", True),
        ("GET /", "GET /a", False),
    ],
)
def test_which_templates_can_take_the_same_request(one: str, other: str, expected: bool) -> None:
    requests = [text.split(" ") for text in (one, other)]
    first, second = (Route(path, method, path, "s") for method, path in requests)
    assert do_overlap(first, second) == do_overlap(second, first) == expected
    assert bool(list(find_overlaps((first, second)))) == expected
