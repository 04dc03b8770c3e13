"""Which modules are loaded when others are imported."""

from collections.abc import Iterable, Mapping

from migrator.model.program import Module, Program


class ImportClosure:
    """The modules of a program by what their import loads; imports in functions do not count."""

    def __init__(self, program: Program) -> None:
        known = {module.name for module in program.modules}
        self._loads: Mapping[str, frozenset[str]] = {
            module.name: frozenset(_loaded(module)) & known for module in program.modules
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


def _loaded(module: Module) -> Iterable[str]:
    """Yield what a module loads: what it imports, and the packages that all these are in."""
    for name in (module.name, *(one.target for one in module.imports if not one.scope)):
        parts = name.split(".")
        yield from (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
