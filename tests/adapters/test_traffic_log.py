import csv
import gzip
import io
import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from migrator.adapters.traffic_log import TrafficLogFiles
from migrator.errors import TrafficError
from migrator.model.traffic import (
    Durations,
    EntryTraffic,
    GarbageLine,
    LogFile,
    Traffic,
    UnmatchedPath,
)


def label_of(method: str, path: str) -> str:
    """Know two routes and a task."""
    if path.startswith("/orders/"):
        return f"{method} /orders/{{id}}"
    return {"/": f"{method} /", "mail.send": f"{method} mail.send"}.get(path, "")


def read(files: Sequence[Path]) -> Traffic:
    return TrafficLogFiles().read(files, label_of)


def write(folder: Path, content: str | bytes, name: str = "access.log") -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


ALB = (
    "http 2025-10-10T13:55:36.186641Z app/my-lb/50dc 192.0.2.1:2817 10.0.0.1:80 0.100 0.250 0.050 "
    '{} {} 34 366 "GET http://shop.example:80/orders/7?x=1 HTTP/1.1" "curl/7.46.0" - - '
    "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/t/7 "
    '"Root=1-58337262" "-" "-" 0 2025-10-10T13:55:36.085000Z "forward" "-" "-" "10.0.0.1:80" '
    '"200" "-" "-"'
)
AT = "10/Oct/2025:15:55:36 +0200"
WHEN = "2025-10-10T13:55:36Z"
ORDER = EntryTraffic("GET /orders/{id}", 1, 1 / 60, (("2xx", 1),), None, 2326)


def timed(entry: EntryTraffic, *seconds: float, largest: int | None = 2326) -> EntryTraffic:
    durations = Durations(*seconds) if len(seconds) > 1 else Durations(*(seconds * 4))
    return EntryTraffic(
        entry.label, entry.requests, entry.peak_rate, entry.statuses, durations, largest
    )


@pytest.mark.parametrize(
    ("kind", "line", "expected"),
    [
        ("common", f'192.0.2.1 - frank [{AT}] "GET /orders/7 HTTP/1.0" 200 2326', ORDER),
        ("common", f'2001:db8::1 - a b [{AT}] "GET /orders/7?a="x HTTP/1.0" 200 2326', ORDER),
        (
            "common",
            f'shop.example:443 192.0.2.1 - - [{AT}] "GET /orders/7" 200 2326 "-" "-"',
            ORDER,
        ),
        (
            "common",
            f'192.0.2.1 - - [{AT}] "GET https://a.example/orders/7#top HTTP/2.0" 200 2326 "a" "b"',
            ORDER,
        ),
        (
            "common",
            f'192.0.2.1 - - [{AT}] "GET /orders/7 HTTP/1.1" 200 2326 "-" "say \\"hi\\"" 0.123',
            timed(ORDER, 0.123),
        ),
        (
            "common",
            f'192.0.2.1 - - [{AT}] "GET /orders/7 HTTP/1.1" 200 2326 "-" "b" "192.0.2.9" rt=0.123',
            timed(ORDER, 0.123),
        ),
        ("common", f'192.0.2.1 - - [{AT}] "GET /orders/7 HTTP/1.1" 200 2326 "-" "b" 1234', ORDER),
        (
            "nginx JSON",
            (
                '{"time_iso8601": "2025-10-10T15:55:36+02:00", "request_method": "GET", '
                '"request_uri": "/orders/7?x=1", "uri": "/index.php", "status": "200", '
                '"body_bytes_sent": "2326", "request_time": "0.123"}'
            ),
            timed(ORDER, 0.123),
        ),
        (
            "nginx JSON",
            (
                '{"msec": "1760104536.120", "request": "GET /orders/7 HTTP/1.1", "status": 200, '
                '"bytes_sent": 2326, "duration_ms": 123.4, "http_user_agent": "\\x22"}'
            ),
            timed(ORDER, 0.123),
        ),
        (
            "nginx JSON",
            (
                f'{{"time_local": "{AT}", "method": "GET", "path": "/orders/7", "status": 200, '
                '"size": 2326, "upstream_response_time": "-"}'
            ),
            ORDER,
        ),
        ("ALB", ALB.format(200, 200), timed(ORDER, 0.4, largest=366)),
        (
            "ALB",
            ALB.format(504, "-").replace("0.250 0.050", "-1 -1"),
            EntryTraffic("GET /orders/{id}", 1, 1 / 60, (("5xx", 1),), None, 366),
        ),
    ],
)
def test_a_request_is_read_in_each_format(
    tmp_path: Path, kind: str, line: str, expected: EntryTraffic
) -> None:
    file = write(tmp_path, line + "\n")
    assert read([file]) == Traffic(
        files=(LogFile(str(file), kind, 1, 0),),
        requests=1,
        entry_points=(expected,),
        first=WHEN,
        last=WHEN,
    )


@pytest.mark.parametrize("end", ["\r\n", ""])
def test_lines_end_as_they_like(tmp_path: Path, end: str) -> None:
    line = f'192.0.2.1 - - [{AT}] "GET /orders/7 HTTP/1.0" 200 2326'
    assert read([write(tmp_path, f"{line}\r\n{line}{end}")]).requests == 2
    table = write(tmp_path, f"method,path\r\nGET,/orders/7{end}", "traffic.csv")
    assert [one.label for one in read([table]).entry_points] == ["GET /orders/{id}"]


def test_csv_with_counts_and_tasks(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "\ufeffMethod,path,status,duration_ms,count,kind,name,extra\n"
        'get,"/orders/a,b",200,100,98,,,x\n'
        "GET,/orders/1,503,2000,1,http,,\n"
        "GET,/orders/2,,5000.4,1,http,,\n"
        ",,,900,2,task,mail.send,\n"
        "\n"
        "GET,/orders/3,ok,1,1,,,\n"
        "GET,/orders/3,200,soon,1,,,\n"
        "GET,/orders/3,200,1,-4,,,\n"
        "GET,/ord\n"
        "GET,/,200,1,1,,,,surplus\n"
        ",,,,,,,\n",
        "traffic.csv",
    )
    assert read([file]) == Traffic(
        files=(LogFile(str(file), "CSV", 9, 5),),
        requests=102,
        entry_points=(
            EntryTraffic(
                "GET /orders/{id}",
                100,
                None,
                (("2xx", 98), ("5xx", 1)),
                Durations(0.1, 0.1, 2.0, 5.0),
            ),
            EntryTraffic("task mail.send", 2, None, (), Durations(0.9, 0.9, 0.9, 0.9)),
        ),
        garbage=(
            GarbageLine(str(file), "GET,/orders/3,ok,1,1"),
            GarbageLine(str(file), "GET,/orders/3,200,soon,1"),
            GarbageLine(str(file), "GET,/orders/3,200,1,-4"),
        ),
    )


def line_of(path: str, second: int = 0, minute: int = 0) -> str:
    time = f"10/Oct/2025:13:{minute:02}:{second:02} +0000"
    return f'192.0.2.1 - - [{time}] "GET {path} HTTP/1.1" 200 10\n'


def test_several_files_of_several_formats_are_one_traffic(tmp_path: Path) -> None:
    packed = write(tmp_path, gzip.compress(line_of("/", 1).encode() * 6), "access.log.2.gz")
    plain = write(tmp_path, line_of("/", 59) * 6 + line_of("/", 0, 1) * 6 + line_of("/x"))
    table = write(tmp_path, "method,path,count\nGET,/,4\n", "more.csv")
    empty = write(tmp_path, "", "access.log.1")
    assert read([packed, plain, table, empty]) == Traffic(
        files=(
            LogFile(str(packed), "common", 6, 0),
            LogFile(str(plain), "common", 13, 0),
            LogFile(str(table), "CSV", 1, 0),
            LogFile(str(empty), "empty", 0, 0),
        ),
        requests=23,
        entry_points=(EntryTraffic("GET /", 22, 0.2, (("2xx", 18),), None, 10),),
        unmatched_requests=1,
        unmatched=(UnmatchedPath("GET", "/x", 1),),
        first="2025-10-10T13:00:00Z",
        last="2025-10-10T13:01:00Z",
    )


def test_lines_that_are_no_request_are_counted_and_the_first_are_shown(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        line_of("/").encode()
        + b'192.0.2.1 - - [10/Oct/2025:13:00:00 +0000] "\\x16\\x03" 400 157\n'
        + b"\n"
        + b"\xff\x01 caf\xc3\xa9\n"
        + b"x" * 300
        + b"\n"
        + b"fourth\n"
        + line_of("/caf\u00e9").encode()
        + b"y" * 3_000_000
        + b"\n"
        + line_of("/").encode()[:50],
    )
    traffic = read([file])
    assert traffic.files == (LogFile(str(file), "common", 8, 6),)
    assert [line.text for line in traffic.garbage] == [
        '192.0.2.1 - - [10/Oct/2025:13:00:00 +0000] "\\x16\\x03" 400 157',
        "\ufffd\ufffd caf\u00e9",
        "x" * 120 + "…",
    ]
    assert traffic.unmatched == (UnmatchedPath("GET", "/caf\u00e9", 1),)


def test_unmatched_paths_are_listed_by_how_often_they_were_asked_for(tmp_path: Path) -> None:
    lines = [line_of(f"/{n}") * (30 - n) for n in range(25)]
    traffic = read([write(tmp_path, "".join(lines))])
    assert traffic.unmatched_requests == sum(30 - n for n in range(25))
    assert traffic.unmatched == tuple(UnmatchedPath("GET", f"/{n}", 30 - n) for n in range(20))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "{}: no request in it"),
        (b"\n \n", "{}: no request in it"),
        (
            b"hello\nworld\n",
            "{}: not an access log that is known; its first line is: hello",
        ),
        (b"a,b,c\n1,2,3\n", "{}: not an access log that is known; its first line is: a,b,c"),
        (b'[{"uri": "/"}]', '{}: not an access log that is known; its first line is: [{{"uri"'),
        (b"\x7fELF\0\0\0", "{}: binary, not an access log"),
        (gzip.compress(b"\0" * 99, mtime=0), "{}: binary, not an access log"),
        (
            gzip.compress(line_of("/").encode() * 99, mtime=0)[:-20],
            "the traffic log cannot be read: ",
        ),
        (b"method,path\n", "{}: no request in it"),
        (b"method,path,path\nGET,/,/\n", "{}: not an access log that is known"),
    ],
)
def test_what_is_no_access_log_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    file = write(tmp_path, content)
    with pytest.raises(TrafficError, match=re.escape(message.format(file))) as caught:
        read([file])
    assert caught.value.hint


def test_a_name_is_no_pattern(tmp_path: Path) -> None:
    write(tmp_path, line_of("/"), "a1.log")
    assert read([write(tmp_path, line_of("/") * 2, "a[1].log")]).requests == 2


def test_a_pipe_is_refused_before_it_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TrafficError, match="pipe: no regular file"):
        read([tmp_path / "pipe"])


def test_the_accepted_formats_are_named(tmp_path: Path) -> None:
    with pytest.raises(TrafficError) as caught:
        read([write(tmp_path, "hello")])
    assert all(word in str(caught.value.hint) for word in ("combined", "nginx JSON", "ALB", "CSV"))


def test_columns_may_have_any_name(tmp_path: Path) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([["method", "path", 'it\'s "new"'], ["GET", "/", "x"]])
    assert read([write(tmp_path, stream.getvalue())]).requests == 1
