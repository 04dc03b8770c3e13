"""Who imports what a service takes with it: the lines that lead across its border."""

import ast
from collections.abc import Iterator

from migrator.generation.source import Source, text_of
from migrator.model.extraction import Crossing
from migrator.model.location import Location
from migrator.model.ownership import covers
from migrator.model.program import Module, Program


def find_crossings(
    program: Program, source: Source, protected: tuple[str, ...]
) -> tuple[Crossing, ...]:
    """Find imports of ``protected`` modules and packages from outside of them, one a pair.

    Files that analysis leaves out (tests, migrations) are read as well: import-linter sees them.
    """
    names = {module.name for module in program.modules}
    found: dict[tuple[str, str], Location] = {}
    for crossing in sorted([*_analyzed(program, names), *_left_out(program, source, protected)]):
        importer, imported = crossing.importer, crossing.imported
        if _is_in(imported, protected) and not _is_in(importer, protected):
            found.setdefault((importer, imported), crossing.location)
    return tuple(Crossing(*pair, place) for pair, place in sorted(found.items()))


def _is_in(module: str, prefixes: tuple[str, ...]) -> bool:
    return any(covers(prefix, module) for prefix in prefixes)


def _analyzed(program: Program, names: set[str]) -> Iterator[Crossing]:
    for module in program.modules:
        for item in module.imports:
            inner = f"{item.target}.{item.name}"
            imported = inner if item.name and inner in names else item.target
            yield Crossing(module.name, imported, Location(module.file, item.line))


def _left_out(program: Program, source: Source, protected: tuple[str, ...]) -> Iterator[Crossing]:
    """Read the imports of Python files that lie in the monolith's packages but are no facts."""
    known = {module.file for module in program.modules}
    packages = {m.file.rpartition("/")[0]: m.name for m in program.modules if m.is_package}
    last = {name.rpartition(".")[2] for name in protected}
    for path in source.paths():
        if path in known or not path.endswith(".py"):
            continue
        name = _name(path, packages)
        text = text_of(source, path) if name else ""
        if any(word in text for word in last):
            yield from _imports(name, path, text, program.modules)


def _name(path: str, packages: dict[str, str]) -> str:
    """Name the module in a file that lies in, or below, a package that is known; else empty."""
    folder, _, rest = path.removesuffix(".py").rpartition("/")
    while folder and folder not in packages:
        folder, _, last = folder.rpartition("/")
        rest = f"{last}/{rest}"
    dotted = rest.removesuffix("/__init__").replace("/", ".")
    return f"{packages[folder]}.{dotted}" if folder else ""


def _imports(name: str, path: str, text: str, modules: tuple[Module, ...]) -> Iterator[Crossing]:
    names = {module.name for module in modules}
    package = name if path.endswith("/__init__.py") else name.rpartition(".")[0]
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Crossing(name, alias.name, Location(path, node.lineno))
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                imported = inner if inner in names else base
                yield Crossing(name, imported, Location(path, node.lineno))


def _base(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    parts = parts[: len(parts) - node.level + 1]
    return ".".join([*parts, node.module] if node.module else parts)
