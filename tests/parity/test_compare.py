import sqlite3
from pathlib import Path

import pytest

from migrator.model.parity import (
    Aspect,
    Difference,
    HttpResponse,
    Pairs,
    Payload,
    StateFile,
)
from migrator.parity.compare import Tolerance, compare_responses, describe_bytes
from migrator.parity.state_diff import compare_states

HTML = (("Content-Type", "text/html"),)
JSON = (("Content-Type", "application/json"),)
PNG = (("Content-Type", "image/png"),)


def answer(body: bytes = b"", headers: Pairs = (), status: int = 200) -> HttpResponse:
    return HttpResponse(status, headers, Payload.of(body))


@pytest.mark.parametrize(
    ("monolith", "service"),
    [
        pytest.param(
            answer(headers=(("Date", "now"), ("ETag", "1"), ("X-Amzn-Trace-Id", "2"))),
            answer(headers=(("Server", "lambda"),)),
            id="headers of servers",
        ),
        pytest.param(
            answer(headers=(("Vary", "Accept"), ("Vary", "Cookie"))),
            answer(headers=(("vary", "Accept,Cookie"),)),
            id="repeated header joined",
        ),
        pytest.param(answer(b'{"a":1,"b":2}', JSON), answer(b'{"b": 2, "a": 1}', JSON), id="json"),
    ],
)
def test_equal(monolith: HttpResponse, service: HttpResponse) -> None:
    assert compare_responses(monolith, service, Tolerance()) == ()


@pytest.mark.parametrize(
    ("monolith", "service", "expected"),
    [
        pytest.param(
            answer(status=200),
            answer(status=500),
            Difference(Aspect.STATUS, "", "200", "500"),
            id="status",
        ),
        pytest.param(
            answer(headers=(("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))),
            answer(headers=(("Set-Cookie", "b=2"), ("Set-Cookie", "a=1"))),
            Difference(Aspect.HEADER, "set-cookie", "a=1\nb=2", "b=2\na=1"),
            id="order of cookies",
        ),
        pytest.param(
            answer(headers=HTML),
            answer(headers=(("content-type", "text/html; charset=utf-8"),)),
            Difference(Aspect.HEADER, "content-type", "text/html", "text/html; charset=utf-8"),
            id="content type",
        ),
        pytest.param(
            answer(b'{"a":[{"b":1}]}', JSON),
            answer(b'{"a":[{"b":true}]}', JSON),
            Difference(Aspect.BODY, "$.a[0].b", "1", "true"),
            id="json value",
        ),
        pytest.param(
            answer(b"[1,2]", JSON),
            answer(b"[1]", JSON),
            Difference(Aspect.BODY, "$[1]", "2"),
            id="length",
        ),
        pytest.param(
            answer(b'{"a":1}', JSON),
            answer(b"{}", JSON),
            Difference(Aspect.BODY, "$.a", "1"),
            id="missing",
        ),
        pytest.param(
            answer(b"{}", JSON),
            answer(b'{"a":1}', JSON),
            Difference(Aspect.BODY, "$.a", "", "1"),
            id="extra",
        ),
        pytest.param(
            answer(b"a\nb\n", HTML),
            answer(b"a\nc\n", HTML),
            Difference(Aspect.BODY, diff=("@@ -1,2 +1,2 @@", " a", "-b", "+c")),
            id="text",
        ),
        pytest.param(
            answer(b"\xff", PNG),
            answer(b"\xfe\xfe", PNG),
            Difference(
                Aspect.BODY,
                "",
                "1 bytes, sha256 a8100ae6aa1940d0",
                describe_bytes(b"\xfe\xfe"),
            ),
            id="binary",
        ),
    ],
)
def test_different(monolith: HttpResponse, service: HttpResponse, expected: Difference) -> None:
    assert compare_responses(monolith, service, Tolerance()) == (expected,)


def test_tolerance() -> None:
    left = answer(b'{"items":[{"age":1,"name":"x"}],"now":1}', (*JSON, ("X-Build", "1")))
    right = answer(b'{"items":[{"age":2,"name":"x"}],"now":2}', (*JSON, ("X-Build", "2")))
    tolerance = Tolerance(frozenset({"x-build"}), ("$.items[*].age", "$.now"))
    assert compare_responses(left, right, tolerance) == ()


def database(path: Path, *statements: str) -> bytes:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path.read_bytes()


def test_state_is_compared_by_row(tmp_path: Path) -> None:
    contents = {
        "1": database(tmp_path / "1", "INSERT INTO note VALUES (1, 'a'), (2, 'b')"),
        "2": database(
            tmp_path / "2",
            "INSERT INTO note VALUES (2, 'x')",
            "UPDATE note SET text = 'b'",
            "INSERT INTO note VALUES (1, 'a')",
        ),
        "3": database(tmp_path / "3", "INSERT INTO note VALUES (1, 'a'), (2, 'c')"),
        "text": b"text",
    }
    same = compare_states((StateFile("db", "1"),), (StateFile("db", "2"),), contents.__getitem__)
    assert list(same) == []
    other = compare_states(
        (StateFile("db", "1"), StateFile("gone", "text")),
        (StateFile("db", "3"), StateFile("new", "text")),
        contents.__getitem__,
    )
    rows = ("-INSERT INTO \"note\" VALUES(2,'b');", "+INSERT INTO \"note\" VALUES(2,'c');")
    described = "4 bytes, sha256 982d9e3eb996f559"
    assert list(other) == [
        Difference(Aspect.STATE, "db", diff=rows),
        Difference(Aspect.STATE, "gone", described),
        Difference(Aspect.STATE, "new", "", described),
    ]
