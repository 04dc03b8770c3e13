"""``--traffic``: access logs say how often, and how long, each entry point is asked."""

from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from migrator.errors import TrafficError
from migrator.model.program import Program
from migrator.model.traffic import Traffic

Command = TypeVar("Command", bound=Callable[..., Any])


class TrafficFiles(msgspec.Struct, frozen=True):
    """The access logs that were given."""

    files: tuple[Path, ...]

    def key(self) -> tuple[tuple[str, int, int], ...]:
        """Say which contents they have, without reading gigabytes: name, size, time."""
        stats = ((str(file), file.stat()) for file in self.files)
        return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)

    def read(self, program: Program) -> Traffic:
        """Sum them up by entry point."""
        from migrator.adapters.traffic_log import TrafficLogFiles  # noqa: PLC0415
        from migrator.usecases.traffic import read_traffic  # noqa: PLC0415

        return read_traffic(self.files, program, TrafficLogFiles())


def traffic_option(command: Command) -> Command:
    """Add the option; the command is handed ``traffic``, None without it."""

    @wraps(command)
    def wrapped(*args: object, traffic: tuple[Path, ...], **given: object) -> object:
        once = {file.resolve(): file for path in traffic for file in _files(path)}
        files = TrafficFiles(tuple(once.values())) if once else None
        return command(*args, traffic=files, **given)

    option = click.option(
        "--traffic",
        type=click.Path(exists=True, path_type=Path),
        multiple=True,
        metavar="LOG",
        help="Access log, or a folder of logs: common, combined, nginx JSON, ALB or CSV, also "
        ".gz. May be repeated.",
    )
    return option(wrapped)  # type: ignore[return-value]  # click's options keep the function


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    files = sorted(file for file in path.rglob("*") if file.is_file())
    if not files:
        raise TrafficError(f"{path}: no file in it")
    yield from files
