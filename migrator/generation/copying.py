"""The first two layers: the slice as it is, and the files that codemods change in it."""

from collections.abc import Mapping
from typing import NamedTuple

from migrator.errors import SourceError
from migrator.generation.assets import asset_path
from migrator.generation.codemods.stand_in import put_stand_ins
from migrator.generation.selection import RESERVED
from migrator.generation.source import Source
from migrator.generation.symbols.edits import apply, takes_lines
from migrator.generation.territory import Territory
from migrator.model.extraction import REDUCED, STAND_IN, Cut, Edit, Slice
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
    files += [
        RenderedFile(f"{folder}/{asset_path(asset, modules)}", source.read(asset))
        for asset in sliced.assets
    ]
    return tuple(sorted(files))


def destination(module: Module) -> str:
    """Name the file from which Python imports a module: source roots such as ``src/`` go."""
    path = module.name.replace(".", "/")
    return f"{path}/__init__.py" if module.is_package else f"{path}.py"


class Reduced(NamedTuple):
    """What codemods make of the copied files.

    Attributes:
        deleted: files of which whole lines are deleted.
        changed: files, those as well, in which lines are changed: what is left of an import.
        cuts: what was deleted or changed.
    """

    deleted: tuple[RenderedFile, ...]
    changed: tuple[RenderedFile, ...]
    cuts: tuple[Cut, ...]


def reduce_files(
    sliced: Slice, territory: Territory, source: Source, folder: str, *, private: str = ""
) -> Reduced:
    """Delete what does not travel, then apply the codemods."""
    edits: dict[str, list[Edit]] = {}
    for edit in sliced.edits:
        edits.setdefault(edit.module, []).append(edit)
    deleted: list[RenderedFile] = []
    changed: list[RenderedFile] = []
    cuts: list[Cut] = []
    for name in sliced.modules:
        module = territory.modules[name]
        path = f"{folder}/{destination(module)}"
        before, mine = source.read(module.file), edits.get(name, ())
        lines = apply(before, [edit for edit in mine if takes_lines(edit, before)])
        if lines != before:
            deleted.append(RenderedFile(path, lines))
        text = apply(before, mine).decode("utf-8", "surrogateescape")
        stand_ins = [one for one in sliced.stand_ins if one.module == name]
        cuts += [Cut(Location(module.file, one.line), one.says, STAND_IN) for one in stand_ins]
        text = put_stand_ins(text, stand_ins, private)
        content = text.encode("utf-8", "surrogateescape")
        if content != lines:
            changed.append(RenderedFile(path, content))
        cuts += [Cut(Location(module.file, e.line), e.removed, REDUCED) for e in mine]
    return Reduced(tuple(sorted(deleted)), tuple(sorted(changed)), tuple(sorted(cuts)))
