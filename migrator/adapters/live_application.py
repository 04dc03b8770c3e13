"""The application's own route table, read in a process of its own."""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from migrator.adapters.interpreter import Interpreter, Worker
from migrator.errors import ToolError
from migrator.model.live import LiveRoute, LiveTable


class _Answer(msgspec.Struct, frozen=True):
    framework: str
    routes: tuple[LiveRoute, ...]


def read_live_routes(
    application: str,
    folder: Path,
    *,
    python: str,
    environment: Mapping[str, str],
    seconds: float,
) -> LiveTable:
    """Import an application in a process of its own and list its routes.

    Args:
        application: ``module:attribute``, the latter an application or what makes one.
        folder: what the application is imported from: the monolith's SRC.
        python: the interpreter that has its requirements.
        environment: variables that it needs, on top of those of this process.
        seconds: after which the process is ended.

    Raises:
        ToolError: the application cannot be imported in time, or is of no known framework.
    """
    with TemporaryDirectory() as scratch:
        log = Path(scratch) / "output"
        interpreter = Interpreter(
            python, folder, {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment}, log
        )
        worker = Worker(interpreter, "live_routes.py")
        try:
            message = {"application": application, "paths": [str(folder.resolve())]}
            answer = worker.ask(message, seconds=seconds)
        finally:
            worker.close()
    if answer is None:
        raise ToolError(
            f"{application} did not list its routes within {seconds:g} s",
            hint="give it more time with --timeout, or what it waits for with --env",
        )
    if "error" in answer:
        raise ToolError(
            f"{application}: {answer['error']}",
            hint="is it the right --python, and is all that it needs set with --env?",
        )
    read = msgspec.convert(answer, _Answer)
    root = folder.resolve()
    routes = sorted({_within(route, root) for route in read.routes})
    return LiveTable(application, read.framework, tuple(routes))


def _within(route: LiveRoute, root: Path) -> LiveRoute:
    path = Path(route.file)
    if not route.file or not path.is_relative_to(root):
        return msgspec.structs.replace(route, file="", line=0)
    return msgspec.structs.replace(route, file=path.relative_to(root).as_posix())
