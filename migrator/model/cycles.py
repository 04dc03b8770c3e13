"""Modules that import each other when they are loaded."""

from migrator.model.components import components
from migrator.model.program import Program


def find_import_cycles(program: Program) -> tuple[tuple[str, ...], ...]:
    """List the groups of modules of which each imports all others, straight or not; sorted.

    Imports in functions do not count: they are how people get out of such a group.
    """
    known = {module.name for module in program.modules}
    imports = {
        module.name: sorted(
            {one.target for one in module.imports if not one.scope and one.target in known}
        )
        for module in program.modules
    }
    return tuple(sorted(group for group in components(imports) if len(group) > 1))
