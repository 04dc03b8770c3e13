"""Uses: which functions and classes need which others, and what copying one of them would take."""

from collections.abc import Iterable, Iterator
from functools import cached_property

import msgspec

from migrator.grouping.study import Study
from migrator.model.effect_index import RUNNING
from migrator.model.location import Location
from migrator.model.program import AccessMode, Function
from migrator.model.reach import module_of

# Uses that a client of a remote service cannot stand for: the code has to be there.
LOCAL = frozenset({"inheritance", "model", "whole"})
PER_LINES = 50  # that cost one point more to copy
STATE = 2  # to copy what changes the state of its module: two copies of it differ


class Use(msgspec.Struct, frozen=True, order=True):
    """That one function or class needs another.

    Attributes:
        kind: ``call``, ``import``, ``inheritance``, ``model`` (a query of its table) or
            ``whole`` (a method and its class, a function and what is inside it).
    """

    user: str
    used: str
    kind: str
    location: Location


class Uses:
    """Who needs whom, indexed once for all services."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._program = study.program
        self._functions = {function.name: function for function in study.program.functions}
        found: dict[str, list[Use]] = {}
        for use in sorted(set(self._find())):
            found.setdefault(use.user, []).append(use)
        self._of = found
        self._inside: dict[str, list[Function]] = {}
        for name, function in self._functions.items():
            self._inside.setdefault(name.rpartition(".")[0], []).append(function)
        self._changing = {name for state in study.program.module_state for name in state.writers}

    def of(self, user: str) -> list[Use]:
        """List what a function, class or module code needs, sorted."""
        return self._of.get(user, [])

    @property
    def users(self) -> Iterable[str]:
        """Whatever needs something."""
        return self._of

    def whole(self, name: str) -> str:
        """Name the function that something is written inside of; itself where it is in none."""
        outer = name.rpartition(".")[0]
        found = self._functions.get(outer)
        return self.whole(outer) if found and found.kind != "class" else name

    def lines(self, name: str) -> int:
        """Count the lines of a function or class, without those of what is inside it."""
        function = self._functions.get(name)
        own = _span(function) if function else 1
        return max(1, own - sum(map(_span, self._inside.get(name, ()))))

    def copying(self, name: str) -> int:
        """Say what a copy of a function or class takes, in points."""
        return 1 + self.lines(name) // PER_LINES + STATE * (name in self._changing)

    @cached_property
    def written(self) -> dict[str, set[str]]:
        """The tables that each function writes."""
        return self._touched(AccessMode.WRITE)

    @cached_property
    def handlers(self) -> frozenset[str]:
        """The functions and classes that answer entry points."""
        return frozenset(e.handler for e in self._program.entry_points)

    def _touched(self, mode: AccessMode) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for access in self._program.accesses:
            if access.mode is mode:
                found.setdefault(access.function, set()).add(access.table)
        return found

    def _find(self) -> Iterator[Use]:
        program, known = self._program, self._functions
        yield from (Use(c.caller, c.callee, "call", c.location) for c in program.calls)
        for edge in program.hidden_edges:
            if edge.kind in RUNNING - {"signal"} and edge.target in known:
                yield Use(edge.source, edge.target, "call", edge.location)
        for one in program.inheritances:
            if one.base in known:
                yield Use(one.cls, one.base, "inheritance", one.location)
        yield from self._models()
        yield from self._imports()
        yield from self._wholes()

    def _models(self) -> Iterator[Use]:
        """Yield the model that each query needs, if it is not written as text."""
        models = {table.name: table.model for table in self._program.tables}
        for access in self._program.accesses:
            model = models.get(access.table, "")
            if model in self._functions and access.via != "sql":
                yield Use(access.function, model, "model", access.location)

    def _imports(self) -> Iterator[Use]:
        for module in self._program.modules:
            for taken in module.imports:
                name = f"{taken.target}:{taken.name}"
                if name in self._functions:
                    place = Location(module.file, taken.line)
                    yield Use(f"{module.name}:{taken.scope}", name, "import", place)

    def _wholes(self) -> Iterator[Use]:
        """Yield what is not copied without the other."""
        for name, function in self._functions.items():
            outer = name.rpartition(".")[0]
            if outer not in self._functions or module_of(outer) != module_of(name):
                continue
            yield Use(name, outer, "whole", function.location)
            is_method = self._functions[outer].kind == "class"
            if not is_method or name == f"{outer}.__init__":
                yield Use(outer, name, "whole", function.location)


def _span(function: Function) -> int:
    return function.end_line - function.location.line + 1
