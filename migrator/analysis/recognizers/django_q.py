"""django-q: functions that are put on its queue, and its schedules.

https://django-q2.readthedocs.io/en/stable/tasks.html
https://django-q2.readthedocs.io/en/stable/schedules.html
"""

from collections.abc import Iterator

from migrator.analysis import cron, jobs
from migrator.analysis.arguments import arguments_in, arguments_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, External, Known, Table, Values
from migrator.model.program import Enqueue, EntryPoint, Unresolved

PACKAGE = "django_q."
SENDERS = frozenset({"async_task", "async_iter", "AsyncTask", "async", "Async"})
MODEL = ".Schedule"
STORED = tuple(
    f"{MODEL}.objects.{name}" for name in ("create", "get_or_create", "update_or_create")
)
# Kinds of schedules: their letter in the database, and how often they are due.
# https://django-q2.readthedocs.io/en/stable/schedules.html#reference
KINDS: dict[str, tuple[str, str]] = {
    "ONCE": ("O", ""),
    "MINUTES": ("I", ""),
    "HOURLY": ("H", "0 * * * *"),
    "DAILY": ("D", "0 0 * * *"),
    "WEEKLY": ("W", "0 0 * * 0"),
    "BIWEEKLY": ("BW", ""),
    "MONTHLY": ("M", "0 0 1 * *"),
    "BIMONTHLY": ("BM", ""),
    "QUARTERLY": ("Q", "0 0 1 */3 *"),
    "YEARLY": ("Y", "0 0 1 1 *"),
    "CRON": ("C", ""),
}
# What ``schedule`` does not hand on to the function.
# https://django-q2.readthedocs.io/en/stable/schedules.html#schedule
OPTIONS = frozenset(
    {"func", "name", "hook", "schedule_type", "minutes", "repeats", "next_run", "cron"}
    | {"cluster", "intended_date_kwarg", "q_options"}
)


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per function that is put on the queue, and per schedule."""
    for event in log.events:
        if not event.name.startswith(PACKAGE):
            continue
        if event.member in SENDERS:
            for handler in jobs.functions_named(event.argument(0, "func") or (), log):
                yield jobs.task_of("django-q", jobs.dotted_name(handler), handler, event)
        elif event.member == "schedule" or event.name.endswith((MODEL, *STORED)):
            given = _given(event)
            if "func" in given:
                clock, arguments = _clock(given), _arguments(event, given)
                yield from jobs.schedules_of(
                    "django-q", clock, given["func"], event, log, arguments
                )


def find_enqueues(log: Log) -> Iterator[Enqueue]:
    """Yield who puts which function on the queue."""
    for event in log.events:
        if event.name.startswith(PACKAGE) and event.member in SENDERS:
            for handler in jobs.functions_named(event.argument(0, "func") or (), log):
                yield jobs.enqueue_of(jobs.dotted_name(handler), event)


def _given(event: Event) -> dict[str, Values]:
    """Return what a schedule is made with, also as defaults of a row that may be there."""
    given: dict[str, Values] = {}
    if event.member == "schedule" and event.args:
        given["func"] = event.args[0]
    for value in event.keywords.get("defaults", ()):
        if isinstance(value, Table):
            given |= {str(key): values for key, values in value.entries.items()}
    return given | event.keywords


def _arguments(event: Event, given: dict[str, Values]) -> str:
    """Spell what a function is given: a row has it in ``args`` and ``kwargs``, as a text."""
    if event.member != "schedule":
        return arguments_in(given.get("args"), given.get("kwargs"))
    named = {name: values for name, values in given.items() if name not in OPTIONS}
    return arguments_of(event.args[1:], named)


def _clock(given: dict[str, Values]) -> jobs.Clock:
    kind = _kind(given["schedule_type"]) if "schedule_type" in given else "ONCE"
    line = text_of(given.get("cron", ()))
    if line is not None and kind in {None, "CRON"}:
        return line, cron.from_line(line)
    if kind == "MINUTES":
        match given.get("minutes", ()):
            case (Known(value=int(minutes)),):
                return f"every {minutes} minutes", cron.every(60.0 * minutes)
        return "every … minutes", ""
    if kind is None or kind == "CRON":
        return "computed", ""
    expression = KINDS[kind][1]
    return kind.lower(), cron.from_line(expression) if expression else ""


def _kind(values: Values) -> str | None:
    match values:
        case (External(name=name),):
            last = name.rpartition(".")[2]
            return last if last in KINDS else None
    letter = text_of(values)
    return next((kind for kind, (code, _) in KINDS.items() if code == letter), None)
