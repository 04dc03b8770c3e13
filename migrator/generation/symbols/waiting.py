"""Parts of statements that wait until something asks for them: methods, and strings of tables.

A method of a model travels once code, or a template, says its name anywhere; what a table names in
one place of its tuples, once code reads that place.
"""

import ast
from collections.abc import Collection, Iterable, Iterator

from migrator.generation.symbols.heard import Heard, hear
from migrator.generation.symbols.models import Model, read_model
from migrator.generation.symbols.registries import Registry, places_read, read_registry
from migrator.generation.symbols.table import Name, Symbol, SymbolTable
from migrator.generation.symbols.units import Parts, Unit
from migrator.generation.symbols.uses import Uses


class Waiting:
    """What waits; nodes of statements that travel.

    Args:
        words: names of attributes that templates say.
        cuts: for a module, the nodes that are left out.
    """

    def __init__(
        self, table: SymbolTable, words: Collection[str], cuts: dict[str, set[ast.AST]]
    ) -> None:
        self._table = table
        self._cuts = cuts
        self._heard = Heard(words=set(words))
        self._models: dict[Unit, Model] = {}
        self._registries: dict[Unit, Registry] = {}
        self._nodes: dict[Unit, Parts] = {}
        self._readers: dict[Name, dict[Unit, set[str]]] = {}
        self._open: set[str] = set()

    def enter(self, unit: Unit) -> None:
        """Let parts of a statement wait that begins to travel."""
        model = read_model(self._table, unit)
        if model is not None:
            self._models[unit] = model
            self._nodes[unit] = dict(model.methods)
        registry = read_registry(self._table, unit)
        if registry is not None:
            self._registries[unit] = registry
            self._nodes[unit] = dict(registry.places)

    def of(self, unit: Unit) -> set[ast.AST]:
        """Return the parts of a statement that wait."""
        return {node for nodes in self._nodes.get(unit, {}).values() for node in nodes}

    def left(self) -> Iterator[tuple[Unit, tuple[str, ...]]]:
        """Yield the classes of which methods wait, with the names of those."""
        for unit in self._models:
            if self._nodes[unit]:
                yield unit, tuple(sorted(map(str, self._nodes[unit])))

    def hear(self, unit: Unit, uses: Uses) -> None:
        """Listen to a statement that travels."""
        hear(self._heard, self._table, unit.module, unit.node, self._skipped(unit))
        for name, chain in uses.names:
            meant = self._table.meaning(unit.module, name, chain)
            self._note(unit, meant, name, is_itself=chain == getattr(meant, "rest", None))
        for inner in uses.inner:
            for chain in inner.chains:
                pair = inner.statement, inner.alias
                meant = self._table.meaning_of_import(unit.module, *pair, chain)
                is_itself = chain == getattr(meant, "rest", None)
                self._note(unit, meant, inner.bound, is_itself=is_itself)

    def _note(self, unit: Unit, meant: object, name: str, *, is_itself: bool) -> None:
        """Note who reads a name of a module; empty for a name by way of the module."""
        if isinstance(meant, Symbol):
            readers = self._readers.setdefault((meant.module, meant.name), {})
            readers.setdefault(unit, set()).add(name if is_itself else "")

    def hear_file(self, tree: ast.AST) -> None:
        """Listen to a file that is copied as it is."""
        hear(self._heard, self._table, "", tree)

    def hear_all(self) -> None:
        """Give up: something travels that cannot be read."""
        self._heard.is_all = True

    def open(self, module: str) -> None:
        """Let nothing of a module wait: all of it travels, as somebody may read all of it."""
        self._open.add(module)

    def woken(self) -> list[Unit]:
        """Return the statements of which parts begin to travel, since it was asked last."""
        found = []
        for unit, waiting in self._nodes.items():
            model = self._models.get(unit)
            wakes = self._said(model) if model else self._read(unit)
            due = [key for key in waiting if wakes is None or key in wakes]
            for key in due:
                del waiting[key]
            if due:
                found.append(unit)
        return found

    def _said(self, model: Model) -> Collection[str | int] | None:
        """Return the methods of which somebody says the names; None for all of them."""
        heard = self._heard
        if heard.is_all or model.unit.module in self._open:
            return None
        if model.family & heard.classes:
            return None
        names = self._nodes[model.unit]
        said = [n for n in names if n in heard.words or any(p in str(n) for p in heard.parts)]
        return [*said, *model.properties] if heard.is_set else said

    def _read(self, unit: Unit) -> Collection[str | int] | None:
        """Return the places of a table that somebody reads; None for all of them."""
        key = (unit.module, unit.names[0])
        if unit.module in self._open or key[1] in self._heard.words:
            return None
        found: set[str | int] = set()
        registry = self._registries[unit]
        for reader, names in self._readers.get(key, {}).items():
            skipped = self._skipped(reader)
            for name in names:
                places = places_read(reader.node, registry, name, skipped) if name else None
                if places is None:
                    return None
                found |= places
        return found

    def _skipped(self, unit: Unit) -> set[ast.AST]:
        return {*self._cuts.get(unit.module, ()), *self.of(unit)}


def statements(nodes: Iterable[ast.AST]) -> Iterator[ast.stmt]:
    """Yield what is deleted of parts that wait to the end: methods, no strings."""
    yield from (node for node in nodes if isinstance(node, ast.stmt))
