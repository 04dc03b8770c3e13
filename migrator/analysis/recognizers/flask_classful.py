"""Flask-Classful, and Flask-Classy of which it is a fork: methods of a ``FlaskView`` are routes.

https://flask-classful.teracy.org/#flask_classful.FlaskView.register
"""

from collections.abc import Iterator
from dataclasses import dataclass

from migrator.analysis.classful_rules import ViewClass
from migrator.analysis.flask_prefixes import Prefix, join_rule
from migrator.analysis.flask_rules import Surroundings, entry_points
from migrator.analysis.flask_views import View
from migrator.analysis.handlers import decorations, handler_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import original, text_of, texts_of
from migrator.analysis.interpreter.values import ClassValue, Event, FunctionValue
from migrator.model.program import EntryPoint, Unresolved

PACKAGES = ("flask_classful.", "flask_classy.")

Marks = dict[tuple[str, FunctionValue], list[Event]]


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A rule as far as its class goes; None for what is computed."""

    declared: str | None
    methods: frozenset[str] | None
    endpoint: str


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per (method, path), and what could not be read."""
    around = Surroundings(log)
    marks = decorations(log, PACKAGES, "route", "method")
    for event in log.having("register"):
        if not event.name.startswith(PACKAGES):
            continue
        if not isinstance(event.receiver, ClassValue):
            yield Unresolved("Flask-Classful view that is not in the source", event.location)
            continue
        view = ViewClass(event.receiver, event)
        for prefix in around.prefixes(event.argument(0, "app")):
            if isinstance(prefix, Unresolved):
                yield prefix
            else:
                yield from _routes(view, event, prefix, marks, around)


def _routes(
    view: ViewClass, event: Event, prefix: Prefix, marks: Marks, around: Surroundings
) -> Iterator[EntryPoint | Unresolved]:
    for name, method in view.methods():
        for own in _rules(view, name, method, marks):
            if own.declared is None or not own.methods or not view.is_known or not prefix.is_known:
                yield Unresolved(
                    f"Flask-Classful view {view.name} with a computed path or methods",
                    event.location,
                )
                continue
            declared = join_rule(prefix.url, own.declared)
            rule = around.rule(prefix, declared, own.methods, own.endpoint, event)
            yield from entry_points(rule, (View(own.endpoint, handler_of(method)),))


def _rules(view: ViewClass, name: str, method: FunctionValue, marks: Marks) -> Iterator[OwnRule]:
    """Yield the rules of a method: those of its decorators, else the one of its name."""
    endpoint = f"{view.name}:{name}"
    own = marks.get(("route", original(method)), ())
    for index, said in enumerate(own):
        text = text_of(said.argument(0, "rule") or ())
        given = said.argument(-1, "methods")
        verbs = ("GET",) if given is None else texts_of(given)
        named = text_of(said.argument(-1, "endpoint") or ())
        yield OwnRule(
            None if text is None else view.join(text),
            frozenset(verb.upper() for verb in verbs) if verbs else None,
            named or (endpoint if len(own) == 1 else f"{endpoint}_{index}"),
        )
    if not own:
        marked = (
            text_of(said.argument(0, "method") or ())
            for said in marks.get(("method", original(method)), ())
        )
        declared, methods = view.rule(
            name, method, frozenset(verb.upper() for verb in marked if verb)
        )
        yield OwnRule(declared, methods, endpoint)
