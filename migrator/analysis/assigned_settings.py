"""Settings that the project gives a value.

https://docs.djangoproject.com/en/stable/ref/settings/
https://flask.palletsprojects.com/en/stable/config/#configuring-from-python-files
https://docs.celeryq.dev/en/stable/userguide/application.html#configuration
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from migrator.analysis.interpreter.log import Log, flat
from migrator.analysis.interpreter.questions import mro, text_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    Instance,
    Items,
    Key,
    Known,
    ModuleValue,
    Scope,
    Table,
    Value,
    Values,
)
from migrator.analysis.setting_reads import DJANGO, FLASK, OF_APPLICATIONS
from migrator.model import facts
from migrator.model.location import Location

CELERY = "celery"
CONFS = ("celery.Celery.conf", "celery.current_app.conf")
MARKS = frozenset({"INSTALLED_APPS", "ROOT_URLCONF"})  # what every settings module says
CLASSES = ("Config", "Configuration", "Settings")
DEEPEST = 4  # dictionaries in each other
MOST_ITEMS = 200  # of a list or dictionary
MOST_INSIDE = 1000  # of a setting, all in all: tables of tables multiply


class Assigned(NamedTuple):
    """A setting with its value; keys inside dictionaries and lists are dotted."""

    store: str
    key: str
    values: Values
    holder: str
    location: Location


def find(log: Log) -> list[Assigned]:
    """List the settings of Django's modules, of Flask applications and of Celery's."""
    found = [*_of_django(log), *_of_calls(log)]
    return [inner for one in found for inner in (one, *islice(_inside(one), MOST_INSIDE))]


def _of_django(log: Log) -> Iterator[Assigned]:
    holders = [scope for scope in log.scopes.values() if MARKS & scope.names.keys()]
    running = [scope for scope in holders if "test" not in scope.module]
    for scope in running or holders:
        module = log.modules.get(scope.module)
        if module is not None:
            yield from _bound(scope, module.body, module.file, DJANGO)
    for cls in log.classes.values():
        if MARKS & cls.scope.names.keys():
            yield from _bound(cls.scope, cls.definition.body, cls.file, DJANGO)


def _bound(
    scope: Scope, body: tuple[facts.Statement, ...], file: str, store: str
) -> Iterator[Assigned]:
    """Yield what a module or class body binds to upper case names, a fact an assignment."""
    written: dict[str, list[facts.Assign]] = {}
    for statement in flat(body):
        if isinstance(statement, facts.Assign):
            for target in statement.targets:
                if isinstance(target, facts.Name) and target.id.isupper():
                    written.setdefault(target.id, []).append(statement)
    for name, statements in written.items():
        values = scope.names.get(name, ())
        constants = [_constant(statement) for statement in statements]
        if len(statements) > 1 and all(value is not None for value in constants):
            for value, statement in zip(constants, statements, strict=True):
                known = (value,) if value is not None else ()
                yield Assigned(store, name, known, scope.owner, Location(file, statement.line))
        else:
            yield Assigned(store, name, values, scope.owner, Location(file, statements[0].line))


def _constant(statement: facts.Assign) -> Known | None:
    value = statement.value
    is_plain = isinstance(value, facts.Constant) and not statement.operator
    return Known(value.value) if is_plain and isinstance(value, facts.Constant) else None


def _of_calls(log: Log) -> Iterator[Assigned]:
    """Yield what is set on applications, and what the objects hold that they are given."""
    loaded: dict[ClassValue | ModuleValue, None] = {}
    for event in log.having("config[]=", "conf[]=", "update", "from_mapping", "setdefault"):
        if event.name.startswith(OF_APPLICATIONS):
            yield from _set(event, FLASK)
        elif event.name.startswith(CONFS):
            yield from _set(event, CELERY)
    for event in log.having("from_object"):
        if event.name.startswith(OF_APPLICATIONS):
            loaded.update(dict.fromkeys(_loaded(log, event)))
    yield from _attributes(log)
    for holder in loaded:
        yield from _held(log, holder)


def _attributes(log: Log) -> Iterator[Assigned]:
    """Yield what is set by name: ``app.conf.task_acks_late = True``."""
    for event in log.events:
        if event.name.startswith(CONFS) and event.name.endswith("=") and "[" not in event.name:
            key = event.member.removesuffix("=")
            yield Assigned(CELERY, key, event.args[0], event.function, event.location)


def _set(event: Event, store: str) -> Iterator[Assigned]:
    given: dict[Key, Values] = {}
    if event.name.endswith("[]=") or event.member == "setdefault":
        if len(event.args) > 1 and (text := text_of(event.args[0])):
            given[text] = event.args[1]
    else:
        for value in event.args[0] if event.args else ():
            given |= value.entries if isinstance(value, Table) else {}
        given.update(event.keywords.items())
    for key, values in given.items():
        if isinstance(key, str) and key != "**":
            yield Assigned(store, key, values, event.function, event.location)


def _loaded(log: Log, event: Event) -> Iterator[ClassValue | ModuleValue]:
    """Yield what ``from_object`` loads; by their names where that is not known."""
    found = [
        one for value in (event.args[0] if event.args else ()) for one in _holders(log, value)
    ]
    if not found:
        found = [cls for name, cls in sorted(log.classes.items()) if name.endswith(CLASSES)]
    yield from found


def _holders(log: Log, value: Value) -> Iterator[ClassValue | ModuleValue]:
    match value:
        case Instance(kind=ClassValue() as cls):
            yield cls
        case ClassValue() | ModuleValue():
            yield value
        case Known(value=str(dotted)):
            if name := log.find(dotted):
                yield ModuleValue(name)
            module, _, attr = dotted.replace(":", ".").rpartition(".")
            scope = log.named(module) if module else None
            for one in scope.names.get(attr, ()) if scope else ():
                if isinstance(one, ClassValue):
                    yield one


def _held(log: Log, holder: ClassValue | ModuleValue) -> Iterator[Assigned]:
    if isinstance(holder, ModuleValue):
        module = log.modules.get(holder.name)
        if module is not None:
            yield from _bound(log.scopes[holder.name], module.body, module.file, FLASK)
        return
    for ancestor in mro(holder):
        if isinstance(ancestor, ClassValue):
            yield from _bound(ancestor.scope, ancestor.definition.body, ancestor.file, FLASK)


def _inside(one: Assigned) -> Iterator[Assigned]:
    """Yield what dictionaries and lists hold, by dotted keys; the outer ones first."""
    level = [one]
    for _ in range(DEEPEST):
        inner = []
        for holder in level:
            for key, values in _entries(holder.values):
                inner.append(holder._replace(key=f"{holder.key}.{key}", values=values))
                yield inner[-1]
        level = inner


def _entries(values: Values) -> Iterator[tuple[object, Values]]:
    for value in values:
        pairs: Iterable[tuple[object, Values]] = ()
        if isinstance(value, Table):
            pairs = value.entries.items()
        elif isinstance(value, Items) and value.kind in {"list", "tuple"}:
            pairs = enumerate(value.items)
        for key, inner in islice(pairs, MOST_ITEMS):
            if isinstance(key, str | int):
                yield key, inner
