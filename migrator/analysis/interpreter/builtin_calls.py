"""Calls of builtins and of the standard library that give back what they were given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from migrator.analysis.interpreter import (
    django_registry,
    folding,
    mappings,
    metaclasses,
    packages,
    predicates,
    specs,
    url_patterns,
)
from migrator.analysis.interpreter.attributes import settled
from migrator.analysis.interpreter.binding import any_item, note_write, set_attribute
from migrator.analysis.interpreter.deciding import truth
from migrator.analysis.interpreter.learning import MUTATORS
from migrator.analysis.interpreter.port import Arguments, Interpreter, Keywords, Site
from migrator.analysis.interpreter.questions import key_of, original, short_name, text_of, value_of
from migrator.analysis.interpreter.records import named_tuple
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    Member,
    ModuleValue,
    Partial,
    Super,
    Table,
    Value,
    Values,
    join,
)

COLLECTIONS = ("list", "tuple", "set", "frozenset", "sorted", "reversed")
DJANGO_SETTINGS = External("django.conf.settings")
DEEPEST_COPY = 5  # lists in lists
CHAINS = ("itertools.chain", "itertools.chain.from_iterable", "<builtin>.sum")
ADDITIONS = ("operator.add", "operator.iadd", "operator.concat")
DICTIONARIES = ("<builtin>.dict", "collections.OrderedDict")
WITHOUT_ARGUMENTS = frozenset(
    f"<builtin>.{name}" for name in ("super", "globals", "list", "tuple", "set", "frozenset")
) | {
    "django.apps.apps.get_app_configs",
    "django.apps.apps.get_models",
    *DICTIONARIES,
    *mappings.DEFAULTS,
}


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call of something known, with all that it may depend on."""

    machine: Interpreter
    name: str
    args: Arguments
    keywords: Keywords
    site: Site


def call(  # noqa: C901, PLR0911  (one case a kind of callee)
    machine: Interpreter, callee: Value, args: Arguments, keywords: Keywords, site: Site
) -> Values | None:
    """Return what a known call gives, or None where ``callee`` is not one of them."""
    match callee:
        case External(name=name):
            known = FUNCTIONS.get(name)
            if known is None or not (args or name in WITHOUT_ARGUMENTS):
                return None
            return known(Invocation(machine, name, args, keywords, site))
        case Member(receiver=(Known() | Items() | Table()) as receiver, name=name):
            if name in MUTATORS and not _is_own(receiver, site):
                machine.learning.note_change(site.location, *args, *keywords.values())
            found = folding.method(receiver, name, args, keywords)
            if name == "pop" and isinstance(receiver, Table):
                _forget(receiver, args, site)
            return found
        case Member(receiver=Instance(content=Table())):
            return mappings.call(machine, callee, args, keywords, site)
        case Member(receiver=Instance() as receiver, name="get_models" | "get_model" as name):
            return django_registry.call(machine, receiver, name, args)
        case Member(name=name) if name in specs.METHODS:
            return specs.method(machine, callee, args)
        case Member(name="__new__"):
            return metaclasses.made(args, site)
        case Instance(kind=External(name=name), origin=origin) if (
            name.endswith(".wraps") and origin
        ):
            return _wrap(machine, origin.args[0] if origin.args else (), args, site)
    return None


def _is_own(receiver: Value, site: Site) -> bool:
    """Tell whether a collection was made by the function that runs: no other may see it yet."""
    return isinstance(receiver, Items | Table) and receiver.home is site.frame.scope


def _forget(table: Table, args: Arguments, site: Site) -> None:
    """Take a key out of a dictionary of this very run: ``options.pop("path")``."""
    frame = site.frame
    is_local = any(table in values for values in frame.scope.names.values())
    if frame.function is not None and is_local and not frame.branches and args:
        for key in key_of(args[0]):
            table.entries.pop(key, None)


def table(keywords: Keywords, taken: Keywords, *others: Values) -> Values:
    """Make a dictionary of keywords that no parameter took, after those of ``others``."""
    return (mappings.copied({k: v for k, v in keywords.items() if k not in taken}, *others),)


def _wrap(machine: Interpreter, inner: Values, args: Arguments, site: Site) -> Values:
    """Let functions stand in for others, also where they bear another decorator below this one.

    Who wraps is run for each function: what it gives stands in for that one alone.
    """
    if site.frame.function is not None:
        machine.budget.follow(site.frame.function)
    functions = tuple(value.function if isinstance(value, Bound) else value for value in inner)
    for value in args[0] if args else ():
        last = original(value) if isinstance(value, FunctionValue) else None
        if not isinstance(value, FunctionValue) or last is None or last in functions:
            continue
        if last is value or last.scope is site.frame.scope:
            last.wrapped = functions
            for function in functions:
                if isinstance(function, FunctionValue):
                    value.attributes |= function.attributes
                    value.attributes["__name__"] = (Known(short_name(function)),)
    return args[0] if args else ()


def _partial(made: Invocation) -> Values:
    return (Partial(made.args[0], made.args[1:], made.keywords),)


def _update_wrapper(made: Invocation) -> Values:
    if len(made.args) < 2:
        return ()
    return _wrap(made.machine, made.args[1], made.args[:1], made.site)


def _super(made: Invocation) -> Values:
    function, receiver = made.site.frame.function, made.site.frame.receiver
    if function is None or function.owner is None or receiver is None:
        return ()
    return (Super(function.owner, receiver),)


def _getattr(made: Invocation) -> Values:
    name = text_of(made.args[1]) if len(made.args) > 1 else None
    if name is None:
        return ()
    frame, line, given = made.site.frame, made.site.line, made.args[0]
    if any(isinstance(value, ModuleValue) for value in given):
        made.machine.budget.follow_loader(made.site.callers)
    answers = [
        _is_set(made.machine, name)
        if value == DJANGO_SETTINGS
        else predicates.has(made.machine, value, name)
        for value in given
    ]
    has_default = len(made.args) > 2
    if has_default and DJANGO_SETTINGS in given:
        _note_default(made)
    kept = [
        v for v, has in zip(given, answers, strict=True) if has is not False or not has_default
    ]
    found = [made.machine.attribute(value, name, frame, line) for value in kept]
    if has_default and text_of(made.args[2]) is not None:
        found = [tuple(v for v in values if not _is_of_class(v)) for values in found]
    return settled(join(*found, *(() if answers and all(answers) else made.args[2:3])))


def _note_default(made: Invocation) -> None:
    """Log what ``getattr(settings, "NAME", default)`` falls back to."""
    name, site = f"{DJANGO_SETTINGS.name}.get", made.site
    event = Event(name, site.frame.owner, site.location, made.args[1:3], receiver=DJANGO_SETTINGS)
    made.machine.record(event, site.frame)


def _is_of_class(value: Value) -> bool:
    """Tell an attribute that a class may have of a base from elsewhere."""
    return isinstance(value, Member) and isinstance(value.receiver, ClassValue)


def _is_set(machine: Interpreter, name: str) -> bool | None:
    """Tell whether a setting of Django's is said: its default does not count then."""
    return True if machine.setting(name) else None


def _setattr(made: Invocation) -> Values:
    name = text_of(made.args[1]) if len(made.args) > 2 else None
    for value in made.args[0] if name else ():
        frame, line = made.site.frame, made.site.line
        set_attribute(made.machine, value, str(name), made.args[2], frame, line)
    for value in made.args[0] if not name else ():
        if isinstance(value, Instance):
            note_write(made.machine, value, "", made.site)
    return (Known(None),)


def _look_around(made: Invocation) -> Values | None:
    """Look at files and modules: their names are known, and that they are looked at is a fact."""
    found = packages.call(made.machine, made.name, made.args, made.keywords)
    if found is not None and not made.name.startswith("<builtin>"):
        site = made.site
        event = Event(made.name, site.frame.owner, site.location, made.args, made.keywords)
        made.machine.record(event, site.frame)
    if found and made.name == "inspect.getmembers" and len(made.args) > 1:
        return _chosen(made, found, made.args[1])
    return found


def _chosen(made: Invocation, found: Values, predicates: Values) -> Values:
    """Leave out the members of which a predicate of the project says no."""
    tests = [test for test in predicates if isinstance(test, FunctionValue | Bound | Partial)]
    if not tests:
        return found
    frame, line = made.site.frame, made.site.line
    kept = [
        pair
        for members in found
        if isinstance(members, Items)
        for pair in members.items
        if any(
            truth(made.machine.call(test, (item.items[1],), {}, frame, line)) is not False
            for test in tests
            for item in pair
            if isinstance(item, Items)
        )
    ]
    return (Items("list", kept),)


def _load(made: Invocation) -> Values | None:
    return specs.call(made.machine, made.name, made.args, made.keywords)


def _import(made: Invocation) -> Values:
    name = text_of(made.args[0]) or ""
    if not name:
        _say_computed(made)
    package = text_of(made.args[1] if len(made.args) > 1 else made.keywords.get("package", ()))
    if name.startswith(".") and package:
        for _ in range(len(name) - len(name.lstrip(".")) - 1):
            package = package.rpartition(".")[0]
        name = f"{package}.{name.lstrip('.')}"
    found = made.machine.modules.find(name) if name else ""
    if not found:
        return ()
    made.machine.budget.follow_loader(made.site.callers)
    made.machine.run_module(found)
    return (ModuleValue(found),)


def _say_computed(made: Invocation) -> None:
    """Record an import of what is not known: that it happens is a fact."""
    event = Event(made.name, made.site.frame.owner, made.site.location, (*made.args[:1],))
    made.machine.record(event, made.site.frame)


def _has_submodule(made: Invocation) -> Values:
    """Return what ``module_has_submodule(module, "views")`` gives."""
    name = text_of(made.args[1]) if len(made.args) > 1 else None
    match made.args[0], name:
        case (ModuleValue(name=package),), str(module):
            return (Known(bool(made.machine.modules.find(f"{package}.{module}"))),)
    return ()


def _import_string(made: Invocation) -> Values:
    """Return what ``import_string("package.module.name")`` gives."""
    module, _, attr = (text_of(made.args[0]) or "").rpartition(".")
    if not module:
        _say_computed(made)
    found = made.machine.modules.find(module) if module else ""
    if not found:
        return ()
    made.machine.budget.follow_loader(made.site.callers)
    return made.machine.module_name(found, attr)


def _collection(made: Invocation) -> Values:
    kind, args = made.name.rpartition(".")[2], made.args
    home = made.site.frame.scope
    if not args:
        return (Items("list" if kind in {"sorted", "reversed"} else kind, [], home=home),)
    found = [value for value in args[0] if isinstance(value, Items)]
    if found:
        return tuple(Items(v.kind, list(v.items), v.is_whole, home) for v in found)
    tables = [table for value in args[0] if (table := mappings.content_of(value))]
    if tables:
        return tuple(
            Items("list", [(value_of(key),) for key in t.entries], not t.rest, home)
            for t in tables
        )
    return tuple(value for value in args[0] if isinstance(value, Instance | ClassValue))


def _added(made: Invocation) -> Values | None:
    match made.args:
        case [left, right, *_]:
            return folding.binary("+", left, right) or None
    return None


def _chained(made: Invocation) -> Values | None:
    """Put collections one after the other.

    https://docs.python.org/3/library/itertools.html#itertools.chain
    """
    match made.name, made.args:
        case "itertools.chain", collections:
            return folding.chained(collections)
        case "itertools.chain.from_iterable", ((Items(items=collections),),):
            return folding.chained(collections)
        case "<builtin>.sum", ((Items(items=collections),), (Items(),) as start):
            return folding.chained((start, *collections))
    return None


def _paired(made: Invocation) -> Values:
    args = made.args
    lists: list[list[Values]] = []
    is_whole = True
    for values in args:
        match values:
            case (Items(items=items) as known,) if known.is_whole or len(args) == 1:
                is_whole = is_whole and known.is_whole
                lists.append(items)
            case _:
                is_whole = False
                lists.append([any_item(values)])
    if made.name.endswith("enumerate"):
        pairs = [[(Known(index),), item] for index, item in enumerate(lists[0])]
    else:
        pairs = [list(row) for row in zip(*lists, strict=False)]
    found: list[Values] = [(Items("tuple", list(pair)),) for pair in pairs]
    return (Items("list", found, is_whole),)


def _get_model(made: Invocation) -> Values | None:
    """Look a model up by its name: that it is named so is a fact."""
    found = django_registry.call(
        made.machine, External("django.apps.apps"), "get_model", made.args
    )
    site = made.site
    event = Event(made.name, site.frame.owner, site.location, (*made.args[:2],))
    event.keywords = {"found": found} if found else {}
    made.machine.record(event, site.frame)
    return found


FUNCTIONS: dict[str, Callable[[Invocation], Values | None]] = {
    **dict.fromkeys((*packages.PATHS, *packages.SCANS), _look_around),
    **dict.fromkeys(specs.FUNCTIONS, _load),
    "functools.partial": _partial,
    "functools.update_wrapper": _update_wrapper,
    "collections.namedtuple": lambda made: named_tuple(made.args, made.keywords, made.site),
    "typing.NamedTuple": lambda made: named_tuple(made.args, made.keywords, made.site),
    "<builtin>.type": lambda made: (
        metaclasses.made(made.args, made.site)
        if len(made.args) > 1
        else predicates.classes_of(made.args[0])
    ),
    "<builtin>.type.__new__": lambda made: metaclasses.made(made.args, made.site),
    "importlib.import_module": _import,
    "<builtin>.__import__": _import,
    "django.utils.module_loading.import_string": _import_string,
    "werkzeug.utils.import_string": _import_string,
    "django.utils.module_loading.module_has_submodule": _has_submodule,
    "django.apps.apps.get_app_configs": lambda made: made.machine.app_configs(None),
    "django.apps.apps.get_app_config": lambda made: made.machine.app_configs(
        text_of(made.args[0]) or ""
    ),
    "django.apps.apps.get_models": lambda made: django_registry.call(
        made.machine, External("django.apps.apps"), "get_models", made.args
    ),
    "django.apps.apps.get_model": _get_model,
    **dict.fromkeys(CHAINS, _chained),
    **dict.fromkeys(ADDITIONS, _added),
    "re.escape": lambda made: folding.escaped(made.args[0]),
    "typing.cast": lambda made: made.args[-1],
    "copy.copy": lambda made: folding.copied(made.args[0], 1),
    "copy.deepcopy": lambda made: folding.copied(made.args[0], DEEPEST_COPY),
    **{f"<builtin>.{name}": _collection for name in COLLECTIONS},
    **dict.fromkeys(
        predicates.PREDICATES, lambda made: predicates.answer(made.machine, made.name, made.args)
    ),
    "<builtin>.super": _super,
    "<builtin>.getattr": _getattr,
    "<builtin>.setattr": _setattr,
    "<builtin>.globals": lambda made: (ModuleValue(made.site.frame.scope.module),),
    **dict.fromkeys(
        DICTIONARIES,
        lambda made: (mappings.copied(made.keywords, *made.args[:1], home=made.site.frame.scope),),
    ),
    **dict.fromkeys(
        mappings.DEFAULTS,
        lambda made: (mappings.defaulting(made.args, made.keywords, made.site.frame.scope),),
    ),
    "<builtin>.dict.fromkeys": lambda made: folding.from_keys(made.args),
    "<builtin>.str": lambda made: folding.spelled(url_patterns.spelled(made.args[0])),
    "<builtin>.len": lambda made: folding.length(made.args[0]),
    "<builtin>.enumerate": _paired,
    "<builtin>.zip": _paired,
}
