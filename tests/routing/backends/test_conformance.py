"""What every facade that is to lose nothing has to reach, through the real proxies.

Plain nginx reloads at each change and waits for its copies: docs/cutover.md says so.
"""

import http.client
import math
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from migrator.adapters.proxies import proxy_of
from migrator.model.cutover import Backend, Cutover, Facade, Mode, Origins, Route
from migrator.routing.catalog import render
from migrator.usecases.cutover import status
from tests.routing.backends.facade import ROUTE, USERS, running
from tests.routing.backends.facade import Facade as Running
from tests.routing.backends.origins import Client, Fault

pytestmark = pytest.mark.slow

BACKENDS = (Backend.ENVOY, Backend.HAPROXY, Backend.NGINX_LUA)
MANY = [f"visitor-{n}" for n in range(2000)]
POST = "post-documents"


@pytest.fixture(params=BACKENDS, ids=lambda one: one.value)
def facade(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    with running(request.param, tmp_path) as facade:
        yield facade


def test_shares_of_fixed_visitors_lie_within_binomial_bounds_and_only_grow(
    facade: Running,
) -> None:
    before: set[str] = set()
    for percent in (1, 5, 25, 100):
        facade.ramp(percent)
        visitors = MANY if percent < 100 else MANY[::10]
        found = {
            one for one in visitors
            if facade.client.ask("/documents/1", "HEAD", x_user_id=one).arm == "new"
        }  # fmt: skip
        share = percent / 100
        bound = 4 * math.sqrt(len(visitors) * share * (1 - share))
        assert abs(len(found) - len(visitors) * share) <= bound
        assert found == {one for one in visitors if facade.is_new(ROUTE, one, percent)}
        assert before & set(visitors) <= found
        before = found


def test_no_request_fails_while_weights_change_under_load(facade: Running) -> None:
    failures: list[object] = []
    counts = [0] * 4
    stop = threading.Event()

    def load(number: int) -> None:
        client = Client(facade.port)
        try:
            while not stop.is_set():
                user = USERS[counts[number] % len(USERS)]
                answer = client.ask("/documents/1", x_user_id=user)
                counts[number] += 1
                if answer.status != 200:
                    failures.append(answer)
        except (OSError, http.client.HTTPException) as error:
            failures.append(error)
        finally:
            client.connection.close()

    threads = [threading.Thread(target=load, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for percent in (1, 5, 25, 50, 100, 50, 5, 0):
        facade.ramp(percent)
        time.sleep(0.1)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert min(counts) > 20


def test_a_post_is_never_doubled_however_the_service_fails(facade: Running) -> None:
    facade.ramp(100, POST)
    faults: list[Fault | None] = [*Fault, None]  # None: nobody listens
    for fault in faults:
        facade.documents.fault = fault
        if fault is None:
            facade.documents.stop()
        facade.monolith.seen.clear()
        facade.documents.seen.clear()
        users = USERS[:2] if fault is Fault.SILENT else USERS[:8]
        for user in users:
            client = Client(facade.port)
            client.connection.timeout = 0.7 if fault is Fault.SILENT else 10
            with suppress(OSError, http.client.HTTPException):
                client.ask("/documents/", "POST", x_user_id=user)
            client.connection.close()
        time.sleep(0.1)
        seen = [one.headers["x-user-id"] for one in facade.monolith.seen + facade.documents.seen]
        assert (fault, sorted(seen)) == (fault, sorted(set(seen)))
        assert set(seen) <= set(users)


def test_a_shadow_neither_delays_nor_changes_an_answer(facade: Running) -> None:
    facade.documents.delay = 1.0

    def seconds(path: str) -> float:
        taken = []
        for _ in range(15):
            began = time.perf_counter()
            answer = facade.client.ask(path)
            taken.append(time.perf_counter() - began)
            assert (answer.status, answer.body, answer.arm) == (200, "monolith", "old")
        return statistics.median(taken)

    alone, copied = seconds("/closed"), seconds("/copied")
    print(f"p50 {alone * 1000:.1f} ms, with a copy {copied * 1000:.1f} ms")  # noqa: T201 - -rP
    assert copied < alone + 0.25
    for fault in (Fault.RESET, Fault.RESET_LATE, Fault.UNAVAILABLE):
        facade.documents.fault = fault
        seconds("/copied")


def test_events_arrive_as_they_are_sent_and_sockets_pass(facade: Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", facade.port, timeout=10)
    began = time.monotonic()
    connection.request("GET", "/live/events")
    response = connection.getresponse()
    assert response.read1(100) == b"data: 0\n\n"
    assert time.monotonic() - began < 0.8
    assert response.read() == b"data: 1\n\ndata: 2\n\n"
    assert time.monotonic() - began >= 0.8
    connection.close()

    with socket.create_connection(("127.0.0.1", facade.port), timeout=10) as client:
        client.sendall(
            b"GET /live/socket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Sec-WebSocket-Version: 13\r\n\r\n"
        )
        head = b""
        while b"\r\n\r\n" not in head:
            head += client.recv(1000)
        assert head.startswith(b"HTTP/1.1 101 ")
        for word in (b"one", b"two"):
            client.sendall(word)
            assert client.recv(100) == word.upper()


def test_of_overlapping_templates_the_most_specific_wins_and_that_is_said(
    facade: Running,
) -> None:
    facade.ramp(100)
    answers = [facade.client.ask(f"/documents/{name}") for name in ("special", "other")]
    assert [(one.body, one.headers["x-cutover-route"]) for one in answers] == [
        ("monolith", "get-special"),
        ("documents", ROUTE),
    ]
    assert status(facade.place, facade.outside).overlaps == (("get-special", ROUTE),)


@pytest.mark.parametrize("backend", [*BACKENDS, Backend.NGINX], ids=lambda one: one.value)
def test_a_thousand_routes_render_quickly_and_are_accepted(
    backend: Backend, tmp_path: Path
) -> None:
    modes = (Mode.MONOLITH, Mode.SHADOW, Mode.CANARY, Mode.SERVICE, Mode.RETIRED)
    routes = tuple(
        Route(f"get-{n}", "GET", f"/part-{n % 30}/{{id}}/thing-{n}", "d", modes[n % 5], n % 100)
        for n in range(1000)
    )
    what = Cutover(
        1, Origins("http://127.0.0.1:1", {"d": "http://127.0.0.1:2"}), Facade(backend=backend),
        routes=routes,
    )  # fmt: skip
    began = time.process_time()
    render(what, str(tmp_path))
    assert time.process_time() - began < 2
    proxy_of(backend).validate(what)
