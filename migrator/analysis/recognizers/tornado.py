"""Tornado: handlers by pattern, in applications, added by host, and in rules.

https://www.tornadoweb.org/en/stable/web.html#application-configuration
https://www.tornadoweb.org/en/stable/routing.html
"""

from collections.abc import Iterator

from migrator.analysis.handlers import class_handler, is_one_of, verbs_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import mro, text_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    Value,
    Values,
)
from migrator.analysis.path_templates import from_regex
from migrator.analysis.routes import Rule, places_of
from migrator.model import facts
from migrator.model.location import Location
from migrator.model.program import EntryPoint, Unresolved

# Who is given a list of handlers, and at which position.
LISTS = {
    "tornado.web.Application": 0,
    "tornado.web.Application.__init__": 0,
    "tornado.web.Application.add_handlers": 1,
    "tornado.web.Application.default_router.add_rules": 0,
    "tornado.web.Application.wildcard_router.add_rules": 0,
    "tornado.routing.RuleRouter": 0,
    "tornado.routing.RuleRouter.__init__": 0,
    "tornado.routing.RuleRouter.add_rules": 0,
}
KEYWORDS = ("handlers", "host_handlers", "rules")
ROUTERS = frozenset({"tornado.web.Application", "tornado.routing.RuleRouter"})
SOCKET = "tornado.websocket.WebSocketHandler"
SPECS = frozenset({"url", "URLSpec", "Rule"})
VERBS = ("get", "post", "put", "patch", "delete")
UNKNOWN = "Tornado handlers that are not known"


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per (method, pattern), and what could not be read."""
    for event in log.having(*sorted({name.rpartition(".")[2] for name in LISTS})):
        position = LISTS.get(event.name)
        if position is not None:
            named = [event.keywords[name] for name in KEYWORDS if name in event.keywords]
            for values in (*named, *event.args[position : position + 1]):
                yield from _rules(values, log, places_of(event))


def _rules(
    values: Values, log: Log, places: tuple[Location, ...]
) -> Iterator[EntryPoint | Unresolved]:
    for value in values or (None,):
        match value:
            case Known(value=None):
                continue  # an application that is given its handlers later
            case Items(items=items, is_whole=is_whole):
                for rules in items:
                    yield from _rule(rules, log, places)
                if not is_whole:
                    yield Unresolved(UNKNOWN, places[0])
            case _:
                yield Unresolved(UNKNOWN, places[0])


def _rule(
    rules: Values, log: Log, places: tuple[Location, ...]
) -> Iterator[EntryPoint | Unresolved]:
    """Read ``(pattern, target, kwargs, name)``, ``URLSpec(…)`` or ``Rule(matcher, target, …)``."""
    for rule in rules or (None,):
        match rule:
            case Items(items=[matcher, target, *rest]):
                name = text_of(rest[1]) if len(rest) > 1 else None
                yield from _matched(matcher, target, log, places, name or "")
            case Instance(origin=Event(member=member) as made) if member in SPECS:
                matcher = made.argument(0, "matcher" if member == "Rule" else "pattern") or ()
                target = made.argument(1, "target" if member == "Rule" else "handler") or ()
                name = text_of(made.argument(3, "name") or ())
                inside = (*places_of(made), *places)
                yield from _matched(matcher, target, log, inside, name or "")
            case _:
                yield Unresolved(UNKNOWN, places[0])


def _matched(
    matcher: Values, target: Values, log: Log, places: tuple[Location, ...], name: str
) -> Iterator[EntryPoint | Unresolved]:
    if any(isinstance(value, Items) for value in target):
        yield from _rules(target, log, places)  # of a host
        return
    if any(is_one_of(value, ROUTERS) for value in target):
        return  # a router has been given handlers of its own
    pattern = _pattern(matcher)
    for value in target or (None,):
        match _class_of(value, log):
            case ClassValue() as cls if pattern is not None:
                yield from _entry_points(pattern, cls, places, name)
            case External():
                continue  # the handler of another package: redirects, files
            case ClassValue():
                yield Unresolved("Tornado handler with a computed pattern", places[0])
            case _:
                yield Unresolved("Tornado handler that is not known", places[0])


def _pattern(matcher: Values) -> str | None:
    match matcher:
        case (Instance(origin=Event(member="PathMatches") as made),):
            return _pattern(made.argument(0, "path_pattern") or ())
        case (Instance(origin=Event(name="re.compile") as made),):
            return text_of(made.argument(0, "pattern") or ())
    return text_of(matcher)


def _class_of(value: Value | None, log: Log) -> Value | None:
    match value:
        case Known(value=str(dotted)):  # imported when the application starts
            module, _, cls = dotted.rpartition(".")
            return log.classes.get(f"{module}:{cls}")
    return value


def _entry_points(
    pattern: str, cls: ClassValue, places: tuple[Location, ...], name: str
) -> Iterator[EntryPoint]:
    answers = verbs_of(cls, VERBS)
    path = f"/{from_regex(pattern, _parameters(cls)).lstrip('/')}"
    rule = Rule("tornado", pattern, path, places, name)
    if any(isinstance(base, External) and base.name == SOCKET for base in mro(cls)):
        yield rule.upgraded_by(class_handler(cls))
    else:
        yield from rule.answered_by(answers or {"ANY": class_handler(cls)})


def _parameters(cls: ClassValue) -> tuple[str, ...]:
    """Name unnamed groups after the parameters that take what they match."""
    methods = (value for verb in VERBS for value in find_in_class(cls, verb) or ())
    for method in methods:
        if isinstance(method, FunctionValue) and isinstance(method.definition, facts.FunctionDef):
            named = [p.name for p in method.definition.params if p.kind == "positional"]
            if len(named) > 1:
                return tuple(named[1:])
    return ()
