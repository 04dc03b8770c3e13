"""The folder in which the monolith or a service keeps its state while we watch.

Its name has always the same length, so that the place of the folder can be replaced in files that
mention it (a database with paths of uploads) without moving a byte.
"""

import contextlib
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from migrator.errors import SourceError
from migrator.model.parity import State, StateFile

# One length on every machine; TMPDIR would differ.
_PREFIX = "/tmp/migrate-"  # noqa: S108 (mkdtemp below makes it private)
CANONICAL = f"{_PREFIX}recorded".encode()
_SQLITE_COMPANIONS = ("-wal", "-shm", "-journal")


class ContentStore:
    """Contents by hash, one file each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep ``content`` and return its name."""
        name = hashlib.sha256(content).hexdigest()
        target = self._folder / name
        if not target.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return name

    def has(self, name: str) -> bool:
        """Say whether ``get`` would find it."""
        return (self._folder / name).exists()

    def get(self, name: str) -> bytes:
        """Return what ``put`` named ``name``."""
        try:
            return (self._folder / name).read_bytes()
        except OSError as error:
            raise SourceError(
                f"{self._folder / name}: a file of the recorded state is missing",
                hint="the cassette is not complete; record it again",
            ) from error


_READ_ONLY = frozenset({"static", "templates"})  # by convention


class Scratch:
    """A temporary folder: ``state/`` is watched, ``work/`` is where processes start."""

    def __init__(self) -> None:
        prefix = Path(_PREFIX)
        self.folder = Path(tempfile.mkdtemp(prefix=prefix.name, dir=prefix.parent))
        self.state = self.folder / "state"
        self.work = self.folder / "work"
        self.state.mkdir()
        self.work.mkdir()

    def __enter__(self) -> "Scratch":
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def link_code(self, monolith: Path) -> None:
        """Let relative paths lead to the monolith's packages, templates and static files.

        ``StaticFiles(directory="shop/static")`` is meant from the folder where the monolith is
        started. Other folders are not linked: what it writes there belongs to somebody.
        """
        for folder in sorted(monolith.iterdir()):
            is_code = (folder / "__init__.py").is_file() or folder.name in _READ_ONLY
            if folder.is_dir() and is_code:
                (self.work / folder.name).symlink_to(folder, target_is_directory=True)

    def canonical(self, content: bytes) -> bytes:
        """Replace this folder's name by the one that cassettes use."""
        return content.replace(str(self.folder).encode(), CANONICAL)

    def local(self, content: bytes) -> bytes:
        """Replace the name that cassettes use by this folder's."""
        return content.replace(CANONICAL, str(self.folder).encode())

    def expand(self, value: str) -> str:
        """Replace ``{state}`` in the value of an environment variable."""
        return value.replace("{state}", str(self.state))


class StateFolder:
    """Take and put back copies of the state."""

    def __init__(self, scratch: Scratch, *stores: ContentStore) -> None:
        self._scratch = scratch
        self._stores = stores
        self._known: dict[str, StateFile] = {}

    def copy_in(self, paths: Iterable[Path]) -> None:
        """Start with copies of files and folders."""
        for path in paths:
            target = self._scratch.state / path.name
            if path.is_dir():
                shutil.copytree(path, target)
            else:
                shutil.copyfile(path, target)

    def snapshot(self, instant: int) -> State:
        """Copy every file; what changed since the last copy counts as written at ``instant``."""
        found = [self._file(path, instant) for path in self._paths()]
        self._known = {file.path: file for file in found}
        return tuple(sorted(found))

    def restore(self, state: State) -> None:
        """Make the folder what ``state`` says, in place where a file exists."""
        wanted = {file.path.rstrip("/") for file in state}
        for path in sorted(self._scratch.state.rglob("*"), reverse=True):
            relative = path.relative_to(self._scratch.state).as_posix()
            if path.is_dir():
                with contextlib.suppress(OSError):
                    path.rmdir()
            elif relative not in wanted:
                path.unlink()
        for file in state:
            self._write(file)
        self._known = {file.path: file for file in state}

    def read(self, name: str) -> bytes:
        """Return content by hash, from whichever store has it."""
        for store in reversed(self._stores[1:]):
            if store.has(name):
                return store.get(name)
        return self._stores[0].get(name)

    def _write(self, file: StateFile) -> None:
        target = self._scratch.state / file.path
        if file.path.endswith("/"):
            target.mkdir(parents=True, exist_ok=True)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(self._scratch.local(self.read(file.sha256)))
        os.utime(target, (file.modified, file.modified))

    def _paths(self) -> Iterator[Path]:
        for path in sorted(self._scratch.state.rglob("*")):
            if path.is_dir():
                if not any(path.iterdir()):
                    yield path
            elif not path.name.endswith(_SQLITE_COMPANIONS):
                checkpoint(path)
                yield path

    def _file(self, path: Path, instant: int) -> StateFile:
        relative = path.relative_to(self._scratch.state).as_posix()
        if path.is_dir():
            return StateFile(relative + "/")
        name = self._stores[-1].put(self._scratch.canonical(path.read_bytes()))
        known = self._known.get(relative)
        if known is not None and known.sha256 == name:
            return known
        os.utime(path, (instant, instant))
        return StateFile(relative, name, instant)


def checkpoint(path: Path) -> None:
    """Move SQLite's write-ahead log, where there is one, into the database."""
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
