"""Who reads names of modules that change while requests are served."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set

from migrator.analysis.module_state import MUTATORS
from migrator.analysis.modules import Modules, describe
from migrator.analysis.walk import dotted_name, functions_of, own_names, walk, without_items
from migrator.model import facts
from migrator.model.tidying import LOGGED


def find_readers(states: Set[str], modules: Modules) -> Mapping[str, frozenset[str]]:
    """Map names (``shop.cart:OPEN``) to the functions that read them, here or after an import."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    held: defaultdict[str, set[str]] = defaultdict(set)
    for state in states:
        owner, _, name = state.partition(":")
        held[owner].add(name)
    shorts = {owner.rpartition(".")[2] for owner in held}.union(*held.values())
    for module in modules.by_name.values():
        visible = dict(_visible(module, held, shorts, modules))
        if visible:
            for function, definition in functions_of(module):
                for spelled in _read(definition, visible):
                    found[visible[spelled]].add(function)
    return {name: frozenset(functions) for name, functions in found.items()}


def _visible(
    module: facts.ModuleFacts, held: Mapping[str, Set[str]], shorts: Set[str], modules: Modules
) -> Iterator[tuple[str, str]]:
    """Yield how a module spells the names: its own, imported ones, ``module.NAME``."""
    yield from ((name, f"{module.name}:{name}") for name in held.get(module.name, ()))
    if not any(_may_import(statement, shorts) for statement, _ in module.digest.imports):
        return
    for one in describe(module, modules).imports:
        names = held.get(one.target, frozenset())
        if one.name in names:
            yield one.bound, f"{one.target}:{one.name}"
        elif not one.name:
            is_dotted = one.bound == one.target.partition(".")[0] and one.bound != one.target
            front = one.target if is_dotted else one.bound
            yield from ((f"{front}.{name}", f"{one.target}:{name}") for name in names)


def _may_import(statement: facts.Import | facts.ImportFrom, shorts: Set[str]) -> bool:
    if isinstance(statement, facts.Import):
        return any(dotted.rpartition(".")[2] in shorts for dotted, _ in statement.names)
    return any(name in shorts for name, _ in statement.names)


def _read(definition: facts.FunctionDef, visible: Mapping[str, str]) -> frozenset[str]:
    """Return the spellings that occur where they are not only changed."""
    changed = {id(node) for node in _changed(definition)}
    found = frozenset(
        spelled
        for node, _ in walk(definition.body)
        if isinstance(node, facts.Name | facts.Attribute) and id(node) not in changed
        if (spelled := dotted_name(node)) in visible
    )
    _, local = own_names(definition) if found else (found, found)
    return frozenset(spelled for spelled in found if spelled.partition(".")[0] not in local)


def _changed(definition: facts.FunctionDef) -> Iterator[facts.Expression]:
    """Yield what is stored into, deleted from, or told to change itself."""
    for node, _ in walk(definition.body):
        match node:
            case facts.Assign(targets=targets) | facts.Delete(targets=targets):
                for target in targets:
                    yield without_items(target)
            case facts.Evaluate(value=facts.Call(func=facts.Attribute(value=value, attr=attr))):
                if attr in MUTATORS:  # as long as nobody takes what it gives
                    yield without_items(value)
                elif attr in LOGGED:
                    yield from _within(node)


def _within(node: facts.Evaluate) -> Iterator[facts.Expression]:
    """Yield the names in what is only logged."""
    for below, _ in walk(node):
        if isinstance(below, facts.Name | facts.Attribute):
            yield below
