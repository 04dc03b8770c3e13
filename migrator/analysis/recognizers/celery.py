"""Celery: tasks, the beat schedule, and who enqueues what.

https://docs.celeryq.dev/en/stable/userguide/tasks.html
https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html
"""

from collections.abc import Iterator

from migrator.analysis import cron
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import original, text_of
from migrator.analysis.interpreter.values import Event, FunctionValue, Member, Table, Values
from migrator.model.program import Enqueue, EntryPoint, QueueTask, Schedule, Unresolved

TASKS = frozenset({"celery.shared_task", "celery.task", "celery.Celery.task", "celery.app.task"})
SENDERS = frozenset({"delay", "apply_async", "s", "si", "signature", "subtask", "apply"})
SCHEDULES = ("beat_schedule", "CELERYBEAT_SCHEDULE")


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per task and per line of the beat schedule."""
    tasks = _tasks(log)
    for name, _, options in _declared(log):
        if name is None:
            yield Unresolved("Celery task with a computed name", options.location)
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
    found = {name: function for name, function, _ in _declared(log) if name is not None}
    return dict(sorted(found.items()))


def _declared(log: Log) -> Iterator[tuple[str | None, FunctionValue, Event]]:
    for event in log.events:
        applied = event.name.removesuffix("()")
        if applied not in TASKS or not event.args:
            continue
        options = event.origin if event.name.endswith("()") and event.origin else event
        for value in event.args[0]:
            if isinstance(value, FunctionValue):
                function = original(value)
                given = options.keywords.get("name")
                name = function.name.replace(":", ".") if given is None else text_of(given)
                yield name, function, options


def _schedules(log: Log) -> Iterator[tuple[Event, Table]]:
    for event in log.events:
        for name, values in _settings(event):
            for value in values:
                if name in SCHEDULES and isinstance(value, Table):
                    yield event, value


def _settings(event: Event) -> Iterator[tuple[object, Values]]:
    """Yield what is set on ``app.conf``: an attribute, a key, an update."""
    owner, _, member = event.name.rpartition(".")
    if owner.endswith(".conf") and member.endswith("="):
        yield member.removesuffix("="), event.args[0]
    elif event.name.endswith(".conf[]="):
        yield text_of(event.args[0]), event.args[1]
    elif event.name.endswith(".conf.update"):
        yield from event.keywords.items()
        for value in event.args[0] if event.args else ():
            if isinstance(value, Table):
                yield from value.entries.items()


def _schedule(
    event: Event, values: Values, tasks: dict[str, FunctionValue]
) -> Iterator[EntryPoint | Unresolved]:
    for value in values:
        if not isinstance(value, Table):
            continue
        name = _task_name(value.entries.get("task", ()), tasks)
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


def _task_name(values: Values, tasks: dict[str, FunctionValue]) -> str | None:
    """Return the name a schedule gives: as text, or as ``task.name``."""
    match values:
        case (Member(receiver=FunctionValue() as function, name="name"),):
            return next((name for name in tasks if tasks[name] is original(function)), None)
    return text_of(values)
