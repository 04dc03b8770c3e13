"""Make ``slice.lock``, and compare one with the monolith as it is now."""

from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from migrator.generation.copying import destination
from migrator.generation.natures import finals
from migrator.generation.source import Source, text_of
from migrator.generation.statements import Statement, statements_of
from migrator.model.extraction import Extraction, Layer
from migrator.model.files import RenderedFile
from migrator.model.location import Location
from migrator.model.program import Module, Program
from migrator.model.slice_lock import GROWING, LockedSymbol, SliceLock, blob_of, hash_of


class Drift(msgspec.Struct, frozen=True, order=True):
    """Something that travelled, and that the monolith has otherwise now.

    Attributes:
        location: where it stands now, or stood where it is gone.
        what: ``shop.orders.views:index``, or the path of a file that is not Python.
        is_gone: whether the monolith does not have it any more.
    """

    location: Location
    what: str
    is_gone: bool


def lock_of(made: Extraction, program: Program, source: Source, *, version: str) -> SliceLock:
    """Record what ``made`` was cut from, and what was written."""
    files = _written(made)
    modules = [m for m in program.modules if m.name in set(made.sliced.modules)]
    front = f"{made.folder}/"
    symbols = [
        one
        for module in modules
        for one in _locked(module, source, files[f"{front}{destination(module)}"].content)
    ]
    return SliceLock(
        service=made.selection.service.name,
        migrator=version,
        commit="",
        symbols=tuple(sorted(symbols)),
        assets=tuple((path, hash_of(source.read(path))) for path in sorted(made.sliced.assets)),
        files=written_files(made),
    )


def written_files(made: Extraction) -> tuple[tuple[str, str], ...]:
    """List what was written, but for the monolith's side, each with the hash that git has."""
    return tuple(
        (path, blob_of(file.content))
        for path, file in sorted(_written(made).items())
        if path not in GROWING
    )


def _written(made: Extraction) -> Mapping[str, RenderedFile]:
    return finals(layer for layer in made.layers if layer.layer is not Layer.MONOLITH)


def _locked(module: Module, source: Source, written: bytes) -> Iterator[LockedSymbol]:
    """Record the statements of a module that the copy still has.

    What defines a name is the same by its name, whatever a codemod made of it; a statement that
    defines none is there where its text is.
    """
    kept = statements_of(written.decode("utf-8", "surrogateescape"))
    names = {symbol.name for symbol in kept}
    texts = {symbol.text for symbol in kept}
    for symbol in statements_of(text_of(source, module.file)):
        if (symbol.name in names) if symbol.name else (symbol.text in texts):
            yield LockedSymbol(
                module.name, symbol.name, _hash(symbol.text), module.file, symbol.first
            )


def find_drift(lock: SliceLock, source: Source) -> tuple[Drift, ...]:
    """Tell what the monolith changed, or took out, of what a service was cut from."""
    paths = frozenset(source.paths())
    found = list(_changed_assets(lock, source, paths))
    by_file: dict[str, list[LockedSymbol]] = {}
    for symbol in lock.symbols:
        by_file.setdefault(symbol.file, []).append(symbol)
    for file, locked in by_file.items():
        if file not in paths:
            found.append(Drift(Location(file, 1), locked[0].module, is_gone=True))
        else:
            found += _changed_symbols(locked, statements_of(text_of(source, file)))
    return tuple(sorted(found))


def _changed_assets(lock: SliceLock, source: Source, paths: frozenset[str]) -> Iterator[Drift]:
    for path, known in lock.assets:
        if path not in paths:
            yield Drift(Location(path, 1), path, is_gone=True)
        elif hash_of(source.read(path)) != known:
            yield Drift(Location(path, 1), path, is_gone=False)


def _changed_symbols(locked: list[LockedSymbol], now: tuple[Statement, ...]) -> Iterator[Drift]:
    """Pair what was locked with what is there: by text first, then by name."""
    left = Counter((symbol.name, _hash(symbol.text)) for symbol in now)
    changed = []
    for one in locked:
        if left[one.symbol, one.hash]:
            left[one.symbol, one.hash] -= 1
        else:
            changed.append(one)
    lines: dict[str, list[int]] = {}
    for symbol in now:
        if symbol.name and left[symbol.name, _hash(symbol.text)]:
            lines.setdefault(symbol.name, []).append(symbol.first)
    for one in changed:
        at = lines.get(one.symbol, [])
        place = Location(one.file, at.pop(0)) if at else one.location
        yield Drift(place, one.label, is_gone=one.symbol != "" and place is one.location)


def _hash(text: str) -> str:
    return hash_of(text.encode("utf-8", "surrogateescape"))
