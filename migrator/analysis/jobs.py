"""Jobs as most schedulers know them: a function, by itself or by name, and a clock."""

from collections.abc import Iterator

from migrator.analysis.constants import constants_of
from migrator.analysis.handlers import Handler, functions_of, handler_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, Values
from migrator.analysis.routes import places_of
from migrator.model.program import Enqueue, EntryPoint, QueueTask, Schedule, Unresolved

Clock = tuple[str, str]  # as declared, and the expression of AWS


def functions_named(values: Values, log: Log) -> tuple[Handler, ...]:
    """Return the functions that ``values`` are, or name: ``shop.mail.send`` or with a colon."""
    dotted = text_of(values)
    if dotted is None:
        return tuple(handler_of(function) for function in functions_of(values))
    name = dotted if ":" in dotted else ":".join(dotted.rsplit(".", 1))
    function = log.functions.get(name)
    return (handler_of(function),) if function is not None else ()


def dotted_name(handler: Handler) -> str:
    """Name a function as queues do that name tasks after their modules."""
    return handler.name.replace(":", ".")


def task_of(framework: str, name: str, handler: Handler, event: Event) -> EntryPoint:
    """Return the entry point of a task."""
    trigger = QueueTask(name)
    places = places_of(event)
    return EntryPoint(trigger, handler.name, handler.location, framework, name, places)


def enqueue_of(task: str, event: Event) -> Enqueue:
    """Return the fact that a call puts a task on a queue."""
    keywords = tuple(sorted(event.keywords))
    constants = tuple(constants_of(event))
    return Enqueue(task, event.function, event.location, event.member, keywords, constants)


def schedules_of(
    framework: str,
    clock: Clock,
    values: Values,
    event: Event,
    log: Log,
    arguments: str = "",
) -> Iterator[EntryPoint | Unresolved]:
    """Yield the entry points of functions that a clock starts; ``values`` are or name them.

    ``arguments`` is what they are given, see ``Schedule``.
    """
    declared, expression = clock
    found = functions_named(values, log)
    for handler in found:
        name = dotted_name(handler)
        yield EntryPoint(
            Schedule(expression, declared, name, arguments),
            handler.name,
            handler.location,
            framework,
            name,
            places_of(event),
        )
    if not found:
        yield Unresolved(f"{framework} schedule of a function that is not known", event.location)
