"""The first two layers: the slice as it is, and the files that codemods change in it."""

from collections.abc import Iterator, Mapping

from migrator.errors import SourceError
from migrator.generation.codemods.engine_pool import shrink_pools
from migrator.generation.selection import RESERVED
from migrator.generation.source import Source
from migrator.generation.symbols.edits import apply
from migrator.generation.territory import Territory
from migrator.model.extraction import Cut, Edit, Slice
from migrator.model.files import RenderedFile
from migrator.model.location import Location
from migrator.model.program import Module


def copy(
    sliced: Slice, modules: Mapping[str, Module], source: Source, folder: str
) -> tuple[RenderedFile, ...]:
    """Copy modules and assets into ``folder`` under the names by which they are imported."""
    tops = {name.partition(".")[0] for name in sliced.modules}
    if clash := sorted(tops & RESERVED):
        raise SourceError(
            f"the slice holds a top-level module {clash[0]!r}: services have a file of that name",
            hint=f"rename it in the monolith; {', '.join(sorted(RESERVED))} cannot be used",
        )
    files = [
        RenderedFile(f"{folder}/{destination(modules[name])}", source.read(modules[name].file))
        for name in sliced.modules
    ]
    roots = {m.file.rpartition("/")[0]: m.name for m in modules.values() if m.is_package}
    files += [
        RenderedFile(f"{folder}/{_asset_path(asset, roots)}", source.read(asset))
        for asset in sliced.assets
    ]
    return tuple(sorted(files))


def destination(module: Module) -> str:
    """Name the file from which Python imports a module: source roots such as ``src/`` go."""
    path = module.name.replace(".", "/")
    return f"{path}/__init__.py" if module.is_package else f"{path}.py"


def _asset_path(asset: str, packages: Mapping[str, str]) -> str:
    folder, rest = asset.rpartition("/")[0], asset.rpartition("/")[2]
    while folder not in packages:
        folder, _, last = folder.rpartition("/")
        rest = f"{last}/{rest}"
    return f"{packages[folder].replace('.', '/')}/{rest}"


def reduce_files(
    sliced: Slice, territory: Territory, source: Source, folder: str
) -> tuple[tuple[RenderedFile, ...], tuple[Cut, ...]]:
    """Apply the codemods; return the files which they changed, and what they took out."""
    edits: dict[str, list[Edit]] = {}
    for edit in sliced.edits:
        edits.setdefault(edit.module, []).append(edit)
    files: list[RenderedFile] = []
    cuts: list[Cut] = []
    for name in sliced.modules:
        module = territory.modules[name]
        before = source.read(module.file)
        reduced = apply(before, edits.get(name, ()))
        cuts += [
            Cut(Location(module.file, edit.line), edit.removed, "reduce")
            for edit in edits.get(name, ())
        ]
        text = reduced.decode("utf-8", "surrogateescape")
        after = shrink_pools(text)
        cuts += _pool_changes(module.file, text, after)
        content = after.encode("utf-8", "surrogateescape")
        if content != before:
            files.append(RenderedFile(f"{folder}/{destination(module)}", content))
    return tuple(sorted(files)), tuple(sorted(cuts))


def _pool_changes(file: str, before: str, after: str) -> Iterator[Cut]:
    for line, (old, new) in enumerate(
        zip(before.splitlines(), after.splitlines(), strict=True), 1
    ):
        if old != new:
            yield Cut(
                Location(file, line), f"`{old.strip()}` became `{new.strip()}`", "engine_pool"
            )
