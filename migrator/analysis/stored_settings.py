"""Where what a function stores comes from: from its caller and the request, or from settings.

From settings each process makes the same; what a request brings is in one process only.
"""

import builtins
import re
from collections.abc import Iterable, Iterator, Mapping, Set

from migrator.analysis.walk import (
    dotted_name,
    names_in,
    walk,
    whole_names,
    with_inner,
    without_items,
)
from migrator.analysis.written import spelled
from migrator.model import facts

# How configurations are called, and the modules by which the environment is read.
SETTINGS = re.compile(r"(?i)_?(app_?|project_?)?(conf|config|cfg|settings|environ|env|getenv)|os")
PUTTING = frozenset({"append", "add", "extend", "insert", "appendleft", "update", "setdefault"})
# What gives an identifier of this thread, or one that nobody has had before.
OWN = frozenset(
    {"get_ident", "get_native_id", "current_thread", "getcurrent", "current_task"}
    | {"uuid1", "uuid4", "token_hex", "token_urlsafe"}
)
BUILTINS = frozenset(dir(builtins))


def is_from_settings(definition: facts.FunctionDef, owner: str) -> bool:
    """Tell whether all that a function puts into ``owner`` is read from settings.

    Local names are followed to what they are assigned; what a function is handed, or what it calls
    elsewhere, may be another in each process.

    Args:
        definition: a function.
        owner: a name of a module, as the function spells it.
    """
    found = _roots(_held(definition), [one for pair in _stored(definition, owner) for one in pair])
    return bool(found) and all(map(_is_of_settings, found))


def is_of_request(definition: facts.FunctionDef, owner: str, request: Set[str]) -> bool:
    """Tell whether a function puts something into ``owner`` that a later request may ask for.

    That comes from its caller or from the request; its key is none that this request, or its
    thread, has for itself.

    Args:
        definition: a function.
        owner: a name of a module, as the function spells it.
        request: names by which frameworks hand a request to everybody.
    """
    given = _parameters(definition) - {"self", "cls"} | request
    held = _held(definition)
    for key, value in _stored(definition, owner):
        keys = _roots(held, [key], keep=True)
        if any(map(_is_own, keys)) and not _are_given(keys, given):
            continue
        if _are_given(_roots(held, [key, value]), given):
            return True
    return False


def _are_given(roots: Iterable[str], given: Set[str]) -> bool:
    parts = [spelled.split(".") for spelled in roots]
    return any(names[0] in given or "request" in names for names in parts)


def _parameters(definition: facts.FunctionDef) -> frozenset[str]:
    """Name the parameters of a function, and of those in it."""
    return frozenset(one.name for each in with_inner(definition) for one in each.params)


def _is_own(spelled: str) -> bool:
    return spelled.rpartition(".")[2] in OWN


def _roots(
    held: Mapping[str, set[str]], values: Iterable[facts.Expression], *, keep: bool = False
) -> set[str]:
    """Name what values are made of, local names followed; with ``keep``, builtins as well."""
    ignored = frozenset() if keep else BUILTINS
    roots: set[str] = set()
    waiting = set().union(*(_spelled(value) for value in values)) - ignored
    while waiting:
        name = waiting.pop()
        if (local := name.partition(".")[0]) not in held:
            roots.add(name)
        elif local not in roots:
            roots.add(local)
            waiting |= held[local] - ignored
    return roots - held.keys()


def _is_of_settings(spelled: str) -> bool:
    return any(SETTINGS.fullmatch(part) for part in spelled.split("."))


def _spelled(value: facts.Expression) -> set[str]:
    """Return the names that occur, with the attributes that are taken of them."""
    return {spelled(name) or "?" for name in whole_names(value)}


def _stored(
    definition: facts.FunctionDef, owner: str
) -> Iterator[tuple[facts.Expression, facts.Expression]]:
    """Yield keys and values that are put in; what has no key is its own."""
    for node, _ in walk(definition.body):
        match node:
            case facts.Assign(targets=targets, value=value) if value is not None:
                for target in targets:
                    if isinstance(target, facts.Subscript) and _is(target.value, owner):
                        yield target.index, value
                    elif _is(target, owner):
                        yield value, value
            case facts.Call(
                func=facts.Attribute(value=value, attr=attr), args=args, keywords=keywords
            ):
                if attr in PUTTING and _is(value, owner):
                    given = (*args, *(one for _, one in keywords))
                    yield from ((given[0], one) for one in given)


def _is(value: facts.Expression, owner: str) -> bool:
    return dotted_name(without_items(value)) == owner


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
    for name in _parameters(definition):
        held.pop(name, None)
    return held
