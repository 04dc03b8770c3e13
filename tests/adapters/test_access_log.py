import json
from pathlib import Path

import pytest

from migrator.adapters.access_log import AccessLog
from migrator.errors import ToolError
from migrator.model.evidence import Answer, Position, Reading

LINE = {
    "time": "2026-11-28T12:00:00.250Z",
    "method": "GET",
    "route": "get-a",
    "arm": "new",
    "origin": "orders",
    "status": 200,
    "duration_ms": 12,
    "visitor": "ann",
}
ANSWER = Answer(1795867200.25, "get-a", "new", "orders", 200, 12, "ann")


def line(**changes: object) -> str:
    return json.dumps(LINE | changes) + "\n"


def read(path: Path, text: str) -> Reading:
    path.write_text(text)
    return AccessLog(path).read(Position())


@pytest.mark.parametrize(
    ("text", "answers", "garbage"),
    [
        pytest.param("", (), 0, id="empty"),
        pytest.param(line(), (ANSWER,), 0, id="an answer"),
        pytest.param(line(route="-", arm="old"), (), 0, id="no route of ours"),
        pytest.param(line(route=None, arm=None), (), 0, id="no route, as Envoy spells it"),
        pytest.param("\n\n" + line(), (ANSWER,), 0, id="empty lines"),
        pytest.param("garbage\n" + line() + "{}\n", (ANSWER,), 2, id="garbage"),
        pytest.param(line(arm="blue"), (), 1, id="an arm that does not exist"),
        pytest.param(line(time="2026-11-28T12:00:00"), (), 1, id="a time without a zone"),
        pytest.param(line(status="200"), (), 1, id="a status that is text"),
        pytest.param("\x00\x00\x00\n" + line(), (ANSWER,), 1, id="a hole after a crash"),
    ],
)
def test_read(tmp_path: Path, text: str, answers: tuple[Answer, ...], garbage: int) -> None:
    reading = read(tmp_path / "access.log", text)
    assert (reading.answers, reading.garbage) == (answers, garbage)
    assert reading.position.offset == len(text)


def test_a_log_is_read_as_it_grows_by_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    log = AccessLog(path)
    whole = line()
    first = read(path, whole + whole[:40])
    assert (len(first.answers), first.position.offset) == (1, len(whole))
    with path.open("a") as stream:
        stream.write(whole[40:])
    second = log.read(first.position)
    assert (second.answers, second.garbage) == ((ANSWER,), 0)
    assert log.read(second.position).answers == ()


def test_a_rotated_log_is_read_from_its_start(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    first = read(path, line() * 3)
    path.rename(tmp_path / "access.log.1")
    path.write_text(line() * 5)
    assert len(AccessLog(path).read(first.position).answers) == 5


def test_an_emptied_log_is_read_from_its_start(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    first = read(path, line() * 3)
    with path.open("w") as stream:
        stream.write(line())
    assert len(AccessLog(path).read(first.position).answers) == 1


def test_a_log_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "access.log")
    assert (log.read(Position(7, 9)), log.end()) == (Reading((), Position(7, 9)), Position())


def test_the_end_leaves_out_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    path.write_text(line())
    log = AccessLog(path)
    assert log.read(log.end()).answers == ()


def test_what_is_no_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="cannot be read: Is a directory"):
        AccessLog(tmp_path).read(Position())
