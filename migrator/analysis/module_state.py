"""Names of modules whose values change while requests are served.

Read from facts alone: which names a module binds to something mutable, or functions rebind with
``global``, and which functions change them, here or after an import.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from migrator.analysis.modules import Modules, describe
from migrator.analysis.walk import functions_of, walk
from migrator.model import facts
from migrator.model.program import Location, ModuleState

MUTATORS = frozenset(
    {"append", "add", "extend", "insert", "update", "setdefault", "pop", "popitem", "clear"}
    | {"remove", "discard", "appendleft", "popleft", "sort", "reverse", "subtract"}
)
MAKERS = {
    "dict": "dict",
    "list": "list",
    "set": "set",
    "defaultdict": "dict",
    "OrderedDict": "dict",
    "Counter": "dict",
    "WeakValueDictionary": "dict",
    "deque": "list",
}


def find_state(modules: Modules) -> tuple[ModuleState, ...]:
    """List the module-level names that functions change, with their writers."""
    bound: dict[str, tuple[str, Location]] = {}
    for module in modules.by_name.values():
        bound |= {f"{module.name}:{name}": found for name, found in _bound(module)}
    writers: defaultdict[str, set[str]] = defaultdict(set)
    kinds: dict[str, str] = {}
    for module in modules.by_name.values():
        imported = _imported(module, modules)
        for function, definition in functions_of(module):
            for name, kind in _changed(definition):
                target = imported.get(name, f"{module.name}:{name}")
                if target in bound:
                    writers[target].add(function)
                    kinds.setdefault(target, kind)
    return tuple(
        ModuleState(
            name,
            "rebound" if kinds[name] == "rebound" else bound[name][0],
            bound[name][1],
            tuple(sorted(writers[name])),
        )
        for name in sorted(writers)
        if kinds[name] == "rebound" or bound[name][0]
    )


def _bound(module: facts.ModuleFacts) -> Iterator[tuple[str, tuple[str, Location]]]:
    for statement in module.body:
        if isinstance(statement, facts.Assign) and statement.value is not None:
            for target in statement.targets:
                if isinstance(target, facts.Name):
                    location = Location(module.file, statement.line)
                    yield target.id, (_kind(statement.value), location)


def _kind(value: facts.Expression) -> str:
    match value:
        case facts.Mapping() | facts.Comprehension(kind="dictcomp"):
            return "dict"
        case facts.Sequence(kind=("list" | "set") as kind):
            return kind
        case facts.Comprehension(kind="listcomp"):
            return "list"
        case facts.Call(func=facts.Name(id=name) | facts.Attribute(attr=name)):
            return MAKERS.get(name, "")
    return ""


def _imported(module: facts.ModuleFacts, modules: Modules) -> dict[str, str]:
    found = describe(module, modules).imports
    return {one.bound: f"{one.target}:{one.name}" for one in found if one.name not in {"", "*"}}


def _changed(definition: facts.FunctionDef) -> Iterator[tuple[str, str]]:
    declared = _globals(definition.body)
    local = _locals(definition) - declared
    for node, _ in walk(definition.body):
        match node:
            case facts.Assign(targets=targets) | facts.Delete(targets=targets):
                for target in targets:
                    if isinstance(target, facts.Name) and target.id in declared:
                        yield target.id, "rebound"
                    elif isinstance(target, facts.Subscript):
                        yield from _free(target.value, local)
            case facts.Call(func=facts.Attribute(value=value, attr=attr)) if attr in MUTATORS:
                yield from _free(value, local)


def _free(value: facts.Expression, local: frozenset[str]) -> Iterator[tuple[str, str]]:
    while isinstance(value, facts.Subscript):
        value = value.value
    if isinstance(value, facts.Name) and value.id not in local:
        yield value.id, "changed"


def _globals(body: Iterable[facts.Statement]) -> frozenset[str]:
    return frozenset(
        name
        for node, _ in walk(tuple(body))
        if isinstance(node, facts.Global) and not node.is_nonlocal
        for name in node.names
    )


def _locals(definition: facts.FunctionDef) -> frozenset[str]:
    names = {parameter.name for parameter in definition.params}
    for node, _ in walk(definition.body):
        match node:
            case facts.Assign(targets=targets):
                names.update(_names(targets))
            case facts.Loop(target=target):
                names.update(_names((target,)))
            case facts.With(items=items):
                names.update(_names(tuple(t for _, t in items if t is not None)))
    return frozenset(names)


def _names(targets: tuple[facts.Expression, ...]) -> Iterator[str]:
    for target in targets:
        match target:
            case facts.Name(id=name):
                yield name
            case facts.Sequence(items=items):
                yield from _names(items)
            case facts.Starred(value=value):
                yield from _names((value,))
