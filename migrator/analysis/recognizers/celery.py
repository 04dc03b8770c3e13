"""Celery: tasks, the beat schedule, and who enqueues what.

https://docs.celeryq.dev/en/stable/userguide/tasks.html
https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html
"""

from collections.abc import Iterator

from migrator.analysis import cron
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import (
    Event,
    FunctionValue,
    Table,
    Values,
    original,
    text_of,
)
from migrator.model.program import Enqueue, EntryPoint, QueueTask, Schedule, Unresolved

TASKS = frozenset({"celery.shared_task", "celery.task", "celery.Celery.task", "celery.app.task"})
SENDERS = frozenset({"delay", "apply_async", "s", "si", "signature", "subtask", "apply"})
SCHEDULES = (".conf.beat_schedule=", ".conf.CELERYBEAT_SCHEDULE=")


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per task and per line of the beat schedule."""
    tasks = _tasks(log)
    for name, function in tasks.items():
        yield EntryPoint(QueueTask(name), function.name, function.location, "celery", name)
    for event, table in _schedules(log):
        for values in table.entries.values():
            yield from _schedule(event, values, tasks)


def find_enqueues(log: Log) -> Iterator[Enqueue]:
    """Yield who puts which task on the queue, by function or by name."""
    names = {function: name for name, function in _tasks(log).items()}
    for event in log.events:
        receiver = event.receiver
        if isinstance(receiver, FunctionValue) and event.member in SENDERS:
            name = names.get(original(receiver))
        elif event.member == "send_task" and event.args:
            name = text_of(event.args[0])
        else:
            continue
        if name is not None:
            yield Enqueue(name, event.function, event.location)


def _tasks(log: Log) -> dict[str, FunctionValue]:
    found: dict[str, FunctionValue] = {}
    for event in log.events:
        applied = event.name.removesuffix("()")
        if applied not in TASKS or not event.args:
            continue
        options = event.origin if event.name.endswith("()") else event
        for value in event.args[0]:
            if isinstance(value, FunctionValue):
                function = original(value)
                given = text_of(options.keywords.get("name", ())) if options else None
                found[given or function.name.replace(":", ".")] = function
    return dict(sorted(found.items()))


def _schedules(log: Log) -> Iterator[tuple[Event, Table]]:
    for event in log.events:
        if event.name.endswith(SCHEDULES):
            values = event.args[0]
        elif event.name.endswith(".conf.update"):
            values = event.keywords.get("beat_schedule", ())
        else:
            continue
        for value in values:
            if isinstance(value, Table):
                yield event, value


def _schedule(
    event: Event, values: Values, tasks: dict[str, FunctionValue]
) -> Iterator[EntryPoint | Unresolved]:
    for value in values:
        if not isinstance(value, Table):
            continue
        name = text_of(value.entries.get("task", ()))
        clock = value.entries.get("schedule", ())
        function = tasks.get(name or "")
        if name is None or function is None or not clock:
            yield Unresolved("Celery schedule of a task that is not known", event.location)
            continue
        declared, expression = cron.read(clock)
        yield EntryPoint(
            Schedule(expression, declared, name),
            function.name,
            function.location,
            "celery",
            name,
            (event.location,),
        )
