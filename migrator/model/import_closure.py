"""Which modules are loaded when others are imported."""

from collections.abc import Iterable, Iterator, Mapping

from migrator.model.program import Import, Module, Program

IDLE = frozenset({"typing", "script"})  # kinds of ``Span`` that do not run on import


def imports_at_start(program: Program) -> Iterator[tuple[Module, list[Import]]]:
    """Yield each module with the imports that run when it is imported.

    Imports in functions do not, nor those that only a type checker sees, or that run only where
    the file is the program.
    """
    idle = {
        (span.location.file, line)
        for span in program.spans
        if span.kind in IDLE
        for line in range(span.location.line, span.end_line + 1)
    }
    for module in program.modules:
        run = [one for one in module.imports if not one.scope]
        yield module, [one for one in run if (module.file, one.line) not in idle]


class ImportClosure:
    """The modules of a program by what their import loads."""

    def __init__(self, program: Program) -> None:
        known = {module.name for module in program.modules}
        self._loads: Mapping[str, frozenset[str]] = {
            module.name: frozenset(_loaded(module, imports)) & known
            for module, imports in imports_at_start(program)
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


def _loaded(module: Module, imports: Iterable[Import]) -> Iterable[str]:
    """Yield what a module loads: what it imports, and the packages that all these are in."""
    for name in (module.name, *(one.target for one in imports)):
        parts = name.split(".")
        yield from (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
