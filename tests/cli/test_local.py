"""The small service over real HTTP, in real awslambdaric processes."""

import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.parity.small import write_small

pytestmark = pytest.mark.slow

TROUBLE = """\
import os
import sys
import time


def handler(event, context):
    kind = event["pathParameters"]["kind"]
    if kind == "raise":
        raise ValueError("no")
    if kind == "exit":
        os._exit(3)
    if kind == "sleep":
        time.sleep(0.2)
    if kind == "hang":
        time.sleep(60)
    return {"pid": os.getpid(), "arguments": sys.argv[1:]}
"""

MORE = """\
  trouble:
    handler: handlers/trouble.handler
    timeout: 1
    events: [{httpApi: "GET /trouble/{kind}"}]
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("local")
    write_small(folder)
    service = folder / "service"
    (service / "handlers/trouble.py").write_text(TROUBLE)
    with (service / "serverless.yml").open("a") as manifest:
        manifest.write(MORE)
    process = start(service, f"DATABASE={folder}/small.db", f"UPLOADS={folder}/uploads")
    assert process.stderr is not None
    yield process.stderr.readline().split()[-1]
    process.send_signal(signal.SIGTERM)
    process.stderr.read()
    process.stderr.close()
    assert process.wait(10) == 0
    assert not processes_of(service)


def start(service: Path, *variables: str) -> subprocess.Popen[str]:
    environment = [part for pair in variables for part in ("--env", pair)]
    command = [
        sys.executable,
        "-m",
        "migrator",
        "local",
        str(service),
        "--port",
        "0",
        *environment,
    ]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def processes_of(service: Path) -> list[str]:
    """Return the processes that run in the service's folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cwd").readlink() == service:
                found.append(entry.name)
        except OSError:
            continue
    return found


def fetch(url: str, **options: object) -> tuple[int, dict[str, list[str]], bytes]:
    request = urllib.request.Request(url, **options)  # type: ignore[arg-type]  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
            headers = {n.lower(): response.headers.get_all(n, []) for n in response.headers}
            return response.status, headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {}, error.read()


def test_repeated_parameters_and_json(url: str) -> None:
    status, headers, body = fetch(f"{url}/notes/?tag=b&tag=a")
    assert (status, headers["content-type"]) == (200, ["application/json"])
    assert b'"tags":["b","a"]' in body


def test_two_cookies(url: str) -> None:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    opener = urllib.request.build_opener(Stay)
    with pytest.raises(urllib.error.HTTPError) as redirect:
        opener.open(f"{url}/login", data=b"user=Ann", timeout=20)
    assert redirect.value.code == 302
    assert redirect.value.headers["location"] == f"{url}/notes/"
    cookies = [c.partition(";")[0] for c in redirect.value.headers.get_all("set-cookie", [])]
    redirect.value.close()
    assert [cookie.partition("=")[0] for cookie in cookies] == ["theme", "session"]
    _, _, body = fetch(f"{url}/me", headers={"Cookie": "; ".join(cookies)})
    assert body == b'{"ip":"127.0.0.1","theme":"dark","user":"Ann"}\n'


def test_upload_and_binary_download(url: str) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nt\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.bin"\r\n\r\n\x00\xff\r\n'
        b"--b--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    assert fetch(f"{url}/files", data=body, headers=headers)[0] == 201
    assert fetch(f"{url}/files/x.bin")[2] == b"\x00\xff"


def test_encoded_path(url: str) -> None:
    assert fetch(f"{url}/page/a%20b")[2].startswith(b"<h1>a b</h1>")


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/", 404, b'{"message":"Not Found"}'),
        ("/trouble/raise", 500, b'{"message":"Internal Server Error"}'),
        ("/trouble/exit", 500, b'{"message":"Internal Server Error"}'),
        ("/trouble/hang", 500, b'{"message":"Internal Server Error"}'),
    ],
)
def test_what_the_gateway_says_itself(url: str, path: str, status: int, message: bytes) -> None:
    code, _, body = fetch(url + path)
    assert (code, body) == (status, message)
    assert fetch(f"{url}/trouble/none")[0] == 200


def test_handler_finds_no_arguments(url: str) -> None:
    """An application that reads its command line would take the handler's name for a mistake."""
    assert json.loads(fetch(f"{url}/trouble/none")[2])["arguments"] == []


def test_one_process_a_concurrent_call(url: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        answers = set(pool.map(lambda _: fetch(f"{url}/trouble/sleep")[2], range(3)))
    assert len(answers) == 3


def test_refuses(tmp_path: Path) -> None:
    process = start(tmp_path)
    assert process.stderr is not None
    with process.stderr:
        assert "serverless.yml: No such file" in process.stderr.read()
    assert process.wait(10) == 2
