"""A running facade between two tiny origins, whatever proxy it is."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrator.adapters.filesystem import FileSystem
from migrator.adapters.history import History
from migrator.adapters.proxies import proxy_of, start, wait_until_ready
from migrator.model.cutover import Author, Backend, Cutover
from migrator.routing.catalog import RENDERINGS
from migrator.usecases import cutover as usecase
from tests.routing.backends.origins import Client, Origin, free_port, origin

USERS = [f"user-{n}" for n in range(400)]
ROUTE = "get-documents"

CUTOVER = """\
version: 1
facade: {{port: {port}, admin_port: {admin_port}, backend: {backend}}}
origins:
  monolith: {monolith}
  services: {{documents: "{documents}"}}
routes:
  - id: get-documents
    method: GET
    path: /documents/{{document_id}}
    service: documents
    mode: canary
    percent: 0
  - {{id: post-documents, method: POST, path: /documents/, service: documents, mode: canary}}
  - {{id: get-copied, method: GET, path: /copied, service: documents, mode: shadow}}
  - {{id: get-closed, method: GET, path: /closed, service: documents, mode: monolith}}
  - {{id: get-special, method: GET, path: /documents/special, service: documents, mode: monolith}}
  - {{id: get-live, method: GET, path: "/live/{{what}}", service: documents, mode: service}}
"""


class Facade:
    """A running proxy with its two origins."""

    def __init__(
        self, backend: Backend, folder: Path, monolith: Origin, documents: Origin
    ) -> None:
        self.monolith, self.documents = monolith, documents
        self.place = usecase.Place(folder / "cutover.yaml", folder / "facade")
        self.proxy = proxy_of(backend)
        self.is_new = RENDERINGS[backend].is_new
        self.outside = usecase.Outside(FileSystem(), proxy_of, History(folder / "state.db"))
        self.port, self.admin_port = free_port(), free_port()
        text = CUTOVER.format(
            port=self.port,
            admin_port=self.admin_port,
            backend=backend.value,
            monolith=monolith.url,
            documents=documents.url,
        )
        self.place.file.write_text(text)
        usecase.render(self.place, self.outside)
        self.client = Client(self.port, reconnects=backend is Backend.NGINX)

    def cutover(self) -> Cutover:
        return usecase.load(self.place.file)[1]

    def ramp(self, percent: float, name: str = ROUTE) -> None:
        author = Author("test", "2026-01-01T00:00:00+00:00")
        usecase.advance(self.place, self.outside, author, name, percent)
        self.wait_for(name, percent)

    def rollback(self) -> None:
        author = Author("test", "2026-01-01T00:00:00+00:00")
        usecase.rollback(self.place, self.outside, author, None)

    def wait_for(self, name: str, percent: float) -> None:
        """Wait until the proxy has taken the routes over."""
        path, method = ("/documents/1", "GET") if name == ROUTE else ("/documents/", "POST")
        users = [user for user in USERS if self.is_new(name, user, percent)][:1]
        others = [user for user in USERS if not self.is_new(name, user, percent)][-1:]
        expected = [*["new" for _ in users], *["old" for _ in others]]
        end = time.monotonic() + 5
        while time.monotonic() < end:
            probes = [self.client.ask(path, method, x_user_id=user) for user in users + others]
            if [probe.arm for probe in probes] == expected:
                if self.cutover().facade.backend is Backend.NGINX_LUA:
                    time.sleep(1.2)  # its other worker reads the routes within half a second
                return
            time.sleep(0.02)
        pytest.fail(f"{name} never reached {percent} %")

    def new_arm(self) -> set[str]:
        return {
            user
            for user in USERS
            if self.client.ask("/documents/1", x_user_id=user).body == "documents"
        }


@contextlib.contextmanager
def running(backend: Backend, folder: Path) -> Iterator[Facade]:
    with contextlib.ExitStack() as stack:
        monolith = stack.enter_context(origin("monolith"))
        documents = stack.enter_context(origin("documents"))
        facade = Facade(backend, folder, monolith, documents)
        process = start(facade.proxy, facade.place.run_dir)
        stack.callback(process.wait, 10)
        stack.callback(process.terminate)
        wait_until_ready(facade.proxy, facade.cutover(), facade.place.run_dir)
        stack.callback(facade.client.connection.close)
        yield facade
