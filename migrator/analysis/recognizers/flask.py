"""Flask: routes of applications and blueprints, however they are registered.

https://flask.palletsprojects.com/en/stable/api/#flask.Flask.add_url_rule
https://flask.palletsprojects.com/en/stable/blueprints/#nesting-blueprints
"""

from collections.abc import Iterator
from dataclasses import dataclass

from migrator.analysis import flask_views as views
from migrator.analysis.flask_hooks import hooks_around, hooks_by_owner
from migrator.analysis.flask_prefixes import (
    RULES,
    SHORTCUTS,
    find_prefixes,
    framework_of,
    join_rule,
    owner_of,
    paths_of,
    registrations,
)
from migrator.analysis.flask_rules import UNREGISTERED, Rule, entry_points
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import root_of
from migrator.analysis.interpreter.questions import text_of, texts_of
from migrator.analysis.interpreter.values import (
    Event,
    Instance,
    Known,
    Member,
    Value,
    Values,
)
from migrator.model.program import EntryPoint, Unresolved


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What other statements say about a rule."""

    registrations: tuple[Event, ...]
    hooks: dict[Instance | None, frozenset[str]]
    views: dict[tuple[Value, str], Values]


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per (method, path), and what could not be read."""
    around = Surroundings(
        registrations(log),
        hooks_by_owner(log),
        _by_endpoint(log),
    )
    for event in log.having(*sorted(RULES)):
        owner = owner_of(event)
        if owner is not None:
            yield from _routes(event, owner, around)


def find_hooks(log: Log) -> frozenset[str]:
    """Return the functions that Flask runs around every request."""
    return hooks_by_owner(log).get(None, frozenset())


def _by_endpoint(log: Log) -> dict[tuple[Value, str], Values]:
    """Map endpoints to views that are set apart from their rules."""
    found: dict[tuple[Value, str], Values] = {}
    for event in log.having("endpoint()", "view_functions[]="):
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
    prefixes = list(find_prefixes(owner, around.registrations))
    if not prefixes:
        yield Unresolved(UNREGISTERED, owner.location)
    for prefix in prefixes:
        for text in paths_of(rules):
            if text is None or methods is None or not prefix.is_known:
                yield Unresolved("Flask route with a computed path or methods", options.location)
                continue
            name = ".".join((*prefix.names, endpoint or found[0].endpoint))
            registered = (options.location, *options.stack, *prefix.registered_at)
            hooks = hooks_around(prefix, around.hooks)
            declared, framework = join_rule(prefix.url, text), framework_of(owner)
            rule = Rule(declared, methods, name, registered, hooks, framework)
            yield from entry_points(rule, found)


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
