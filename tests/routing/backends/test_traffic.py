"""Real requests through the real proxies, between two tiny origins."""

import json
import math
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrator.model.cutover import Backend
from tests.routing.backends.facade import ROUTE, USERS, Facade, running

pytestmark = pytest.mark.slow


BACKENDS = (Backend.ENVOY, Backend.HAPROXY, Backend.NGINX_LUA, Backend.NGINX)


@pytest.fixture(params=BACKENDS, ids=lambda one: one.value)
def facade(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Facade]:
    with running(request.param, tmp_path) as facade:
        yield facade


def test_the_split_is_sticky_monotone_and_as_predicted(facade: Facade) -> None:
    arms = {}
    for percent in (0, 1, 25, 100):
        facade.ramp(percent)
        arms[percent] = facade.new_arm()
        assert arms[percent] == facade.new_arm()
        assert arms[percent] == {one for one in USERS if facade.is_new(ROUTE, one, percent)}
    assert arms[0] == set()
    assert arms[0] <= arms[1] <= arms[25] <= arms[100]
    assert abs(len(arms[25]) - 100) < 4 * math.sqrt(400 * 0.25 * 0.75)
    assert arms[100] == set(USERS)


def test_a_first_visit_gets_an_identity_that_keeps_its_arm(facade: Facade) -> None:
    facade.ramp(25)
    arms = []
    for _ in range(60):
        first = facade.client.ask("/documents/1")
        cookie = first.headers["set-cookie"].partition(";")[0]
        again = facade.client.ask("/documents/1", cookie=f"a=b; {cookie}; c=d")
        assert (again.arm, "set-cookie" in again.headers) == (first.arm, False)
        arms.append(first.arm)
    assert 1 <= arms.count("new") <= 34


@pytest.mark.parametrize(
    ("headers", "arm"),
    [
        pytest.param({"x_cutover": "new"}, "new", id="header"),
        pytest.param({"cookie": "a=b; cutover=new"}, "new", id="cookie"),
        pytest.param({"x_cutover": "old", "cookie": "cutover=new"}, "old", id="header first"),
        pytest.param({"cookie": "xcutover=new"}, "old", id="another cookie"),
    ],
)
def test_an_arm_can_be_forced(facade: Facade, headers: dict[str, str], arm: str) -> None:
    assert facade.client.ask("/documents/1", x_user_id="a", **headers).arm == arm


def test_nobody_is_forced_to_a_service_that_is_rolled_back(facade: Facade) -> None:
    facade.ramp(100)
    began = time.monotonic()
    facade.rollback()
    while facade.client.ask("/documents/1", x_cutover="new").body != "monolith":
        assert time.monotonic() - began < 2
    seconds = time.monotonic() - began
    print(f"rollback effective after {seconds:.3f} s")  # noqa: T201 - shown with -rP
    assert seconds < 2
    assert facade.new_arm() == set()


# Plain nginx closes idle connections when it is reloaded: docs/cutover.md says so.
@pytest.mark.parametrize("facade", BACKENDS[:-1], indirect=True, ids=lambda one: one.value)
def test_no_request_is_lost_while_routes_change(facade: Facade) -> None:
    statuses = []
    for percent in (1, 5, 25, 50, 100, 0):
        facade.ramp(percent)
        statuses += [facade.client.ask("/documents/1", x_user_id=u).status for u in USERS[:40]]
    assert set(statuses) == {200}


@pytest.mark.parametrize("percent", [0, 25, 100])
@pytest.mark.parametrize("status", [200, 500, 503])
def test_a_post_is_never_sent_twice(facade: Facade, percent: int, status: int) -> None:
    facade.ramp(percent, "post-documents")
    facade.monolith.seen.clear()
    facade.documents.seen.clear()
    facade.documents.status = status
    for user in USERS[:60]:
        facade.client.ask("/documents/", "POST", x_user_id=user)
    seen = facade.monolith.seen + facade.documents.seen
    assert sorted(one.headers["x-user-id"] for one in seen) == sorted(USERS[:60])


def test_odd_paths_stay_with_the_monolith_as_they_are(facade: Facade) -> None:
    facade.ramp(100)
    facade.monolith.seen.clear()
    paths = ["/documents/a%2Fb", "/documents/../x", "/documents//1", "/documents/a%5cb"]
    answers = [facade.client.ask(path) for path in paths]
    assert [answer.body for answer in answers] == ["monolith"] * 4
    assert [one.path for one in facade.monolith.seen] == paths


@pytest.mark.parametrize(
    ("path", "method", "body", "route"),
    [
        pytest.param("/documents/1?a=/b", "GET", "documents", "get-documents", id="query"),
        pytest.param("/documents/1", "HEAD", "", "get-documents", id="GET is HEAD as well"),
        pytest.param("/documents/1", "POST", "monolith", "-", id="another method"),
        pytest.param("/documents/1/", "GET", "monolith", "-", id="a slash too much"),
        pytest.param("/documents/1/pages", "GET", "monolith", "-", id="a segment too much"),
        pytest.param("/documents", "POST", "documents", "post-documents", id="optional slash"),
        pytest.param("/closed", "GET", "monolith", "get-closed", id="closed"),
    ],
)
def test_only_the_declared_requests_leave_the_monolith(
    facade: Facade, path: str, method: str, body: str, route: str
) -> None:
    answer = facade.client.ask(path, method, x_cutover="new")
    assert (answer.body, answer.headers["x-cutover-route"]) == (body, route)


def test_a_dead_service_is_covered_by_the_monolith(facade: Facade) -> None:
    facade.ramp(100)
    facade.documents.stop()
    facade.monolith.seen.clear()
    answers = [facade.client.ask("/documents/1", x_user_id=user) for user in USERS[:20]]
    assert {(one.status, one.body, one.arm) for one in answers} == {(200, "monolith", "new")}
    assert len(facade.monolith.seen) == 20


def test_an_unavailable_service_is_covered_by_the_monolith(facade: Facade) -> None:
    facade.ramp(100)
    facade.documents.status = 503
    assert facade.client.ask("/documents/1", x_user_id="a").body == "monolith"


def test_an_error_of_the_application_is_its_answer(facade: Facade) -> None:
    facade.ramp(100)
    facade.documents.status = 500
    answers = [facade.client.ask("/documents/1", x_user_id=user) for user in USERS[:20]]
    assert {(one.status, one.body) for one in answers} == {(500, "documents")}


def test_a_shadow_is_a_copy_that_nobody_sees(facade: Facade) -> None:
    answer = facade.client.ask("/copied")
    end = time.monotonic() + 2
    while not facade.documents.seen and time.monotonic() < end:
        time.sleep(0.02)
    assert (answer.body, answer.arm) == ("monolith", "old")
    assert [one.path for one in facade.documents.seen] == ["/copied"]


def test_origins_see_the_client_and_its_host(facade: Facade) -> None:
    facade.client.ask("/documents/1", x_cutover="new")
    headers = facade.documents.seen[-1].headers
    host = f"127.0.0.1:{facade.port}"
    names = ("host", "x-forwarded-host", "x-forwarded-proto")
    assert [headers[name] for name in names] == [host, host, "http"]
    assert headers["x-forwarded-for"]  # Envoy writes its own address for clients on loopback


def test_the_access_log_says_arm_route_and_who_really_answered(facade: Facade) -> None:
    facade.client.ask("/documents/1?secret=1", x_cutover="new", x_user_id="ann")
    facade.documents.status = 503
    facade.client.ask("/documents/2", x_cutover="new", cookie="a=b; cutover_id=bob; c=d")
    log = facade.place.run_dir / "access.log"
    end = time.monotonic() + 15
    while time.monotonic() < end and log.read_text().count("\n") < 2:
        time.sleep(0.1)
    names = ("method", "path", "route", "arm", "origin", "status", "visitor")
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [[line[name] for name in names] for line in lines] == [
        ["GET", "/documents/1", ROUTE, "new", "documents", 200, "ann"],
        ["GET", "/documents/2", ROUTE, "new", "monolith", 200, "bob"],
    ]
