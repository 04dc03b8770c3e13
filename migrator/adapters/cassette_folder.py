"""Cassettes on disk: cassette.json, and the contents of state files under ``states/``."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from migrator.adapters.state_folder import ContentStore
from migrator.errors import SourceError
from migrator.model.parity import Cassette
from migrator.parity.cassette import FILE, STATES, decode_cassette, encode_cassette


class CassetteFolder:
    """A cassette's place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.contents = ContentStore(folder / STATES)

    def load(self) -> Cassette:
        """Read cassette.json."""
        path = self.folder / FILE
        try:
            content = path.read_bytes()
        except OSError as error:
            raise SourceError(
                f"{path}: {error.strerror}", hint="name the folder that `parity record` wrote"
            ) from error
        return decode_cassette(content, file=str(path))

    def save(self, cassette: Cassette) -> None:
        """Write cassette.json."""
        (self.folder / STATES).mkdir(parents=True, exist_ok=True)
        (self.folder / FILE).write_bytes(encode_cassette(cassette))


@contextlib.contextmanager
def new_cassette(target: Path) -> Iterator[CassetteFolder]:
    """Give a folder to fill; it takes the place of ``target`` when all went well."""
    if target.exists() and not (target / FILE).exists() and any(target.iterdir()):
        raise SourceError(
            f"{target} has files, but is not a cassette", hint="name a new or an empty folder"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as temporary:
        fresh = Path(temporary) / "new"
        fresh.mkdir()
        yield CassetteFolder(fresh)
        if target.exists():
            target.rename(Path(temporary) / "old")
        fresh.rename(target)
