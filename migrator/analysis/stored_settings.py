"""Where what a function stores comes from: from settings each process makes the same."""

import builtins
import re
from collections.abc import Iterator

from migrator.analysis.walk import names_in, walk
from migrator.analysis.written import spelled
from migrator.model import facts

# How configurations are called, and the modules by which the environment is read.
SETTINGS = re.compile(r"(?i)_?(app_?|project_?)?(conf|config|cfg|settings|environ|env|getenv)|os")
PUTTING = frozenset({"append", "add", "extend", "insert", "appendleft", "update", "setdefault"})
BUILTINS = frozenset(dir(builtins))


def is_from_settings(definition: facts.FunctionDef, owner: str) -> bool:
    """Tell whether all that a function puts into ``owner`` is read from settings.

    Local names are followed to what they are assigned; what a function is handed, or what it calls
    elsewhere, may be another in each process.

    Args:
        definition: a function.
        owner: a name of a module, as the function spells it.
    """
    stored = list(_stored(definition, owner))
    if not stored:
        return False
    held = _held(definition)
    roots: set[str] = set()
    waiting = set().union(*(_spelled(value) for value in stored)) - BUILTINS
    while waiting:
        name = waiting.pop()
        if (local := name.partition(".")[0]) not in held:
            roots.add(name)
        elif local not in roots:
            roots.add(local)
            waiting |= held[local] - BUILTINS
    found = roots - held.keys()
    return bool(found) and all(map(_is_of_settings, found))


def _is_of_settings(spelled: str) -> bool:
    return any(SETTINGS.fullmatch(part) for part in spelled.split("."))


def _spelled(value: facts.Expression) -> set[str]:
    """Return the names that occur, with the attributes that are taken of them."""
    inside: set[int] = set()
    found = set()
    for node, _ in walk(value):
        if id(node) not in inside and isinstance(node, facts.Name | facts.Attribute):
            inside.update(id(below) for below, _ in walk(node))
            found.add(spelled(node) or "?")
    return found


def _stored(definition: facts.FunctionDef, owner: str) -> Iterator[facts.Expression]:
    """Yield keys and values that are put in."""
    for node, _ in walk(definition.body):
        match node:
            case facts.Assign(targets=targets, value=value) if value is not None:
                for target in targets:
                    if isinstance(target, facts.Subscript) and _is(target.value, owner):
                        yield from (value, target.index)
            case facts.Call(
                func=facts.Attribute(value=value, attr=attr), args=args, keywords=keywords
            ):
                if attr in PUTTING and _is(value, owner):
                    yield from args
                    yield from (given for _, given in keywords)


def _is(value: facts.Expression, owner: str) -> bool:
    return isinstance(value, facts.Name) and value.id == owner


def _held(definition: facts.FunctionDef) -> dict[str, set[str]]:
    """Map local names to the names that they are made of; a parameter is made of itself."""
    held: dict[str, set[str]] = {}
    for node, _ in walk(definition.body):
        match node:
            case facts.Assign(targets=targets, value=value) if value is not None:
                made = _spelled(value)
            case facts.Loop(target=target, iterable=iterable):
                targets, made = (target,), _spelled(iterable)
            case _:
                continue
        for name in names_in(tuple(t for t in targets if not isinstance(t, facts.Subscript))):
            held[name] = held.get(name, set()) | made
    for parameter in definition.params:
        held.pop(parameter.name, None)
    return held
