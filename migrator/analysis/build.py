"""Facts of all modules -> ``Program``."""

from collections.abc import Iterable

from migrator.analysis.modules import Modules, describe
from migrator.model import facts
from migrator.model.program import Location, Program, Unresolved


def build(root: str, modules: Iterable[facts.ModuleFacts]) -> Program:
    """Link the modules and recognize what they do."""
    everything = sorted(modules, key=lambda module: module.file)
    known = Modules(everything)
    unparsed = [module for module in everything if module.error]
    return Program(
        root,
        modules=tuple(describe(module, known) for module in everything),
        unresolved=tuple(
            Unresolved(module.error, Location(module.file, module.error_line))
            for module in unparsed
        ),
        unparsed=tuple(module.file for module in unparsed),
        lines=sum(module.lines for module in everything),
    )
