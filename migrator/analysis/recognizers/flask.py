"""Flask: routes of applications and blueprints, however they are registered.

https://flask.palletsprojects.com/en/stable/api/#flask.Flask.add_url_rule
https://flask.palletsprojects.com/en/stable/blueprints/#nesting-blueprints
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from migrator.analysis import flask_views as views
from migrator.analysis.flask_prefixes import (
    APPLICATIONS,
    RULES,
    SHORTCUTS,
    find_prefixes,
    join_rule,
    kind_of,
)
from migrator.analysis.interpreter.attributes import root_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import external_kinds, text_of, texts_of
from migrator.analysis.interpreter.values import (
    Event,
    FunctionValue,
    Instance,
    Known,
    Member,
    Value,
    Values,
)
from migrator.model.program import Application, EntryPoint, HttpRoute, Location, Unresolved

# Around the routes of the object they are called on; ``app_…`` and those of an application are
# around all routes. https://flask.palletsprojects.com/en/stable/api/#flask.Blueprint.before_request
HOOKS = frozenset(
    {
        "before_request",
        "after_request",
        "teardown_request",
        "context_processor",
        "errorhandler()",
        "register_error_handler",
        "url_value_preprocessor",
        "url_defaults",
    }
)
ALL_HOOKS = frozenset(
    {
        "teardown_appcontext",
        "before_app_request",
        "after_app_request",
        "teardown_app_request",
        "app_context_processor",
        "app_errorhandler()",
        "app_url_value_preprocessor",
        "app_url_defaults",
    }
)
# https://werkzeug.palletsprojects.com/en/stable/routing/#rule-format
UNREGISTERED = "Flask blueprint that nothing registers as far as is seen: its routes are left out"
PARAMETER = re.compile(r"<(?:[a-zA-Z_]\w*(?:\(.*?\))?:)?([a-zA-Z_]\w*)>", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rule:
    """One URL rule as the running application would have it."""

    declared: str
    methods: frozenset[str]
    endpoint: str
    registered_at: tuple[Location, ...]
    hooks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What other statements say about a rule."""

    registrations: tuple[Event, ...]
    hooks: dict[Instance | None, frozenset[str]]
    views: dict[tuple[Value, str], Values]


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per (method, path), and what could not be read."""
    around = Surroundings(
        tuple(event for event in log.events if event.member == "register_blueprint"),
        _hooks(log),
        _by_endpoint(log),
    )
    for event in log.events:
        owner = _owner(event) if event.member in RULES else None
        if owner is not None:
            yield from _routes(event, owner, around)


def find_applications(log: Log) -> Iterator[Application]:
    """Yield the application objects: by the factory that makes them, or the module that does."""
    for event in log.events:
        made = event.name in APPLICATIONS
        if made and (not event.receiver or external_kinds(event.receiver)):
            module, _, function = event.function.partition(":")
            if function:
                yield Application(f"{module}:{function}", is_factory=True, location=event.location)
            else:
                name = f"{module}:{_name_in_module(log, module, event)}"
                yield Application(name, is_factory=False, location=event.location)


def _name_in_module(log: Log, module: str, made: Event) -> str:
    return next(
        (
            name
            for name, values in log.scopes[module].names.items()
            for value in values
            if isinstance(value, Instance) and value.origin is made
        ),
        "app",
    )


def find_hooks(log: Log) -> frozenset[str]:
    """Return the functions that Flask runs around every request."""
    return _hooks(log).get(None, frozenset())


def _hooks(log: Log) -> dict[Instance | None, frozenset[str]]:
    """Map each blueprint to the hooks of its routes, None to those of all routes."""
    found: dict[Instance | None, frozenset[str]] = {}
    for event in log.events:
        owner = _owner(event) if event.member in HOOKS | ALL_HOOKS else None
        if owner is None:
            continue
        is_everywhere = event.member in ALL_HOOKS or kind_of(owner) == "application"
        functions = {
            name
            for values in event.args
            for value in values
            if isinstance(value, FunctionValue)
            for name in (views.handler_of(value).name, value.name)
        }
        key = None if is_everywhere else owner
        found[key] = found.get(key, frozenset()) | functions
    return found


def _by_endpoint(log: Log) -> dict[tuple[Value, str], Values]:
    """Map endpoints to views that are set apart from their rules."""
    found: dict[tuple[Value, str], Values] = {}
    for event in log.events:
        match event:
            case Event(
                member="endpoint()", args=(values, *_), origin=Event(receiver=owner) as said
            ):
                endpoint = text_of(said.argument(0, "endpoint") or ())
            case Event(
                member="view_functions[]=", args=(key, values), receiver=Member() as member
            ):
                owner, endpoint = root_of(member), text_of(key)
            case _:
                continue
        if owner is not None and endpoint is not None:
            found[owner, endpoint] = values
    return found


def _owner(event: Event) -> Instance | None:
    receiver = event.receiver
    if event.name.endswith("()") and event.origin is not None:
        receiver = event.origin.receiver
    if isinstance(receiver, Instance) and kind_of(receiver):
        return receiver
    return None


def _routes(
    event: Event,
    owner: Instance,
    around: Surroundings,
) -> Iterator[EntryPoint | Unresolved]:
    options = event.origin if event.member.endswith("()") and event.origin else event
    is_decorator = options is not event
    endpoint = text_of(options.argument(-1 if is_decorator else 1, "endpoint") or ())
    view = event.argument(0, "f") if is_decorator else event.argument(2, "view_func")
    if view is None:
        view = around.views.get((owner, endpoint or ""))
    rules = options.argument(0, "rule") or ()
    found = views.find(view or ())
    methods = _methods(options, event.member, found)
    if not found:
        if view is not None:
            yield Unresolved("Flask route whose view is not known", options.location)
        return
    prefixes = list(find_prefixes(owner, around.registrations, 0))
    if not prefixes:
        yield Unresolved(UNREGISTERED, owner.location)
    for prefix in prefixes:
        for text in [text_of((value,)) for value in rules] or [None]:
            if text is None or methods is None or not prefix.is_known:
                yield Unresolved("Flask route with a computed path or methods", options.location)
                continue
            name = ".".join((*prefix.names, endpoint or found[0].endpoint))
            registered = (options.location, *options.stack, *prefix.registered_at)
            hooks = {name for above in prefix.owners for name in around.hooks.get(above, ())}
            rule = Rule(
                join_rule(prefix.url, text), methods, name, registered, tuple(sorted(hooks))
            )
            yield from _entry_points(rule, found)


def _entry_points(rule: Rule, found: tuple[views.View, ...]) -> Iterator[EntryPoint]:
    path = PARAMETER.sub(lambda match: "{" + match[1] + "}", rule.declared)
    for view in found:
        for method in sorted(rule.methods & view.answers if view.answers else rule.methods):
            handler = view.handler(method)
            yield EntryPoint(
                HttpRoute(method, path, rule.declared),
                handler.name,
                handler.location,
                "flask",
                rule.endpoint,
                tuple(dict.fromkeys(rule.registered_at)),
                tuple(sorted(rule.methods)),
                rule.hooks,
            )


def _methods(options: Event, member: str, found: tuple[views.View, ...]) -> frozenset[str] | None:
    """Return the methods of a rule, as ``Flask.add_url_rule`` decides; None where computed."""
    if member.removesuffix("()") in SHORTCUTS:
        return frozenset({member.removesuffix("()").upper()})
    given = options.argument(-1, "methods")
    if given is None or given == (Known(None),):
        declared = [view.methods for view in found if view.methods]
        return frozenset().union(*declared) if declared else frozenset({"GET"})
    texts = texts_of(given)
    if texts is None:
        return None
    return frozenset(text.upper() for text in texts) - {"HEAD", "OPTIONS"} or frozenset()
