"""Which modules are loaded when others are imported."""

from collections.abc import Iterable, Mapping, Set

from migrator.model.program import Module, Program

IDLE = frozenset({"typing", "script"})  # kinds of ``Span`` that do not run on import


class ImportClosure:
    """The modules of a program by what their import loads.

    Imports in functions do not count, nor those that only a type checker sees, or that run only
    where the file is the program.
    """

    def __init__(self, program: Program) -> None:
        known = {module.name for module in program.modules}
        idle: dict[str, set[int]] = {}
        for span in program.spans:
            if span.kind in IDLE:
                lines = range(span.location.line, span.end_line + 1)
                idle.setdefault(span.location.file, set()).update(lines)
        self._loads: Mapping[str, frozenset[str]] = {
            module.name: frozenset(_loaded(module, idle.get(module.file, set()))) & known
            for module in program.modules
        }

    def of(self, modules: Iterable[str]) -> frozenset[str]:
        """Return ``modules`` and all that they load, straight or through others."""
        found: set[str] = set()
        waiting = [name for name in modules if name in self._loads]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._loads[name] - found
        return frozenset(found)


def _loaded(module: Module, idle: Set[int]) -> Iterable[str]:
    """Yield what a module loads: what it imports, and the packages that all these are in."""
    run = (one.target for one in module.imports if not one.scope and one.line not in idle)
    for name in (module.name, *run):
        parts = name.split(".")
        yield from (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
