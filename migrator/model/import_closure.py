"""Which modules are loaded when others are imported."""

from collections.abc import Iterable, Mapping

from migrator.model.program import Program

IDLE = frozenset({"typing", "script"})  # kinds of ``Span`` that do not run on import


def imported_at_start(program: Program) -> Mapping[str, frozenset[str]]:
    """Map each module to what it imports when it is imported itself.

    Imports in functions do not count, nor those that only a type checker sees, or that run only
    where the file is the program.
    """
    idle = {
        (span.location.file, line)
        for span in program.spans
        if span.kind in IDLE
        for line in range(span.location.line, span.end_line + 1)
    }
    return {
        module.name: frozenset(
            one.target
            for one in module.imports
            if not one.scope and (module.file, one.line) not in idle
        )
        for module in program.modules
    }


class ImportClosure:
    """The modules of a program by what their import loads."""

    def __init__(self, program: Program) -> None:
        started = imported_at_start(program)
        self._loads: Mapping[str, frozenset[str]] = {
            name: frozenset(_loaded(name, targets)) & started.keys()
            for name, targets in started.items()
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


def _loaded(module: str, imported: Iterable[str]) -> Iterable[str]:
    """Yield what a module loads: what it imports, and the packages that all these are in."""
    for name in (module, *imported):
        parts = name.split(".")
        yield from (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
