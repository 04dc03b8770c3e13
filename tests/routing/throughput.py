"""Throughput of each facade against the same proxy with a plain pass: writes a table of the docs.

``make cutover-bench``, with ``--rounds N`` and ``--seconds N``; needs ``wrk`` and a quiet machine.
What answers is an nginx, so that the proxies are what takes time; facade and plain pass take
turns. The processor time of a request is that of the proxy alone, and moves less with other
load.
"""

import argparse
import os
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from migrator.adapters.envoy import Envoy
from migrator.adapters.filesystem import FileSystem
from migrator.adapters.history import History
from migrator.adapters.programs import Program
from migrator.adapters.proxies import facade_of, proxy_of, start, wait_until_ready
from migrator.model.cutover import Backend
from migrator.routing.nginx import MODULES
from migrator.usecases import cutover as usecase
from tests.practice.__main__ import PAGE, replace_between
from tests.routing.backends.origins import free_port

BEGIN, END = "<!-- facades: begin -->", "<!-- facades: end -->"
BACKENDS = (Backend.ENVOY, Backend.HAPROXY, Backend.NGINX_LUA, Backend.NGINX)
ROUTES = 20
CONNECTIONS = 32

ORIGIN = """\
worker_processes 1; daemon off; error_log stderr warn; pid {folder}/origin.pid;
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 10000000;
  server {{ listen 127.0.0.1:{port} reuseport; location / {{ return 200 "hello\\n"; }} }}
}}
"""

NGINX = """\
{modules}worker_processes 2; daemon off; error_log stderr warn; pid {folder}/plain.pid;
events {{ worker_connections 8192; }}
http {{
  access_log off; keepalive_requests 10000000; proxy_http_version 1.1;
  proxy_set_header Connection ""; proxy_buffering off;
  upstream old {{ server 127.0.0.1:{origin}; keepalive 64; }}
  server {{ listen 127.0.0.1:{port} reuseport; location / {{ proxy_pass http://old; }} }}
}}
"""

LUA = "load_module {modules}/ndk_http_module.so; load_module {modules}/ngx_http_lua_module.so;\n"

EXTENSIONS = "type.googleapis.com/envoy.extensions.filters"

HAPROXY = """\
defaults
  mode http
  timeout connect 1s
  timeout client 10m
  timeout server 10m
frontend plain
  bind 127.0.0.1:{port}
  default_backend old
backend old
  server old 127.0.0.1:{origin}
"""

ENVOY = """\
static_resources:
  listeners:
  - address: {{socket_address: {{address: 127.0.0.1, port_value: {port}}}}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": {extensions}.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: plain
          route_config:
            virtual_hosts:
            - name: all
              domains: ["*"]
              routes: [{{match: {{prefix: /}}, route: {{cluster: old}}}}]
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {{"@type": {extensions}.http.router.v3.Router}}
  clusters:
  - name: old
    load_assignment:
      cluster_name: old
      endpoints:
      - lb_endpoints:
        - endpoint: {{address: {{socket_address: {{address: 127.0.0.1, port_value: {origin}}}}}}}
"""

USERS = """\
local n = 0
request = function()
  n = (n + 1) % 1000
  return wrk.format("GET", "/part-7/" .. n, { ["x-user-id"] = "user-" .. n })
end
"""


class Load(NamedTuple):
    """Requests a second, and microseconds of processor time of the proxy a request."""

    rate: float
    cost: float


class Row(NamedTuple):
    """What was measured of one proxy, a load a round."""

    backend: Backend
    facade: list[Load]
    plain: list[Load]

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios: both of a round had the same neighbours."""
        pairs = zip(self.facade, self.plain, strict=True)
        return statistics.median(facade.rate / plain.rate for facade, plain in pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    arguments = parser.parse_args()
    rows = [measure(one, arguments.rounds, arguments.seconds) for one in BACKENDS]
    lines = table(rows)
    replace_between(PAGE, BEGIN, END, lines)
    print(*lines, sep="\n")  # noqa: T201 - what a person waits for


def table(rows: Sequence[Row]) -> list[str]:
    lines = [
        "| proxy | plain, req/s | facade, req/s | ratio | plain, CPU µs | facade, CPU µs |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        plain, facade = (_median(one) for one in (row.plain, row.facade))
        lines.append(
            f"| {row.backend.value} | {plain.rate:,.0f} | {facade.rate:,.0f} | {row.ratio:.2f} "
            f"| {plain.cost:.0f} | {facade.cost:.0f} |"
        )
    return lines


def _median(loads: list[Load]) -> Load:
    return Load(*(statistics.median(values) for values in zip(*loads, strict=True)))


def measure(backend: Backend, rounds: int, seconds: int) -> Row:
    with tempfile.TemporaryDirectory(prefix="migrate-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        origin = free_port()
        nginx = str(_binary("nginx"))
        stack.enter_context(_nginx(folder, nginx, ORIGIN.format(folder=folder, port=origin)))
        facade = stack.enter_context(_facade(backend, folder, origin))
        plain = stack.enter_context(_plain(backend, folder, origin))
        script = folder / "users.lua"
        script.write_text(USERS)
        found: dict[Proxy, list[Load]] = {facade: [], plain: []}
        for proxy in found:
            load(proxy, script, 1)
        for at in range(rounds):
            for proxy in (facade, plain) if at % 2 else (plain, facade):
                found[proxy].append(load(proxy, script, seconds))
    return Row(backend, found[facade], found[plain])


class Proxy(NamedTuple):
    """A running one."""

    port: int
    pid: int

    def seconds(self) -> float:
        """Return the processor time that it and its workers have taken."""
        return sum(_ticks(pid) for pid in _tree(self.pid)) / os.sysconf("SC_CLK_TCK")


def load(proxy: Proxy, script: Path, seconds: int) -> Load:
    """Let ``wrk`` ask; any answer but 2xx and any lost connection ends the measurement."""
    words = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script)]
    before = proxy.seconds()
    done = subprocess.run(
        [*words, f"http://127.0.0.1:{proxy.port}/"], capture_output=True, text=True, check=True
    )
    taken = proxy.seconds() - before
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise SystemExit(done.stdout)
    rate = re.search(r"Requests/sec:\s*([0-9.]+)", done.stdout)
    count = re.search(r"([0-9]+) requests in", done.stdout)
    assert rate, done.stdout
    assert count, done.stdout
    return Load(float(rate[1]), taken * 1e6 / int(count[1]))


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _tree(int(child)))]


@contextmanager
def _facade(backend: Backend, folder: Path, origin: int) -> Iterator[Proxy]:
    port, admin_port = free_port(), free_port()
    ramp = "method: GET, service: d, mode: canary, percent: 50"
    lines = (f"  - {{id: r{n}, path: '/part-{n}/{{id}}', {ramp}}}\n" for n in range(ROUTES))
    routes = "".join(lines)
    (folder / "cutover.yaml").write_text(
        f"""\
version: 1
facade: {{port: {port}, admin_port: {admin_port}, backend: {backend.value}}}
origins: {{monolith: "http://127.0.0.1:{origin}", services: {{d: "http://127.0.0.1:{origin}"}}}}
routes:
{routes}"""
    )
    place = usecase.Place(folder / "cutover.yaml", folder / "facade")
    outside = usecase.Outside(FileSystem(), facade_of, History(folder / "state.db"))
    usecase.render(place, outside)
    proxy = proxy_of(backend)
    process = start(proxy, place.run_dir)
    try:
        wait_until_ready(proxy, usecase.load(place.file)[1], place.run_dir)
        yield Proxy(port, process.pid)
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def _plain(backend: Backend, folder: Path, origin: int) -> Iterator[Proxy]:
    port = free_port()
    given = {"folder": folder, "port": port, "origin": origin}
    file = folder / "plain.conf"
    match backend:
        case Backend.ENVOY:
            file = folder / "plain.yaml"
            file.write_text(ENVOY.format(extensions=EXTENSIONS, **given))
            words = [str(Envoy().binary), "-c", str(file), "-l", "error", "--disable-hot-restart"]
        case Backend.HAPROXY:
            file.write_text(HAPROXY.format(**given))
            words = [str(_binary("haproxy")), "-f", str(file)]
        case _:
            modules = LUA.format(modules=MODULES) if backend is Backend.NGINX_LUA else ""
            file.write_text(NGINX.format(modules=modules, **given))
            words = [str(_binary("nginx")), "-c", str(file), "-p", str(folder)]
    with _running(words, folder) as pid:
        yield Proxy(port, pid)


@contextmanager
def _nginx(folder: Path, binary: str, text: str) -> Iterator[None]:
    file = folder / "origin.conf"
    file.write_text(text)
    with _running([binary, "-c", str(file), "-p", str(folder)], folder):
        yield


@contextmanager
def _running(words: list[str], folder: Path) -> Iterator[int]:
    with (folder / "programs.log").open("ab") as log:
        process = subprocess.Popen(words, stdout=log, stderr=log)
    try:
        time.sleep(1)
        if process.poll() is not None:
            raise SystemExit((folder / "programs.log").read_text())
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)


def _binary(name: str) -> Path:
    return Program(name, hint=f"install it with: apt-get install {name}").binary


if __name__ == "__main__":
    main()
