"""Dramatiq: actors, of functions and of classes, and the clocks of periodiq.

https://dramatiq.io/guide.html
https://dramatiq.io/reference.html#class-based-actors
https://gitlab.com/bersace/periodiq
"""

from collections.abc import Iterator

from migrator.analysis import cron, jobs
from migrator.analysis.handlers import Handler, class_handler, handler_of, method_of, options_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import mro, original, short, text_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Known,
    Values,
)
from migrator.analysis.routes import places_of
from migrator.model.program import Enqueue, EntryPoint, QueueTask, Schedule, Unresolved

ACTORS = frozenset({"dramatiq.actor", "dramatiq.actor()", "remoulade.actor", "remoulade.actor()"})
GENERIC = frozenset({"dramatiq.GenericActor", "dramatiq.generic.GenericActor"})
SENDERS = frozenset({"send", "send_with_options", "message", "message_with_options"})
Actor = tuple[str | None, FunctionValue, Event]


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per actor, and per actor that a clock starts."""
    for name, function, options in _actors(log):
        handler = handler_of(function)
        if name is None:
            yield Unresolved("Dramatiq actor with a computed name", options.location)
            continue
        yield jobs.task_of("dramatiq", name, handler, options)
        clock = options.keywords.get("periodic")
        if clock is not None:
            declared, expression = _clock(clock)
            trigger = Schedule(expression, declared, name)
            places = places_of(options)
            yield EntryPoint(trigger, handler.name, handler.location, "dramatiq", name, places)
    for name, handler in _classes(log):
        yield EntryPoint(QueueTask(name), handler.name, handler.location, "dramatiq", name)


def find_enqueues(log: Log) -> Iterator[Enqueue]:
    """Yield who sends which actor a message."""
    names = {original(function): name for name, function, _ in _actors(log)}
    for event in log.having(*sorted(SENDERS)):
        if isinstance(event.receiver, FunctionValue):
            name = names.get(original(event.receiver))
            if name is not None:
                yield jobs.enqueue_of(name, event)


def _actors(log: Log) -> Iterator[Actor]:
    for event in log.having("actor", "actor()"):
        if event.name not in ACTORS or not event.args:
            continue
        options = options_of(event)
        for value in event.args[0]:
            if isinstance(value, FunctionValue):
                given = options.keywords.get("actor_name", (Known(None),))
                own = short(original(value).name)
                yield own if given == (Known(None),) else text_of(given), value, options


def _classes(log: Log) -> Iterator[tuple[str, Handler]]:
    for cls in log.classes.values():
        names = {base.name for base in mro(cls) if isinstance(base, External)}
        if names & GENERIC and not _is_abstract(cls):
            given = text_of(_meta(cls, "actor_name"))
            handler = method_of(cls, "perform") or class_handler(cls)
            yield given or short(cls.name), handler


def _is_abstract(cls: ClassValue) -> bool:
    """Tell whether the class itself says so: what inherits from it is not."""
    own = cls.scope.names.get("Meta", ())
    return any(
        isinstance(meta, ClassValue) and meta.scope.names.get("abstract") == (Known(True),)
        for meta in own
    )


def _meta(cls: ClassValue, name: str) -> Values:
    for meta in find_in_class(cls, "Meta") or ():
        if isinstance(meta, ClassValue):
            return find_in_class(meta, name) or ()
    return ()


def _clock(values: Values) -> jobs.Clock:
    match values:
        case (Instance(origin=Event(name="periodiq.cron") as made),):
            text = text_of(made.argument(0, "spec") or ())
            if text is not None:
                return text, cron.from_line(text)
    return "computed", ""
