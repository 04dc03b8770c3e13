"""What a file says of names of modules whose values change while requests are served.

Read from facts alone: which names a module binds to something mutable, or functions rebind with
``global``, and which functions change them, here or after an import.
"""

import re
from collections.abc import Iterable, Iterator, Set
from enum import StrEnum, auto

import msgspec

from migrator.analysis.registrations import (
    callables_of,
    changes_process,
    imported_in,
    protocols_of,
)
from migrator.analysis.stored_settings import is_from_settings, is_of_request
from migrator.analysis.walk import (
    Node,
    dotted_name,
    functions_of,
    names_in,
    own_names,
    targets_in,
    walk,
    without_items,
)
from migrator.model import facts


class Change(StrEnum):
    """What a function does to a name of a module."""

    STORED = auto()
    ASSIGNED = auto()  # stored under a constant key, as if that were a name of the module
    FILLED = auto()  # stored where a test on the same name, or on what it held, came before
    MUTATED = auto()
    COUNTED = auto()  # ``+=`` and the like
    LOWERED = auto()  # ``-=``
    FORGOTTEN = auto()
    REGISTERED = auto()  # a function or class, or what is done once a process
    NOTED = auto()  # so that a message is not logged twice, or what runs is not thrown away


MUTATORS = {
    **dict.fromkeys(
        ("append", "add", "extend", "insert", "appendleft", "sort", "reverse"),
        Change.MUTATED,
    ),
    **dict.fromkeys(("subtract", "popleft"), Change.MUTATED),
    **dict.fromkeys(("update", "setdefault"), Change.STORED),
    **dict.fromkeys(("pop", "popitem", "clear", "remove", "discard"), Change.FORGOTTEN),
}
STORES = frozenset({Change.STORED, Change.ASSIGNED})
LEAVING = STORES | {Change.MUTATED, Change.COUNTED}
COUNTING = {"": Change.STORED, "-": Change.LOWERED}
MAKING = STORES | {Change.MUTATED}
# Names by which Flask and its kin hand a request to everybody.
REQUEST = frozenset({"request", "session", "g", "current_user", "flask"})
# What logs: a method of something that is called a log, a function of ``warnings``, ``print``.
LOGS = re.compile(r"(?i)(.*\.)?_?(log|logger|logging|warnings)\.\w+|print|warn|warnings\.\w+")
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


def read_bound(module: facts.ModuleFacts) -> Iterator[facts.Bound]:
    """Yield the names that a module binds, with what they are bound to."""
    for statement in _at_import(module.body):
        if isinstance(statement, facts.Assign) and statement.value is not None:
            for target in statement.targets:
                if isinstance(target, facts.Name):
                    yield facts.Bound(target.id, _kind(statement.value), statement.line)


def read_changes(module: facts.ModuleFacts, changing: frozenset[int]) -> Iterator[facts.Changed]:
    """Yield the names of modules that each function changes.

    Args:
        module: the facts of a file.
        changing: by ``id``, the functions with something of which ``may_change`` holds.
    """
    if not changing:
        return
    protocols = protocols_of(module)
    callables: dict[str, frozenset[str]] = {}
    found: list[facts.Changed] = []
    for function, definition in functions_of(module):
        if id(definition) in changing:
            around = callables.get(function.rpartition(".")[0], frozenset())
            callables[function] = around | callables_of(definition, protocols)
            if not _makes_classes(definition):
                found += _changes_in(function, definition, callables[function])
    stored = {(one.function, one.name) for one in found if one.change in STORES}
    filled = _filled_on_demand(module, stored) if stored else frozenset()
    for one in found:
        is_fill = one.change in STORES and (one.function, one.name) in filled
        yield msgspec.structs.replace(one, change=Change.FILLED) if is_fill else one


def _changes_in(
    function: str, definition: facts.FunctionDef, callables: frozenset[str]
) -> Iterator[facts.Changed]:
    """Yield what a function changes; ``callables`` hold functions or classes in it."""
    declared, local = own_names(definition)
    found = dict.fromkeys(_changed(definition, declared, local, callables))
    taken = {name for name, change in found if change is Change.FORGOTTEN}
    for name, change in found:
        is_handed = _is_handed(definition, name)
        # A counter counts requests, whatever these bring.
        is_counter = change is Change.COUNTED and name in declared
        is_asked = (change in LEAVING and name not in taken) and (
            is_counter or (is_handed and is_of_request(definition, name, REQUEST))
        )
        yield facts.Changed(function, name, change, name in declared, is_handed, is_asked)


def _is_handed(definition: facts.FunctionDef, name: str) -> bool:
    """Tell whether a function has anything to store that is not the same in each process."""
    handed = {parameter.name for parameter in definition.params} - {"self", "cls"}
    is_handed = bool(handed) or not REQUEST.isdisjoint(names_in(definition.body))
    return is_handed and not is_from_settings(definition, name)


def _makes_classes(definition: facts.FunctionDef) -> bool:
    """Tell what runs when a class is made, which is when its module is imported.

    https://docs.python.org/3/reference/datamodel.html#customizing-class-creation
    """
    names = {parameter.name for parameter in definition.params}
    is_meta = definition.name in {"__new__", "__init__"} and "bases" in names
    return is_meta or definition.name in {"__init_subclass__", "__set_name__"}


def _filled_on_demand(
    module: facts.ModuleFacts, stored: Set[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    """Find the functions that are called where a test on what they store says so."""
    found = set()
    for _, definition in functions_of(module):
        for node, _ in walk(definition.body):
            if isinstance(node, facts.Branch) and node.tests:
                tested, called = names_in(node.tests), _called_in(node.blocks)
                found |= {
                    (function, name)
                    for function, name in stored
                    if name in tested and _short(function) in called
                }
    return frozenset(found)


def _short(function: str) -> str:
    return function.rpartition(":")[2].rpartition(".")[2]


def may_change(node: Node) -> bool:
    """Tell cheaply whether a fact stores into, deletes from, mutates or rebinds anything."""
    match node:
        case facts.Call(func=facts.Attribute(attr=attr)):
            return attr in MUTATORS
        case facts.Assign(targets=targets) | facts.Delete(targets=targets):
            return any(isinstance(target, facts.Subscript) for target in targets)
        case facts.Global():
            return True
    return False


def _at_import(body: Iterable[facts.Statement]) -> Iterator[facts.Statement]:
    for statement in body:
        match statement:
            case facts.Branch(blocks=blocks):
                for block in blocks:
                    yield from _at_import(block)
            case facts.With(body=inner) | facts.Loop(body=inner):
                yield from _at_import(inner)
            case _:
                yield statement


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


def _changed(  # noqa: C901  (one case a kind of change)
    definition: facts.FunctionDef,
    declared: frozenset[str],
    local: frozenset[str],
    callables: frozenset[str],
) -> Iterator[tuple[str, Change]]:
    held = _held(definition)
    noted, running = _noted(definition), _held_while_running(definition)
    kept = _given_back(definition)
    imported, is_once = imported_in(definition), changes_process(definition)
    made: set[str] = set()  # ``global X`` and ``if X is None: X = []``, which ``X.append`` fills
    emptied: set[str] = set()  # ``X.clear()``, whatever was in it: what follows assigns all of it
    for statement, tested in _leaves(definition.body, frozenset()):
        registered = _registered(statement, callables, imported)
        memo = _memo(statement)
        for name, change in _changes(statement, declared, local):
            is_fill = change in STORES and (
                name in tested or any(name in held.get(one, ()) for one in tested)
            )
            if is_fill and name in declared:
                made.add(name)
            if change is Change.FORGOTTEN and not tested and _clears(statement):
                emptied.add(name)
            is_fill = is_fill or (change is Change.MUTATED and name in made & tested)
            is_fill = is_fill or (change in MAKING and not kept.isdisjoint(tested))
            if name in running or name in noted.get(id(statement), ()):
                yield name, Change.NOTED
            elif name in memo:
                yield name, Change.FILLED
            elif change in MAKING and name in emptied:
                yield name, Change.ASSIGNED
            elif change in MAKING and (
                name in registered or (is_once and change is Change.MUTATED and name in tested)
            ):
                yield name, Change.REGISTERED
            else:
                yield name, Change.FILLED if is_fill else change


def _clears(statement: facts.Statement) -> bool:
    match statement:
        case facts.Evaluate(value=facts.Call(func=facts.Attribute(attr="clear"))):
            return True
    return False


def _registered(
    statement: facts.Statement, callables: frozenset[str], imported: frozenset[str]
) -> frozenset[str]:
    """Name what a function or a class is stored into: ``R[k] = f``, ``R.append(f)``."""
    match statement:
        case facts.Assign(
            targets=(facts.Subscript(value=owner),), value=facts.Name(id=name), operator=""
        ) if name in callables:
            return frozenset({dotted_name(owner)})
        case facts.Evaluate(
            value=facts.Call(
                func=facts.Attribute(value=owner, attr="append" | "add"),
                args=(facts.Name(id=name),),
            )
        ) if name in callables:
            return frozenset({dotted_name(owner)})
        case facts.Evaluate(
            value=facts.Call(
                func=facts.Attribute(value=owner, attr="setdefault"),
                args=(_, facts.Name(id=name)),
            )
        ) if name in callables | imported:
            return frozenset({dotted_name(owner)})
    return frozenset()


def _memo(statement: facts.Statement) -> frozenset[str]:
    """Name what ``return CACHE.setdefault(key, make(key))`` fills."""
    match statement:
        case facts.Return(
            value=facts.Call(
                func=facts.Attribute(value=owner, attr="setdefault"),
                args=(key, facts.Call(args=args, keywords=())),
            )
        ) if args and args == (key,):
            return frozenset({dotted_name(owner)})
    return frozenset()


def _mentioned(
    body: tuple[facts.Statement, ...] | tuple[facts.Expression, ...],
) -> frozenset[str]:
    """Return the names that occur, also as attributes of modules: ``state.CACHE``."""
    named = (node for node, _ in walk(body) if isinstance(node, facts.Name | facts.Attribute))
    return frozenset(map(dotted_name, named)) - {""}


def _given_back(definition: facts.FunctionDef) -> frozenset[str]:
    """Name what ``if NAMES: return NAMES`` gives back: what follows makes it, once."""
    return frozenset(
        spelled
        for node, _ in walk(definition.body)
        if isinstance(node, facts.Branch) and node.tests
        for block in node.blocks
        if block
        and isinstance(block[-1], facts.Return)
        and block[-1].value is not None
        and (spelled := dotted_name(block[-1].value)) in names_in(node.tests)
    )


def _noted(definition: facts.FunctionDef) -> dict[int, frozenset[str]]:
    """Map statements (by ``id``) that remember what is logged beside them to what the test names.

    ``if key not in WARNED: WARNED.add(key); log.warning(…)``: nothing but a message depends on it.
    """
    found = {}
    for node, _ in walk(definition.body):
        if isinstance(node, facts.Branch) and node.tests:
            after = _after(node, definition.body) if any(map(_may_leave, node.blocks)) else ()
            for block in (*node.blocks, after):
                others = [one for one in block if not _logs(one)]
                if len(block) > len(others) == 1:
                    found[id(others[0])] = names_in(node.tests)
    return found


def _held_while_running(definition: facts.FunctionDef) -> frozenset[str]:
    """Name what only keeps tasks alive: ``task.add_done_callback(TASKS.discard)``.

    https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task
    """
    return frozenset(
        dotted_name(argument.value)
        for node, _ in walk(definition.body)
        if isinstance(node, facts.Call)
        and isinstance(node.func, facts.Attribute)
        and node.func.attr == "add_done_callback"
        for argument in node.args
        if isinstance(argument, facts.Attribute) and argument.attr in {"discard", "remove"}
    )


def _after(branch: facts.Branch, body: tuple[facts.Statement, ...]) -> tuple[facts.Statement, ...]:
    return next((body[n + 1 :] for n, one in enumerate(body) if one is branch), ())


def _logs(statement: facts.Statement) -> bool:
    match statement:
        case facts.Evaluate(value=facts.Call(func=func)):
            return LOGS.fullmatch(dotted_name(func)) is not None
    return False


def _held(definition: facts.FunctionDef) -> dict[str, frozenset[str]]:
    """Map local names to the names of which they hold something: ``found = CACHE.get(key)``."""
    held: dict[str, frozenset[str]] = {}
    for node, _ in walk(definition.body):
        if isinstance(node, facts.Assign) and node.value is not None:
            names = _mentioned((node.value,))
            names = names.union(*(held.get(name, frozenset()) for name in names))
            for name in targets_in(node.targets):
                held[name] = held.get(name, frozenset()) | names
    return held


def _leaves(
    body: Iterable[facts.Statement], tested: frozenset[str]
) -> Iterator[tuple[facts.Statement, frozenset[str]]]:
    """Yield simple statements, each with the names that tests mention: around it, or before it.

    A test comes before what follows if the function is left where it holds, and so does what a
    ``try`` returns.
    """
    for statement in body:
        match statement:
            case facts.Branch(tests=tests, blocks=blocks):
                named = tested | _mentioned(tests)
                yield facts.Evaluate(facts.Other("tests", tests), statement.line), tested
                for block in blocks:
                    yield from _leaves(block, named)
                if any(map(_may_leave, blocks)):
                    tested = named
            case facts.Return():  # what follows is the handler of a ``try``
                yield statement, tested
                tested |= _mentioned((statement,))
            case facts.Loop(body=inner) | facts.With(body=inner) | facts.FunctionDef(body=inner):
                yield from _leaves(inner, tested)
            case _:
                yield statement, tested


def _may_leave(block: tuple[facts.Statement, ...]) -> bool:
    return any(
        any(map(_may_leave, last.blocks))
        if isinstance(last, facts.Branch)
        else isinstance(last, facts.Return | facts.Jump)
        for last in block
    )


def _changes(
    statement: facts.Statement, declared: frozenset[str], local: frozenset[str]
) -> Iterator[tuple[str, Change]]:
    for node, _ in walk(statement):
        match node:
            case facts.Assign(targets=targets):
                for target in targets:
                    yield from _assigned(node, target, declared, local)
            case facts.Delete(targets=targets):
                for target in targets:
                    if isinstance(target, facts.Subscript):
                        yield from ((n, Change.FORGOTTEN) for n in _free(target.value, local))
            case facts.Call(func=facts.Attribute(value=value, attr=attr)) if attr in MUTATORS:
                yield from ((name, MUTATORS[attr]) for name in _free(value, local))


def _assigned(
    statement: facts.Assign,
    target: facts.Expression,
    declared: frozenset[str],
    local: frozenset[str],
) -> Iterator[tuple[str, Change]]:
    stored = COUNTING.get(statement.operator, Change.COUNTED)
    match target:
        case facts.Name(id=name) if name in declared:
            yield name, Change.FORGOTTEN if _is_empty(statement.value) else stored
        case facts.Subscript(value=facts.Name() as owner, index=facts.Constant(value=str())):
            assigned = stored if statement.operator else Change.ASSIGNED
            yield from ((name, assigned) for name in _free(owner, local))
        case facts.Subscript(value=value):
            yield from ((name, stored) for name in _free(value, local))


def _is_empty(value: facts.Expression | None) -> bool:
    match value:
        case (
            None | facts.Constant(value=None) | facts.Sequence(items=()) | facts.Mapping(items=())
        ):
            return True
    return False


def _called_in(blocks: tuple[tuple[facts.Statement, ...], ...]) -> frozenset[str]:
    """Return the names of functions that are called, and of own methods."""
    called = (node.func for block in blocks for node, _ in walk(block) if type(node) is facts.Call)
    return frozenset(
        spelled.rpartition(".")[2]
        for func in called
        if (spelled := dotted_name(func)).count(".") == spelled.startswith(("self.", "cls."))
    )


def _free(value: facts.Expression, local: frozenset[str]) -> Iterator[str]:
    name = dotted_name(without_items(value))
    if name and name.partition(".")[0] not in local:
        yield name
