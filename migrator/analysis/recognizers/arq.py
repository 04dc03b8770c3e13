"""arq: functions and cron jobs of worker settings.

https://arq-docs.helpmanual.io/#simple-usage
https://arq-docs.helpmanual.io/#cron-jobs
"""

import re
from collections.abc import Iterator, Mapping

from migrator.analysis import cron, jobs
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, Instance, Items, Known, Value, Values
from migrator.model.location import Location
from migrator.model.program import Enqueue, EntryPoint, QueueTask, Unresolved

WORKERS = frozenset({"arq.Worker", "arq.worker.Worker", "arq.run_worker", "arq.worker.run_worker"})
FIELDS = {
    "month": "month_of_year",
    "day": "day_of_month",
    "weekday": "day_of_week",
    "hour": "hour",
    "minute": "minute",
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Job = tuple[Value, Location]


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per function of a worker, and per cron job."""
    for value, place in _listed(log, "functions"):
        name, values = _function(value)
        found = jobs.functions_named(values, log)
        for handler in found:
            own = name or handler.name.rpartition(":")[2]
            yield EntryPoint(QueueTask(own), handler.name, handler.location, "arq", own, (place,))
        if not found:
            yield Unresolved("arq function that is not known", place)
    for value, place in _listed(log, "cron_jobs"):
        match value:
            case Instance(origin=Event(member="cron") as made):
                values = made.argument(0, "coroutine") or ()
                yield from jobs.schedules_of("arq", _clock(made.keywords), values, made, log)
            case _:
                yield Unresolved("arq cron job that is not known", place)


def find_enqueues(log: Log) -> Iterator[Enqueue]:
    """Yield who enqueues which function: they are sent by name."""
    names = {point.name for point in recognize(log) if isinstance(point, EntryPoint)}
    for event in log.having("enqueue_job"):
        name = text_of(event.argument(0, "function") or ())
        if name in names:
            yield jobs.enqueue_of(name, event)


def _listed(log: Log, name: str) -> Iterator[Job]:
    """Yield what settings list: classes that ``arq`` is given the name of, and workers."""
    given = [
        (find_in_class(cls, name) or (), cls.location)
        for cls in log.classes.values()
        if cls.name.endswith("WorkerSettings")
    ]
    workers = [event for event in log.having("Worker", "run_worker") if event.name in WORKERS]
    given += [(event.keywords.get(name, ()), event.location) for event in workers]
    for values, place in given:
        for value in values:
            if isinstance(value, Items):
                yield from ((one, place) for items in value.items for one in items)


def _function(value: Value) -> tuple[str | None, Values]:
    """Read ``func(f, name=…)``, or what stands for itself; a text is also the function's name."""
    match value:
        case Instance(origin=Event(member="func") as made):
            return text_of(made.keywords.get("name", ())), made.argument(0, "coroutine") or ()
        case Known(value=str(dotted)):
            return dotted, (value,)
    return None, (value,)


def _clock(options: Mapping[str, Values]) -> jobs.Clock:
    given = {name: _field(options[name]) for name in FIELDS if name in options}
    given = {name: value for name, value in given.items() if value != "*"}
    declared = ", ".join(f"{name}={value or '…'}" for name, value in given.items())
    second = options.get("second", (Known(0),))
    if "" in given.values() or second != (Known(0),):
        return f"cron({declared})", ""
    if "weekday" in given:  # Monday is 0 here: names say what is meant everywhere
        given["weekday"] = re.sub(r"\d", lambda day: WEEKDAYS[int(day[0]) % 7], given["weekday"])
    return f"cron({declared})", cron.from_fields({FIELDS[k]: v for k, v in given.items()})


def _field(values: Values) -> str:
    """Return a number, or several; ``*`` for None, which is any; empty where it is not known."""
    if values == (Known(None),):
        return "*"
    value = cron.field(values)
    return "" if value is None else str(value)
