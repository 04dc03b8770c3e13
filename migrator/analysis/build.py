"""Facts of all modules -> ``Program``."""

import sys
from collections.abc import Iterable

from migrator.analysis.machine import Machine
from migrator.analysis.modules import Modules, describe
from migrator.analysis.recognizers import flask
from migrator.model import facts
from migrator.model.program import EntryPoint, Function, Location, Program, Unresolved

# One call of the monolith is about a dozen of the interpreter's own.
RECURSION = 20_000


def build(root: str, modules: Iterable[facts.ModuleFacts]) -> Program:
    """Link the modules and recognize what they do."""
    everything = sorted(modules, key=lambda module: module.file)
    known = Modules(everything)
    sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION))
    log = Machine(known).run()
    found = list(flask.recognize(log))
    unparsed = [module for module in everything if module.error]
    entry_points = {
        (point.label, point.handler): point
        for point in reversed(found)
        if isinstance(point, EntryPoint)
    }
    return Program(
        root,
        modules=tuple(describe(module, known) for module in everything),
        functions=tuple(
            sorted(
                Function(f.name, f.location, getattr(f.definition, "end_line", f.definition.line), f.kind)
                for f in log.functions.values()
            )
        ),
        calls=tuple(sorted(log.calls)),
        entry_points=tuple(entry_points[key] for key in sorted(entry_points)),
        hooks=tuple(sorted(set(flask.find_hooks(log)))),
        applications=tuple(sorted(set(flask.find_applications(log)), key=lambda a: a.name)),
        unresolved=tuple(
            sorted(
                {Unresolved(m.error, Location(m.file, m.error_line)) for m in unparsed}
                | {point for point in found if isinstance(point, Unresolved)}
            )
        ),
        unparsed=tuple(module.file for module in unparsed),
        lines=sum(module.lines for module in everything),
    )
