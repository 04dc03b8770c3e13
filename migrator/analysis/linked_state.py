"""Names of modules whose values change while requests are served: who changes and reads them.

Put together from what each file says of its own (``module_state.py``).
"""

from collections import defaultdict
from collections.abc import Iterable

from migrator.analysis.module_state import Change
from migrator.analysis.modules import Modules, describe
from migrator.analysis.state_readers import find_readers
from migrator.model.location import Location
from migrator.model.program import Import, ModuleState

CACHE = frozenset({Change.FILLED, Change.FORGOTTEN})
# Made again where it is missing, or counted down again.
TAKEN_BACK = frozenset({Change.FILLED, Change.LOWERED})
REGISTRY = frozenset({Change.REGISTERED, Change.FORGOTTEN})
NOTE = frozenset({Change.NOTED, Change.FORGOTTEN})


def find_state(modules: Modules) -> tuple[ModuleState, ...]:
    """List the module-level names that functions change, with their writers."""
    bound: dict[str, tuple[str, Location]] = {}
    for module in modules.by_name.values():
        for one in module.digest.bound:
            bound[f"{module.name}:{one.name}"] = one.kind, Location(module.file, one.line)
    writers: defaultdict[str, set[str]] = defaultdict(set)
    asking: defaultdict[str, set[str]] = defaultdict(set)
    changes: defaultdict[str, set[Change]] = defaultdict(set)
    handed: set[str] = set()
    for module in modules.by_name.values():
        imports = describe(module, modules).imports if module.digest.changes else ()
        for change in module.digest.changes:
            target = _target(change.name, imports, modules) or f"{module.name}:{change.name}"
            if target in bound and (bound[target][0] or change.is_rebound):
                writers[target].add(change.function)
                changes[target].add(Change(change.change))
                if change.is_asked:
                    asking[target].add(change.function)
                if change.is_handed and change.change != Change.FORGOTTEN:
                    handed.add(target)
    readers = find_readers(writers.keys(), modules)
    return tuple(
        ModuleState(
            name,
            _describe(bound[name][0], changes[name], is_handed=name in handed),
            bound[name][1],
            tuple(sorted(writers[name])),
            () if changes[name] & TAKEN_BACK else tuple(sorted(asking[name])),
            tuple(sorted(readers.get(name, ()))),
        )
        for name in sorted(writers)
    )


def _describe(kind: str, found: set[Change], *, is_handed: bool) -> str:
    changes = {Change.COUNTED if one is Change.LOWERED else one for one in found}
    if Change.NOTED in changes and changes <= NOTE:
        return "noted"
    if Change.FILLED in changes and changes <= CACHE:
        return "cache"
    if Change.REGISTERED in changes and changes <= REGISTRY:
        return "registered"
    if changes <= {Change.ASSIGNED, Change.FORGOTTEN}:
        return "replaced" if Change.ASSIGNED in changes else kind or "replaced"
    is_counter = changes & {Change.MUTATED, Change.COUNTED} and Change.STORED not in changes
    if not (kind or is_counter):
        return "replaced"
    return kind or "rebound" if is_handed or Change.COUNTED in changes else "loaded"


def _target(name: str, imports: Iterable[Import], modules: Modules) -> str:
    """Return what an imported name, or an attribute of an imported module, stands for."""
    owner, _, attr = name.rpartition(".")
    for one in imports:
        if one.name == "":
            is_dotted = owner in modules and owner.split(".")[0] == one.bound
            if owner and (owner == one.bound or is_dotted):
                return f"{owner if is_dotted else one.target}:{attr}"
        elif one.name != "*" and one.bound == name:
            return f"{one.target}:{one.name}"
    return ""
