import itertools
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from migrator.adapters.envoy import Envoy
from migrator.errors import ToolError
from migrator.model.cutover import Cutover, Mode, Origins, Route
from migrator.routing.backends import envoy
from migrator.routing.backends.envoy.routes import route_configuration
from migrator.routing.yaml_text import dump

ORIGINS = Origins(
    "http://127.0.0.1:8000",
    {"documents": "http://localhost:9000", "far": "https://documents.example.com"},
)


def cutover(*routes: Route) -> Cutover:
    return Cutover(version=1, origins=ORIGINS, routes=routes)


EVERYTHING = cutover(
    *(
        Route(f"{mode}-{method}-{service}".lower(), method, f"/{mode}/{{id}}/", service, mode, 5)
        for mode, method, service in itertools.product(
            Mode, ("GET", "POST", "ANY"), ("documents", "far")
        )
    )
)


def rows(route: Route) -> list[tuple[str, str, str]]:
    """Return name, methods and target of each block between the first and the last."""
    blocks = route_configuration(cutover(route))["virtual_hosts"][0]["routes"][1:-1]
    found = []
    for block in blocks:
        action = block["route"]
        split = action.get("weighted_clusters", {"clusters": []})["clusters"]
        target = action.get("cluster") or " ".join(f"{x['name']}={x['weight']}" for x in split)
        methods = block["match"]["headers"][0]["string_match"]["safe_regex"]["regex"]
        found.append((block["name"], methods, target))
    return found


FORCED = [
    ("a!force-new", "POST", "service_far"),
    ("a!force-old", "POST", "monolith"),
    ("a!cookie-new", "POST", "service_far"),
    ("a!cookie-old", "POST", "monolith"),
]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        pytest.param(Mode.MONOLITH, [("a", "POST", "monolith")], id="monolith: not even forced"),
        pytest.param(Mode.SHADOW, [*FORCED, ("a", "POST", "monolith")], id="shadow"),
        pytest.param(
            Mode.CANARY,
            [
                *FORCED,
                ("a!first-visit", "POST", "service_far=250 monolith=9750"),
                ("a", "POST", "service_far=250 monolith=9750"),
            ],
            id="canary: the total is always 10000",
        ),
        pytest.param(Mode.SERVICE, [*FORCED, ("a", "POST", "service_far")], id="service"),
    ],
)
def test_blocks_of_a_route(mode: Mode, expected: list[tuple[str, str, str]]) -> None:
    assert rows(Route("a", "POST", "/a", "far", mode, 2.5)) == expected


def test_any_method_is_retried_only_where_it_is_safe() -> None:
    route = Route("a", "ANY", "/a", "documents", Mode.SERVICE)
    blocks = route_configuration(cutover(route))["virtual_hosts"][0]["routes"]
    policies = {
        block["match"]["headers"][0]["string_match"]["safe_regex"]["regex"]: block["route"][
            "retry_policy"
        ]["retry_on"]
        for block in blocks
        if block["name"] == "a"
    }
    assert policies == {
        "GET|HEAD": "connect-failure,refused-stream,reset,gateway-error",
        "[A-Z]+": "connect-failure,refused-stream",
    }


def test_files_in_the_order_in_which_they_are_replaced() -> None:
    files = envoy.render(EVERYTHING, run_dir="/run/facade")
    assert [file.path for file in files] == ["bootstrap.yaml", "clusters.yaml", "routes.yaml"]
    assert envoy.render(EVERYTHING, run_dir="/run/facade") == files


@pytest.mark.parametrize(
    "data",
    [
        {"a": ["on", "yes", "1", "1.5", "null", "", "0x1", "a: b", "# c", "a\\b", '"', "\u00e9"]},
        {"b": {"z": 1, "a": 1.5}, "c": [True, None, [], {}]},
        {"nested": [[1, [2, {"a": [3]}]], [{"b": {"c": "d"}}]]},
        {"same": [{"x": "y"}] * 2, "long": "word " * 100},
    ],
)
def test_yaml_reads_back_as_it_was(data: dict[str, object]) -> None:
    text = dump(data)
    assert YAML(typ="safe", pure=True).load(text) == data
    assert not re.search(r"[&*]id", text)


@pytest.mark.slow
@pytest.mark.parametrize("what", [cutover(), EVERYTHING], ids=["no route", "everything"])
def test_the_real_envoy_accepts_it(what: Cutover) -> None:
    Envoy().validate(what)


@pytest.mark.slow
def test_the_real_envoy_refuses_nonsense() -> None:
    with pytest.raises(ToolError, match="envoy refuses the configuration"):
        Envoy().validate_text(b"nonsense: 1\n")


def test_a_missing_binary_is_said(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="envoy cannot be run"):
        Envoy(tmp_path / "envoy").validate(EVERYTHING)
