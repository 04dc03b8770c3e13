"""Huey: tasks and periodic tasks, of Huey objects and of its extension for Django.

https://huey.readthedocs.io/en/latest/guide.html
https://huey.readthedocs.io/en/latest/django.html
"""

from collections.abc import Iterator

from migrator.analysis import cron, jobs
from migrator.analysis.handlers import handler_of, options_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import external_kinds, original, text_of
from migrator.analysis.interpreter.values import Event, FunctionValue, Instance, Known, Values
from migrator.analysis.routes import places_of
from migrator.model.program import Enqueue, EntryPoint, Schedule, Unresolved

TASKS = frozenset({"task", "db_task", "on_commit_task", "context_task"})
PERIODIC = frozenset({"periodic_task", "db_periodic_task"})
SENDERS = frozenset({"schedule", "s", "delay", "map"})
FIELDS = {
    "minute": "minute",
    "hour": "hour",
    "day": "day_of_month",
    "month": "month_of_year",
    "day_of_week": "day_of_week",
}


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per task, or per clock that starts one."""
    for name, function, options in _tasks(log):
        handler = handler_of(function)
        if name is None:
            yield Unresolved("Huey task with a computed name", options.location)
        elif options.member in TASKS:
            yield jobs.task_of("huey", name, handler, options)
        else:
            declared, expression = _clock(options.argument(0, "validate_datetime") or ())
            trigger = Schedule(expression, declared, name)
            places = places_of(options)
            yield EntryPoint(trigger, handler.name, handler.location, "huey", name, places)


def find_enqueues(log: Log) -> Iterator[Enqueue]:
    """Yield who puts which task on the queue: to call a task does."""
    tasks = [(name, original(function)) for name, function, _ in _tasks(log) if name]
    names = {function: name for name, function in tasks}
    for event in log.having(*sorted(SENDERS)):
        if isinstance(event.receiver, FunctionValue):
            name = names.get(original(event.receiver))
            if name is not None:
                yield jobs.enqueue_of(name, event)
    called = {function.name: name for function, name in names.items()}
    for call in log.calls:
        if call.callee in called:
            yield Enqueue(called[call.callee], call.caller, call.location)


def _tasks(log: Log) -> Iterator[tuple[str | None, FunctionValue, Event]]:
    for event in log.having(*(f"{member}()" for member in sorted(TASKS | PERIODIC))):
        options = options_of(event)
        if options is event or options.member not in TASKS | PERIODIC or not event.args:
            continue
        if not _is_huey(options):
            continue
        for value in event.args[0]:
            if isinstance(value, FunctionValue):
                given = options.keywords.get("name", (Known(None),))
                own = jobs.dotted_name(handler_of(value))
                yield own if given == (Known(None),) else text_of(given), value, options


def _is_huey(options: Event) -> bool:
    """Tell tasks of Huey by the class of the object, or by the module of the decorator."""
    kinds = external_kinds(options.receiver) if isinstance(options.receiver, Instance) else ()
    return any(name.startswith("huey.") for name in (options.name, *kinds))


def _clock(values: Values) -> jobs.Clock:
    match values:
        case (Instance(origin=Event(member="crontab") as made),):
            given = {
                name: cron.field(found)
                for position, name in enumerate(FIELDS)
                if (found := made.argument(position, name)) is not None
            }
            declared = ", ".join(
                f"{name}={'…' if value is None else repr(value)}" for name, value in given.items()
            )
            fields = {FIELDS[name]: str(value) for name, value in given.items()}
            expression = "" if None in given.values() else cron.from_fields(fields)
            return f"crontab({declared})", expression
    return "computed", ""
