"""Celery: what the beat scheduler is told to start, and when.

https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrator.analysis.arguments import arguments_in, arguments_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, External, Instance, Known, Table, Values
from migrator.model.location import Location
from migrator.model.program import COMPUTED

# ``beat_schedule``, ``CELERYBEAT_SCHEDULE``, ``CELERY_BEAT_SCHEDULE`` and any other namespace.
SCHEDULE = "beat_schedule"
# https://django-celery-beat.readthedocs.io/en/latest/#example-creating-interval-based-periodic-task
ROWS = tuple(
    f"django_celery_beat.models.PeriodicTask.objects.{name}"
    for name in ("create", "get_or_create", "update_or_create")
)
CLOCKS = ("interval", "crontab", "solar", "clocked")
SIGNATURES = (".signature", ".Signature", ".subtask")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a schedule.

    Attributes:
        task: the task's name, its ``task.name``, or a signature of it.
        clock: when it runs.
        location: where that is said.
        arguments: what the task is given, see ``Schedule``.
        name: its key in the schedule.
    """

    task: Values
    clock: Values
    location: Location
    arguments: str = ""
    name: str = ""


def find(log: Log) -> Iterator[Entry]:
    """Yield the lines of all schedules: settings, ``app.conf``, ``add_periodic_task``."""
    for table, location in _tables(log).items():
        for key, values in table.entries.items():
            yield from _entries(values, location, str(key))
    for event in log.events:
        if event.name.endswith(f".conf.{SCHEDULE}[]="):
            yield from _entries(event.args[1], event.location, text_of(event.args[0]) or "")
        elif event.name.endswith(ROWS):
            yield _row(event)
        elif event.member == "add_periodic_task":
            yield _added(event)


def _added(event: Event) -> Entry:
    """Read ``add_periodic_task(60.0, remind.s(1), args=(), kwargs={})``."""
    signature = event.argument(1, "sig") or ()
    arguments = arguments_in(event.argument(2, "args"), event.argument(3, "kwargs"))
    return Entry(
        signature,
        event.argument(0, "schedule") or (),
        event.location,
        arguments or _signed(signature),
    )


def _signed(signature: Values) -> str:
    """Spell the arguments in a signature; a task has none, of a chain they are not known."""
    match signature:
        case (Instance(origin=Event(member="s" | "si") as made),):
            return arguments_of(made.args, made.keywords)
        case (Instance(origin=Event(member="signature" | "subtask") as made),):
            # One of a task that is named instead has the name before them.
            first = 1 if made.args and text_of(made.args[0]) is not None else 0
            return arguments_in(made.argument(first, "args"), made.argument(first + 1, "kwargs"))
        case (Instance(origin=Event(member="set", receiver=Instance() as inner)),):
            return _signed((inner,))
        case (Instance(kind=External(), origin=Event()),) | (_, _, *_):
            return COMPUTED
    return ""


def _row(event: Event) -> Entry:
    """Read a row of the table in which django-celery-beat keeps the schedule."""
    given = dict(event.keywords)
    for value in event.keywords.get("defaults", ()):
        if isinstance(value, Table):
            given |= {str(key): values for key, values in value.entries.items()}
    clock = next((given[kind] for kind in CLOCKS if given.get(kind)), ())
    # A row has JSON of its own in ``args`` and ``kwargs``, which people change in the database.
    arguments = COMPUTED if {"args", "kwargs"} & given.keys() else ""
    clock = clock or (External(event.name),)
    return Entry(given.get("task", ()), clock, event.location, arguments)


def name_of(values: Values) -> str | None:
    """Return the name that a schedule gives as text, also by ``app.signature(name)``."""
    match values:
        case (Instance(kind=External(name=name), origin=Event(args=(given, *_))),) if (
            name.endswith(SIGNATURES)
        ):
            return text_of(given)
    return text_of(values)


def _tables(log: Log) -> dict[Table, Location]:
    """Map each schedule to where it is set; one that is handed on counts once."""
    found: dict[Table, Location] = {}
    for table, location in (*_configured(log), *_bound(log)):
        found.setdefault(table, location)
    return found


def _configured(log: Log) -> Iterator[tuple[Table, Location]]:
    for event in log.events:
        for name, values in _settings(event):
            if _is_schedule(name):
                yield from ((one, event.location) for one in values if isinstance(one, Table))


def _bound(log: Log) -> Iterator[tuple[Table, Location]]:
    for holder, names in _holders(log):
        for name, values in names.items():
            for value in values:
                for table in _schedules_in(name, value):
                    yield table, log.bound_at(holder, name)


def _settings(event: Event) -> Iterator[tuple[object, Values]]:
    """Yield what is set on ``app.conf``: an attribute, a key, an update."""
    owner, _, member = event.name.rpartition(".")
    if owner.endswith(".conf") and member.endswith("="):
        yield member.removesuffix("="), event.args[0]
    elif event.name.endswith(".conf[]="):
        yield text_of(event.args[0]), event.args[1]
    elif event.name.endswith(f".conf.{SCHEDULE}.update"):
        yield from ((SCHEDULE, values) for values in event.args)
    elif event.name.endswith(".conf.update"):
        yield from event.keywords.items()
        for value in event.args[0] if event.args else ():
            if isinstance(value, Table):
                yield from value.entries.items()


def _holders(log: Log) -> Iterator[tuple[str, dict[str, Values]]]:
    """Yield what modules and classes bind: settings stand in either."""
    for module in sorted(log.scopes):
        yield f"{module}:", log.scopes[module].names
    for name in sorted(log.classes):
        yield name, log.classes[name].scope.names


def _schedules_in(name: str, value: object) -> Iterator[Table]:
    """Yield the schedule that a setting is or, as in ``CELERY = {…}``, that it holds."""
    if not isinstance(value, Table):
        return
    if _is_schedule(name):
        yield value
    elif name.isupper():
        for key, values in value.entries.items():
            if _is_schedule(key):
                yield from (inner for inner in values if isinstance(inner, Table))


def _is_schedule(name: object) -> bool:
    return isinstance(name, str) and name.lower().endswith(SCHEDULE)


def _entries(values: Values, location: Location, name: str) -> Iterator[Entry]:
    for value in values or (None,):
        if isinstance(value, Table) and "task" in value.entries:
            clock = value.entries.get("schedule", ())
            # The clock of a line tells where the line is, where it is more than a number.
            near = [one.location for one in clock if isinstance(one, Instance)]
            given = arguments_in(value.entries.get("args"), value.entries.get("kwargs"))
            yield Entry(value.entries["task"], clock, (*near, location)[0], given, name)
        elif value != Known(None):
            yield Entry((), (), location)
