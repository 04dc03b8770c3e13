"""Data files beside others that code names, and which no code that travels can name: they stay.

``FOOD = FOLDER / "locales" / "en-US.json"`` opens one file of its folder. Where code that lies
beside it, or imports that, lists folders, joins to a path what does not stand there, or hands the
folder on, all files travel; so they do where a string elsewhere names the folder, or a library
knows it by its name.
"""

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from migrator.generation.symbols.closure import Closure
from migrator.generation.symbols.paths import file_name, folders_in, may_open
from migrator.generation.symbols.units import Unit
from migrator.generation.symbols.uses import read_uses
from migrator.model.extraction import UnitKind

# What libraries look into without being told.
KNOWN = frozenset(
    {"LC_MESSAGES", "fixtures", "locale", "migrations", "static", "templates", "translations",
     "versions"}
)  # fmt: skip


def unnamed(closure: Closure, assets: Collection[str]) -> tuple[str, ...]:
    """Choose the files that no code which travels can name, in folders of which it names some."""
    folders: dict[str, list[str]] = {}
    for asset in assets:
        folder = asset.rpartition("/")[0]
        if not KNOWN.intersection(folder.split("/")):
            folders.setdefault(folder, []).append(asset)
    if not folders:
        return ()
    strings = {unit: list(_strings_of(unit)) for unit in closure.kept}
    ends = tuple({end for texts in strings.values() for t in texts if (end := file_name(t))})
    found: list[str] = []
    for folder, files in sorted(folders.items()):
        rest = [f for f in files if not PurePosixPath(f).name.endswith(ends)]
        if len(rest) < len(files) and _is_said(closure, folder, strings):
            found += rest
    return tuple(sorted(found))


def _is_said(closure: Closure, folder: str, strings: dict[Unit, list[str]]) -> bool:
    """Tell whether all code that may open files of a folder says which."""
    home = _package_above(closure, folder)
    beside = {m for m in closure.modules if _folder_of(closure, m) == home}
    around = {m for m in closure.modules if m in beside or _imports(closure, m, beside)}
    last = folder.rpartition("/")[2]
    roots = {name for u in strings if u.module in beside for name in folders_in(u.node)}
    for unit, texts in strings.items():
        if unit.module in around:
            if may_open(unit.node, roots):
                return False
        elif any(last in text.replace(".", "/").split("/") for text in texts):
            return False
    return bool(beside)


def _package_above(closure: Closure, folder: str) -> str:
    homes = {
        _folder_of(closure, m) for m in closure.modules if closure.table.modules[m].is_package
    }
    while folder and folder not in homes:
        folder = folder.rpartition("/")[0]
    return folder


def _folder_of(closure: Closure, module: str) -> str:
    return closure.table.modules[module].file.rpartition("/")[0]


def _imports(closure: Closure, importer: str, modules: Collection[str]) -> bool:
    return any(
        item.target in modules or f"{item.target}.{item.name}" in modules
        for item in closure.table.modules[importer].imports
    )


def _strings_of(unit: Unit) -> Iterator[str]:
    if unit.kind is not UnitKind.IMPORT:
        yield from (text for text, _ in read_uses([unit.node]).strings)
