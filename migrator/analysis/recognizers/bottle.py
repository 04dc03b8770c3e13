"""Bottle: routes of applications and of the default one, mounted and merged.

https://bottlepy.org/docs/dev/api.html#bottle.Bottle.route
https://bottlepy.org/docs/dev/routing.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from migrator.analysis.handlers import functions_of, handler_of, is_one_of, options_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import root_of
from migrator.analysis.interpreter.questions import original, short, text_of, texts_of
from migrator.analysis.interpreter.values import (
    Event,
    External,
    FunctionValue,
    Instance,
    Value,
    Values,
)
from migrator.analysis.path_templates import from_angles
from migrator.analysis.routes import Mount, Mounts, Rule, places_of
from migrator.model import facts
from migrator.model.program import EntryPoint, Unresolved

APPLICATION = frozenset({"bottle.Bottle"})
# Module functions and these mean the application on top of a stack, which is one as a rule.
STACK = frozenset({"bottle.default_app", "bottle.app", "bottle.AppStack", "bottle.app.push"})
DEFAULT = External("bottle.app")
VERBS = frozenset({"get", "post", "put", "delete", "patch"})
MEMBERS = (*sorted(VERBS), "route", "add_route")
# ``:name`` and ``:name#expression#``, from before there were angle brackets
LEGACY = re.compile(r":(\w+)(?:#[^#]*#)?")


@dataclass(frozen=True, slots=True)
class Said:
    """One registration; without ``path`` the function's signature says it."""

    owner: Value
    path: Values | None
    method: Values | str
    callback: Values
    event: Event


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per (method, path), and what could not be read."""
    mounts = Mounts(_mounts(log))
    for event in log.having(*MEMBERS, *(f"{member}()" for member in MEMBERS)):
        for said in _said(event):
            views = functions_of(said.callback)
            if not views:
                yield Unresolved("Bottle route whose callback is not known", said.event.location)
            for view in views:
                yield from _entry_points(view, said, mounts)


def _owner(event: Event) -> Value | None:
    """Return the application that an event is about."""
    if event.name.startswith("bottle.") and event.name.count(".") == 1:
        return DEFAULT
    if is_one_of(event.receiver, APPLICATION):
        return event.receiver
    return DEFAULT if is_one_of(event.receiver, STACK) else None


def _mounts(log: Log) -> Iterator[Mount]:
    for event in log.having("mount", "merge"):
        parent = _owner(event)
        if parent is None:
            continue
        if event.member == "merge":
            routes = tuple(root_of(value) for value in event.argument(0, "routes") or ())
            yield Mount(routes, parent, "", event)
        else:
            prefix = text_of(event.argument(0, "prefix") or ())
            child = event.argument(1, "app") or ()
            yield Mount(child, parent, prefix and f"/{prefix.strip('/')}".rstrip("/"), event)


def _said(event: Event) -> Iterator[Said]:
    options = options_of(event)
    member = options.member
    owner = _owner(options) if member in {*VERBS, "route", "add_route"} else None
    if owner is None:
        return
    if member == "add_route":
        yield from _of_objects(owner, event)
        return
    path = options.argument(0, "path")
    given = options.argument(1, "method")
    verb = member.upper() if member in VERBS else "GET"
    methods: Values | str = verb if given is None else given
    is_bare = any(isinstance(value, FunctionValue) for value in path or ())
    if is_bare or options is not event:
        yield Said(owner, None if is_bare else path, methods, event.args[0], options)
    elif callback := options.argument(2 if member == "route" else -1, "callback"):
        yield Said(owner, path, methods, callback, options)


def _of_objects(owner: Value, event: Event) -> Iterator[Said]:
    """Read ``app.add_route(Route(app, rule, method, callback))``."""
    for value in event.argument(0, "route") or ():
        if isinstance(value, Instance) and (made := value.origin) is not None:
            path, method = made.argument(1, "rule") or (), made.argument(2, "method") or ()
            yield Said(owner, path, method, made.argument(3, "callback") or (), event)


def _entry_points(
    view: FunctionValue, said: Said, mounts: Mounts
) -> Iterator[EntryPoint | Unresolved]:
    paths = _from_signature(original(view)) if said.path is None else _texts(said.path)
    methods = (said.method,) if isinstance(said.method, str) else _texts(said.method)
    for way in mounts.ways(said.owner):
        if paths is None or methods is None or way.prefix is None:
            reason = "Bottle route with a computed path or method"
            yield Unresolved(reason, said.event.location)
            continue
        for path in paths:
            declared = way.prefix + (path if path.startswith("/") else f"/{path}")
            places = (*places_of(said.event), *way.registered_at)
            name = text_of(said.event.argument(-1, "name") or ()) or ""
            rule = Rule("bottle", declared, _template(declared), places, name)
            yield from rule.answered_by({method.upper(): handler_of(view) for method in methods})


def _texts(values: Values) -> tuple[str, ...] | None:
    text = text_of(values)
    return texts_of(values) if text is None else (text,)


def _from_signature(view: FunctionValue) -> tuple[str, ...]:
    """Name a route after its function: one path for each number of optional arguments.

    https://bottlepy.org/docs/dev/api.html#bottle.yieldroutes
    """
    if not isinstance(view.definition, facts.FunctionDef):
        return ()
    names = [p for p in view.definition.params if p.kind == "positional"][bool(view.owner) :]
    required = [p.name for p in names if p.default is None]
    optional = [p.name for p in names if p.default is not None]
    path = "/" + short(view.name).replace("__", "/").lstrip("/")
    return tuple(
        path + "".join(f"/<{name}>" for name in (*required, *optional[:count]))
        for count in range(len(optional) + 1)
    )


def _template(declared: str) -> str:
    return from_angles(declared) if "<" in declared else LEGACY.sub(r"{\1}", declared)
