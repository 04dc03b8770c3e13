"""Walk the whole road on a scratch copy of the example clinic: `make demo`.

analyze → plan → explain → extract → parity → cutover → rollback, with the commands that a user
would type. Everything it writes is below ``.demo/``; it stops at the first thing that is wrong.
"""

import http.client
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / ".demo"
CLINIC = DEMO / "clinic"
STATE = DEMO / "state"
MIGRATE = Path(sys.executable).parent / "migrate"
PYTHON = ROOT / ".venv-monolith" / "bin" / "python"
SERVICE = "documents"
ROUTE = "get-documents"
VISITORS = 400
# Uploading and sharing write a notification in the same transaction, as the tool would say.
WAIVER = "a document without its notification does no harm"
FACADE_SECONDS = 0.5  # in which Envoy has taken over a renamed file
# What `migrate extract` writes into cutover.yaml: monolith, service, facade, its administration.
USUAL_PORTS = (8000, 9001, 8080, 9901)
PORTS: dict[int, int] = {}
SETTINGS = {
    "DATABASE_URL": f"sqlite:///{STATE}/clinic.db",
    "UPLOAD_DIR": f"{STATE}/uploads",
    "EXPORT_DIR": f"{STATE}/exports",
    "CELERY_EAGER": "1",
}


def main() -> None:
    """Run every stage."""
    started = time.monotonic()
    PORTS.update({usual: _free_port() for usual in USUAL_PORTS})
    shutil.rmtree(DEMO, ignore_errors=True)
    STATE.mkdir(parents=True)
    shutil.copytree(ROOT / "examples" / "monolith", CLINIC, ignore=_not_source)
    _git("init", "--quiet", "--initial-branch=main")
    _git("add", "--all")
    _git("commit", "--quiet", "--message", "The clinic as it runs today")

    _say("1. What is there, and what hurts on Lambda")
    _migrate("analyze", ".", "-o", str(DEMO / "analysis.txt"))
    _show(DEMO / "analysis.txt", 24)

    _say("2. Which services")
    _migrate("plan")
    _git("add", "migration.yaml")
    _git("commit", "--quiet", "--message", "Plan the services")
    _migrate("explain", "GET /documents/shared/{token}")

    _say(f"3. Cut `{SERVICE}` out, on a branch")
    _migrate("extract", SERVICE, "--python", str(PYTHON), "--waive", WAIVER)
    _run("git", "log", "--oneline", "--shortstat", f"main..migrate/{SERVICE}", cwd=CLINIC)
    _git("checkout", "--quiet", f"migrate/{SERVICE}")

    _say("4. Does it answer as the monolith does?")
    _record_and_replay()

    _say("5. Send visitors to it, and take them back")
    _cutover()
    _say(f"The whole road in {time.monotonic() - started:.0f} seconds. What was made is in {DEMO}")


def _record_and_replay() -> None:
    _migrate(
        "parity", "record", "--monolith", ".", "--app", "clinic.app:create_app",
        "--requests", "parity/requests.yaml", "-o", "../cassette", "--python", str(PYTHON),
    )  # fmt: skip
    _migrate(
        "parity", "replay", f"services/{SERVICE}", "--cassette", "../cassette",
        "--python", str(PYTHON),
    )  # fmt: skip


def _cutover() -> None:
    _use_free_ports()
    environment = os.environ | SETTINGS
    subprocess.run(
        [PYTHON, "-m", "clinic.seed"], cwd=CLINIC, env=environment, check=True, capture_output=True
    )
    gunicorn = [
        str(PYTHON), "-m", "gunicorn", "--bind", f"127.0.0.1:{PORTS[8000]}", "--threads", "4",
        "--log-level", "error", "wsgi:app",
    ]  # fmt: skip
    local = [
        str(MIGRATE), "local", f"services/{SERVICE}", "--port", str(PORTS[9001]),
        "--python", str(PYTHON), *(p for k, v in SETTINGS.items() for p in ("--env", f"{k}={v}")),
    ]  # fmt: skip
    facade = [str(MIGRATE), "cutover", "serve"]
    with (
        _running("monolith", gunicorn, PORTS[8000], environment),
        _running("service", local, PORTS[9001], dict(os.environ)),
        _running("facade", facade, PORTS[8080], dict(os.environ)),
    ):
        session = _log_in()
        _expect(not _drive(session, 0), "at 0 % nobody reaches the service")
        _advance(25)
        quarter = _drive(session, 25)
        _expect(0.17 < len(quarter) / VISITORS < 0.33, "at 25 % about a quarter does")
        _expect(_drive(session, 25) == quarter, "a visitor stays where they are")
        _advance(50)
        _expect(_drive(session, 50) > quarter, "who has moved stays moved, others follow")
        _advance(100)
        _expect(len(_drive(session, 100)) == VISITORS, "at 100 % everybody does")
        _migrate("cutover", "rollback", ROUTE, "--reason", "demo: a page at night")
        seconds = _seconds_until_back(session)
        print(f"rolled back: everybody is with the monolith again {seconds:.1f} s later")
        _migrate("cutover", "history")


def _use_free_ports() -> None:
    """Write free ports into the scratch cutover.yaml; the usual ones may be taken."""
    file = CLINIC / "cutover.yaml"
    text = file.read_text()
    for usual, free in PORTS.items():
        text = text.replace(f":{usual}", f":{free}").replace(f": {usual}", f": {free}")
    file.write_text(text)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _advance(percent: int) -> None:
    _migrate("cutover", "advance", ROUTE, "--to", str(percent), "--reason", "demo")
    time.sleep(FACADE_SECONDS)


def _drive(session: str, percent: int) -> set[str]:
    """Send one request for each visitor; return those whom the service answered."""
    visitors = [f"visitor-{number}" for number in range(VISITORS)]
    new = {visitor for visitor in visitors if _arm(visitor, session) == "new"}
    share = 100 * len(new) / VISITORS
    bar = "█" * round(share / 2.5)
    print(f"at {percent:3} %  the service answered {len(new):3} of {VISITORS} visitors  {bar}")
    return new


def _seconds_until_back(session: str) -> float:
    began = time.monotonic()
    sample = [f"visitor-{number}" for number in range(20)]
    while any(_arm(visitor, session) == "new" for visitor in sample):
        _expect(time.monotonic() < began + 5, "the way back takes less than 5 s")
    return time.monotonic() - began


def _arm(visitor: str, session: str) -> str:
    head = {"x-user-id": visitor, "cookie": session}
    status, headers, _ = _request("GET", "/documents/?tag=letter&tag=scan", head)
    _expect(status == 200, f"GET /documents/ answers 200, not {status}")
    return headers.get("x-cutover-arm", "")


def _log_in() -> str:
    form = urllib.parse.urlencode({"email": "dr.weber@clinic.example", "password": "secret"})
    head = {"content-type": "application/x-www-form-urlencoded"}
    status, headers, cookies = _request("POST", "/auth/login", head, form.encode())
    _expect(status in {200, 302, 303}, f"login through the facade works ({status} {headers})")
    return "; ".join(cookie.split(";")[0] for cookie in cookies)


def _request(
    method: str, path: str, headers: dict[str, str], body: bytes | None = None
) -> tuple[int, dict[str, str], list[str]]:
    connection = http.client.HTTPConnection("127.0.0.1", PORTS[8080], timeout=30)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        response.read()
        found = {name.lower(): value for name, value in response.getheaders()}
        return response.status, found, response.headers.get_all("set-cookie") or []
    finally:
        connection.close()


@contextmanager
def _running(name: str, command: list[str], port: int, env: dict[str, str]) -> Iterator[None]:
    log = DEMO / f"{name}.log"
    print(f"$ {_shown(command)} &")
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=CLINIC, env=env, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + 30
        while not _is_open(port):
            alive = process.poll() is None and time.monotonic() < deadline
            _expect(alive, f"{name} starts on port {port}; see {log}")
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _is_open(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def _migrate(*args: str) -> None:
    _run(str(MIGRATE), *args, cwd=CLINIC)


def _git(*args: str) -> None:
    identity = ["-c", "user.name=Demo", "-c", "user.email=demo@clinic.example"]
    subprocess.run(["git", *identity, *args], cwd=CLINIC, check=True)


def _run(*command: str, cwd: Path) -> None:
    print(f"$ {_shown(list(command))}", flush=True)
    result = subprocess.run(command, cwd=cwd, check=False)
    _expect(result.returncode == 0, f"the command above answers 0, not {result.returncode}")


def _shown(command: list[str]) -> str:
    text = shlex.join([Path(command[0]).name, *command[1:]])
    return text.replace(f"{PYTHON}", "python").replace(f"{DEMO}/", "../")


def _show(file: Path, lines: int) -> None:
    text = file.read_text().splitlines()
    print("\n".join(text[:lines]))
    print(f"… {len(text) - lines} more lines in {file.relative_to(ROOT)}")


def _say(title: str) -> None:
    print(f"\n\033[1m{title}\033[0m" if sys.stdout.isatty() else f"\n{title}", flush=True)


def _expect(condition: bool, what: str) -> None:
    if not condition:
        sys.exit(f"demo: failed: {what}")


def _not_source(_: str, names: list[str]) -> set[str]:
    left = {"__pycache__", "uploads", "exports", ".pytest_cache"}
    return {name for name in names if name in left or name.endswith(".db")}


if __name__ == "__main__":
    main()
