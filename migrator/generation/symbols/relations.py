"""What models have to do with each other: keys, relationships, kinds, pickles.

https://docs.sqlalchemy.org/en/20/orm/relationships.html
"""

import ast
from collections.abc import Iterator

from migrator.generation.frameworks.framework import Shape
from migrator.generation.symbols.effects import Effect
from migrator.generation.symbols.reading import plain_name
from migrator.generation.symbols.strings import models_by_word, words_in_declarations
from migrator.generation.symbols.table import Name, Symbol, SymbolTable
from migrator.generation.symbols.units import Unit
from migrator.generation.symbols.uses import names_bound_in
from migrator.model.program import AccessMode, Program


class Relations:
    """The models of a program, and the classes that note down their subclasses."""

    def __init__(self, program: Program, table: SymbolTable, shape: Shape) -> None:
        self._program = program
        self._table = table
        self._shape = shape
        self._models = models_by_word(program.tables, table)
        self._references = {
            symbol: found.references
            for found in program.tables
            for symbol in self._models.get(found.name, ())
        }
        self._mapped: dict[Name, bool] = {
            symbol: True for found in program.tables for symbol in self._models.get(found.name, ())
        }

    def needed_by(self, unit: Unit) -> Iterator[tuple[Name, int]]:
        """Yield the models that a model needs, each with the line that says so."""
        if not self._is_model(unit):
            return
        for word, line, _ in words_in_declarations(unit.node):
            yield from ((symbol, line) for symbol in self._models.get(word, ()))
        for name in unit.names:
            for table, line in self._references.get((unit.module, name), ()):
                yield from ((symbol, line) for symbol in self._models.get(table, ()))

    def keeps_pickles(self, unit: Unit) -> bool:
        """Tell whether a model has a column of pickles."""
        return self._is_model(unit) and any(
            "PickleType" in {getattr(node, "attr", ""), getattr(node, "id", "")}
            for node in ast.walk(unit.node)
        )

    def writers_of(self, unit: Unit) -> tuple[Name, ...]:
        """Name what writes the table of a model, and what calls that."""
        tables = {
            name for name, symbols in self._models.items() for s in symbols if s[1] in unit.names
        }
        writers = {
            access.function
            for access in self._program.accesses
            if access.table in tables and access.mode is AccessMode.WRITE
        }
        callers = {call.caller for call in self._program.calls if call.callee in writers}
        pairs = (function.partition(":") for function in sorted(writers | callers))
        tops = ((module, name.partition(".")[0]) for module, _, name in pairs)
        return tuple(dict.fromkeys(top for top in tops if top[1]))

    def effect_of(self, unit: Unit) -> Effect:
        """Find what a class belongs to: the model that it is a kind of, or refers back to."""
        if not isinstance(unit.node, ast.ClassDef):
            return Effect()
        subjects: set[Name] = set()
        for base in unit.node.bases:
            root, chain = plain_name(base)
            meant = self._table.meaning(unit.module, root, chain) if root else None
            if isinstance(meant, Symbol) and self._collects_subclasses((meant.module, meant.name)):
                subjects.add((meant.module, meant.name))
        if self._is_model(unit):
            for word, _, backwards in words_in_declarations(unit.node):
                if backwards:
                    subjects.update(self._models.get(word, ()))
            subjects.update(self._pointed_at(unit) if self._shape.deletes_backwards else ())
        return Effect(frozenset(subjects - {(unit.module, name) for name in unit.names}))

    def _pointed_at(self, unit: Unit) -> Iterator[Name]:
        """Name the models that a model refers to: deleting one of their objects deletes its."""
        for name in unit.names:
            for found, _ in self._references.get((unit.module, name), ()):
                yield from self._models.get(found, ())

    def _collects_subclasses(self, name: Name) -> bool:
        if self._is_mapped(name):
            return True
        for unit in self._table.binding(*name):
            if isinstance(unit.node, ast.ClassDef):
                if "__init_subclass__" in names_bound_in(list(unit.node.body)):
                    return True
                if any(
                    k.arg == "metaclass" and self._is_own(unit, k.value)
                    for k in unit.node.keywords
                ):
                    return True
        return False

    def _is_model(self, unit: Unit) -> bool:
        return any(self._is_mapped((unit.module, name)) for name in unit.names)

    def _is_mapped(self, name: Name) -> bool:
        """Tell whether a class has a table, or is a kind of one that has."""
        if name not in self._mapped:
            self._mapped[name] = False
            bases = [
                base
                for unit in self._table.binding(*name)
                if isinstance(unit.node, ast.ClassDef)
                for base in unit.node.bases
            ]
            for base in bases:
                root, chain = plain_name(base)
                meant = self._table.meaning(name[0], root, chain) if root else None
                if isinstance(meant, Symbol) and self._is_mapped((meant.module, meant.name)):
                    self._mapped[name] = True
        return self._mapped[name]

    def _is_own(self, unit: Unit, node: ast.expr) -> bool:
        root, chain = plain_name(node)
        return bool(root) and isinstance(self._table.meaning(unit.module, root, chain), Symbol)
