"""The modules of the monolith as units, and what a name means in one of them."""

import ast
from collections.abc import Collection, Iterator, Mapping

import msgspec

from migrator.generation.source import Source
from migrator.generation.symbols.units import ModuleUnits, Unit, block_imports, read_units
from migrator.generation.symbols.uses import Chain, bound_by
from migrator.model.extraction import UnitKind
from migrator.model.location import Location
from migrator.model.program import Import, Module


class ProjectModule(msgspec.Struct, frozen=True):
    """A name means a module of the monolith; ``rest`` is read of it."""

    name: str
    rest: Chain = ()


class Symbol(msgspec.Struct, frozen=True):
    """A name means what a module of the monolith binds."""

    module: str
    name: str
    rest: Chain = ()


class External(msgspec.Struct, frozen=True):
    """A name means something of another library, or a builtin: ``flask.Blueprint``."""

    name: str


Meaning = ProjectModule | Symbol | External
Name = tuple[str, str]  # a module, and what it binds at its top


class SymbolTable:
    """Parses each module once, when it is asked for.

    Attributes:
        modules: all modules.
        analyzed: names of those that analysis read: no tests, no migrations.
    """

    def __init__(
        self, modules: Mapping[str, Module], source: Source, analyzed: Collection[str]
    ) -> None:
        self.modules = modules
        self.analyzed = analyzed
        self.by_file = {module.file: module.name for module in modules.values()}
        self._source = source
        self._parsed: dict[str, ModuleUnits | None] = {}
        self._imports = {name: _by_line(module.imports) for name, module in modules.items()}
        self._meanings: dict[tuple[str, str, Chain], Meaning | None] = {}

    def units(self, module: str) -> ModuleUnits | None:
        """Return a module's units; None where the running interpreter cannot read it."""
        if module not in self.modules:  # a folder without __init__.py
            return None
        if module not in self._parsed:
            file = self.modules[module].file
            content = self._source.read(file)
            try:
                content.decode("utf-8")
                self._parsed[module] = read_units(module, file, content)
            except (SyntaxError, ValueError):
                self._parsed[module] = None
        return self._parsed[module]

    def binding(self, module: str, name: str) -> list[Unit]:
        """Return the units of a module that bind a name."""
        units = self.units(module)
        return units.by_name.get(name, []) if units else []

    def unit_at(self, place: Location) -> Unit | None:
        """Return the unit that stands at a place."""
        units = self.units(self.by_file.get(place.file, ""))
        return units.at(place.line) if units else None

    def content(self, module: str) -> bytes:
        """Return the bytes of a module's file."""
        return self._source.read(self.modules[module].file)

    def imported(
        self, module: str, statement: ast.Import | ast.ImportFrom, alias: ast.alias
    ) -> Import | None:
        """Return what analysis says of an imported name; None where it is not the monolith's."""
        bound = bound_by(statement, alias)
        for item in self._imports[module].get(statement.lineno, ()):
            if item.name == "*" == alias.name:
                return item
            if item.bound == bound and _same(item, statement, alias):
                return item
        return self._left_out(module, statement, alias)

    def _left_out(
        self, module: str, statement: ast.Import | ast.ImportFrom, alias: ast.alias
    ) -> Import | None:
        """Resolve an import of, or in, a module that analysis left out."""
        bound, line = bound_by(statement, alias), statement.lineno
        if isinstance(statement, ast.Import):
            found = alias.name if alias.name in self.modules else ""
            return Import(found, "", bound, line) if found else None
        base = self.absolute(module, statement)
        if f"{base}.{alias.name}" in self.modules:
            return Import(f"{base}.{alias.name}", "", bound, line)
        return Import(base, alias.name, bound, line) if base in self.modules else None

    def absolute(self, module: str, statement: ast.ImportFrom) -> str:
        """Spell the module that a statement imports from; it may be relative."""
        if not statement.level:
            return statement.module or ""
        parts = module.split(".")
        kept = parts[: len(parts) - statement.level + self.modules[module].is_package]
        return ".".join([*kept, *([statement.module] if statement.module else [])])

    def bound_to(self, item: Import, alias: ast.alias) -> tuple[str, str]:
        """Name the module and the symbol in it that an import binds; no symbol for a module.

        Where a package binds the name of one of its modules to something else, that is meant.
        """
        submodule = item.target if not item.name else f"{item.target}.{item.name}"
        if submodule not in self.modules:
            return item.target, item.name
        package, _, last = submodule.rpartition(".")
        units = self.units(package)
        found = self.binding(package, last) if last == alias.name else []
        if any(not self._is_itself(unit, submodule) for unit in found):
            return package, last
        if units and last == alias.name and self.is_starred(units, last):
            return package, last
        return submodule, ""

    def hands_out(self, module: str, name: str, depth: int = 8) -> bool:
        """Tell whether ``import *`` takes a name from a module; not one for type checkers only."""
        units = self.units(module)
        if units is None or not depth:
            return False
        if any(unit.node not in units.guards for unit in units.by_name.get(name, ())):
            return True
        stars = (u for u in units.units if u.kind is UnitKind.STAR and u.alias is not None)
        for unit in stars:
            item = self.imported(module, unit.statement, unit.alias) if unit.alias else None
            if item is not None and self.hands_out(item.target, name, depth - 1):
                return True
        return False

    def is_starred(self, units: ModuleUnits, name: str) -> bool:
        """Tell whether ``import *`` binds a name in a module."""
        stars = [u for u in units.units if u.kind is UnitKind.STAR and u.alias is not None]
        items = (self.imported(u.module, u.statement, u.alias) for u in stars if u.alias)
        return any(item is not None and self.hands_out(item.target, name) for item in items)

    def _is_itself(self, unit: Unit, submodule: str) -> bool:
        """Tell whether a package binds a submodule's name by importing that submodule."""
        last = submodule.rpartition(".")[2]
        pairs = list(block_imports(unit.node, last) if unit.kind is UnitKind.BLOCK else ())
        if unit.kind is UnitKind.IMPORT and unit.alias is not None:
            pairs = [(unit.statement, unit.alias)]
        items = (self.imported(unit.module, *pair) for pair in pairs)
        return any(
            submodule == (f"{item.target}.{item.name}" if item.name else item.target)
            for item in items
            if item is not None
        )

    def meaning(self, module: str, name: str, chain: Chain = ()) -> Meaning | None:
        """Follow a name of a module through imports; None where nothing is known to bind it."""
        key = (module, name, chain)
        if key not in self._meanings:
            self._meanings[key] = None  # circular imports end here
            self._meanings[key] = self._follow(module, name, chain)
        return self._meanings[key]

    def _follow(self, module: str, name: str, chain: Chain) -> Meaning | None:
        units = self.units(module)
        found = units.by_name.get(name, []) if units else []
        for unit in found:
            if unit.kind is UnitKind.BLOCK:
                for statement, alias in block_imports(unit.node, name):
                    return self.meaning_of_import(module, statement, alias, chain)
            if unit.kind is not UnitKind.IMPORT:
                return Symbol(module, name, chain)
        for unit in found:
            if unit.alias is not None:
                return self.meaning_of_import(module, unit.statement, unit.alias, chain)
        if f"{module}.{name}" in self.modules:
            return self._inside(f"{module}.{name}", chain)
        return next((m for m in self._starred(units, name, chain) if m is not None), None)

    def _starred(
        self, units: ModuleUnits | None, name: str, chain: Chain
    ) -> Iterator[Meaning | None]:
        for unit in units.units if units else ():
            if unit.kind is UnitKind.STAR and unit.alias is not None:
                item = self.imported(unit.module, unit.statement, unit.alias)
                if item is not None:
                    yield self.meaning(item.target, name, chain)

    def meaning_of_import(
        self, module: str, statement: ast.Import | ast.ImportFrom, alias: ast.alias, chain: Chain
    ) -> Meaning | None:
        """Follow what an imported name means."""
        item = self.imported(module, statement, alias)
        if item is None:
            return External(".".join((_spelled(statement, alias), *chain)))
        if isinstance(statement, ast.Import):
            if alias.asname:
                return self._inside(item.target, chain)
            return self._inside(item.target.partition(".")[0], chain)
        target, name = self.bound_to(item, alias)
        return self.meaning(target, name, chain) if name else self._inside(target, chain)

    def _inside(self, module: str, chain: Chain) -> Meaning | None:
        if not chain:
            return ProjectModule(module)
        if module not in self.modules:  # a folder without __init__.py
            longer = f"{module}.{chain[0]}"
            if any(name == longer or name.startswith(f"{longer}.") for name in self.modules):
                return self._inside(longer, chain[1:])
            return ProjectModule(module, chain)
        return self.meaning(module, chain[0], chain[1:]) or ProjectModule(module, chain)


def _by_line(imports: tuple[Import, ...]) -> dict[int, list[Import]]:
    found: dict[int, list[Import]] = {}
    for item in imports:
        found.setdefault(item.line, []).append(item)
    return found


def _same(item: Import, statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> bool:
    """Tell one name of a statement from another that binds the same."""
    if isinstance(statement, ast.Import):
        # A module below another source root is spelled without it.
        spelled = item.target == alias.name or item.target.endswith(f".{alias.name}")
        return not item.name and spelled
    return item.name in {alias.name, ""}


def _spelled(statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    if isinstance(statement, ast.Import):
        return alias.name if alias.asname else alias.name.partition(".")[0]
    return f"{statement.module or ''}.{alias.name}"
