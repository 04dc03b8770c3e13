"""Who may see the map, and who may write with it."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator

import pytest

from migrator.adapters.map_server import MapServer, open_map_server
from migrator.errors import PlanError, ToolError


class Site:
    def __init__(self) -> None:
        self.saved: list[tuple[str, str]] = []
        self.trouble = ""

    def page(self) -> str:
        self._fail()
        return "<p>map é</p>"

    def save(self, text: str, digest: str) -> str:
        self._fail()
        self.saved.append((text, digest))
        return "new"

    def _fail(self) -> None:
        if self.trouble:
            raise PlanError(self.trouble, hint="reload")


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def server(site: Site) -> Iterator[MapServer]:
    with open_map_server(site, 0) as opened:
        thread = threading.Thread(target=opened.serve_forever, args=(0.01,))
        thread.start()
        yield opened
        opened.shutdown()
        thread.join()


def ask(
    server: MapServer, method: str, path: str, headers: dict[str, str], body: bytes | None = None
) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request(method, path.replace("TOKEN", server.token), body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def own(server: MapServer) -> dict[str, str]:
    return {"Origin": server.origin, "Content-Type": "application/json"}


BODY = json.dumps({"text": "version: 1", "digest": "old"}).encode()


def test_the_page_and_the_plan(server: MapServer, site: Site) -> None:
    assert server.address.startswith("http://127.0.0.1:")
    assert ask(server, "GET", "/TOKEN/", {}) == (200, "<p>map é</p>")
    assert ask(server, "POST", "/TOKEN/plan", own(server), BODY) == (200, '{"digest":"new"}')
    assert site.saved == [("version: 1", "old")]


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        pytest.param("GET", "/", {}, id="without the token"),
        pytest.param("GET", "/other/", {}, id="with another token"),
        pytest.param("GET", "/TOKEN/", {"Host": "evil.example"}, id="by another name"),
        pytest.param("GET", "/TOKEN/../plan", {}, id="another path"),
        pytest.param("POST", "/TOKEN/plan", {"Origin": "https://evil.example"}, id="from afar"),
        pytest.param("POST", "/TOKEN/plan", {"Origin": "null"}, id="from a file"),
        pytest.param("POST", "/TOKEN/plan", {"Content-Type": "text/plain"}, id="as a form"),
        pytest.param("POST", "/plan", {}, id="written without the token"),
    ],
)
def test_others_get_and_write_nothing(
    server: MapServer, site: Site, method: str, path: str, headers: dict[str, str]
) -> None:
    given = {**own(server), **headers} if method == "POST" else headers
    status, text = ask(server, method, path, given, BODY if method == "POST" else None)
    assert (status, text) == (403, "use the address that was printed\n")
    assert site.saved == []


def test_a_post_that_does_not_say_where_it_is_from(server: MapServer, site: Site) -> None:
    headers = {"Content-Type": "application/json"}
    assert ask(server, "POST", "/TOKEN/plan", headers, BODY)[0] == 403
    assert site.saved == []


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 413), (b"{}", 400), (b"no json", 400), (b'{"text": 1}', 400)]
)
def test_what_is_no_plan(server: MapServer, site: Site, body: bytes, status: int) -> None:
    found, text = ask(server, "POST", "/TOKEN/plan", own(server), body)
    assert (found, list(json.loads(text))) == (status, ["error"])
    assert site.saved == []


def test_trouble_is_said_where_one_looks(server: MapServer, site: Site) -> None:
    site.trouble = "migration.yaml was changed"
    assert ask(server, "GET", "/TOKEN/", {}) == (500, "migration.yaml was changed")
    status, text = ask(server, "POST", "/TOKEN/plan", own(server), BODY)
    assert (status, json.loads(text)) == (409, {"error": "migration.yaml was changed (reload)"})


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(ToolError, match=f"port {port}: ") as caught,
            open_map_server(Site(), port),
        ):
            pass
    assert caught.value.hint == "--port 0 picks one"
