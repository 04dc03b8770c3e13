"""``slice.lock``: from which source a service was cut, so that a change of it is noticed."""

import hashlib

import msgspec

from migrator.errors import PlanError
from migrator.model.location import Location

PATH = ".migrate/slice.lock"
FORMAT = 1
# Files that every service adds to: none of them says what they hold.
GROWING = frozenset({"cutover.yaml", "serverless-compose.yml"})


class LockedSymbol(msgspec.Struct, frozen=True, order=True):
    """A function, class, name or other statement of the monolith that travelled.

    Attributes:
        symbol: what it defines; empty for an import, a call, or a block.
        hash: of its source text.
        line: of the monolith's file, when it was cut.
    """

    module: str
    symbol: str
    hash: str
    file: str
    line: int

    @property
    def label(self) -> str:
        """Name it as findings do."""
        return f"{self.module}:{self.symbol}"

    @property
    def location(self) -> Location:
        """Say where it stood."""
        return Location(self.file, self.line)


class SliceLock(msgspec.Struct, frozen=True):
    """What a service was made of.

    Attributes:
        migrator: version of the tool.
        commit: of the monolith's repository; empty where plain files were written.
        waiver: why it was extracted although findings forbid it; empty where none did.
        symbols: of the modules that travelled, as the monolith has them; sorted.
        assets: other files of the monolith, by path, with their hash.
        files: what was written for this service, by path from migration.yaml's folder, with
            git's name for the bytes.
    """

    service: str
    migrator: str
    commit: str
    symbols: tuple[LockedSymbol, ...] = ()
    assets: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    waiver: str = ""

    @property
    def source(self) -> str:
        """One hash for all that travelled."""
        parts = [f"{s.module}:{s.symbol} {s.hash}" for s in self.symbols]
        parts += [f"{path} {found}" for path, found in self.assets]
        return hash_of("\n".join(sorted(parts)).encode())


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    """The file: symbols by module, each with hash and line, on one line a part."""

    format: int
    service: str
    migrator: str
    commit: str
    waiver: str
    source: str
    symbols: dict[str, tuple[str, list[tuple[str, str, int]]]]
    assets: dict[str, str]
    files: dict[str, str]


def hash_of(content: bytes) -> str:
    """Return the first half of a SHA-256: enough to tell a change."""
    return hashlib.sha256(content).hexdigest()[:32]


def blob_of(content: bytes) -> str:
    """Return git's name for these bytes; with it the bytes are found again in the repository.

    https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
    """
    data = b"blob %d\0%s" % (len(content), content)
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


def dump_lock(lock: SliceLock) -> str:
    """Write the file: one line for each part, since nobody reads more of it than its head."""
    symbols: dict[str, tuple[str, list[tuple[str, str, int]]]] = {}
    for one in lock.symbols:
        _, listed = symbols.setdefault(one.module, (one.file, []))
        listed.append((one.symbol, one.hash, one.line))
    written = _Written(
        format=FORMAT,
        service=lock.service,
        migrator=lock.migrator,
        commit=lock.commit,
        waiver=lock.waiver,
        source=lock.source,
        symbols=symbols,
        assets=dict(lock.assets),
        files=dict(lock.files),
    )
    fields = (
        f" {msgspec.json.encode(name).decode()}: {msgspec.json.encode(value).decode()}"
        for name, value in msgspec.structs.asdict(written).items()
    )
    return "{\n" + ",\n".join(fields) + "\n}\n"


def load_lock(text: str, *, file: str) -> SliceLock:
    """Read the file.

    Raises:
        PlanError: it is none, or of a later format.
    """
    hint = "write it anew: migrate extract SERVICE --force"
    try:
        read = msgspec.json.decode(text, type=_Written)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise PlanError(f"{file}: not a slice.lock: {error}", hint=hint) from error
    if read.format != FORMAT:
        raise PlanError(f"{file} has format {read.format}, known is {FORMAT}", hint=hint)
    return SliceLock(
        service=read.service,
        migrator=read.migrator,
        commit=read.commit,
        symbols=tuple(
            LockedSymbol(module, symbol, found, path, line)
            for module, (path, listed) in read.symbols.items()
            for symbol, found, line in listed
        ),
        assets=tuple(read.assets.items()),
        files=tuple(read.files.items()),
        waiver=read.waiver,
    )
