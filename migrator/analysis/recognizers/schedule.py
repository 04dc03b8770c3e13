"""schedule: ``every(10).minutes.do(job)``.

https://schedule.readthedocs.io/en/stable/examples.html
"""

import re
from collections.abc import Iterator

from migrator.analysis import cron, jobs
from migrator.analysis.arguments import arguments_of
from migrator.analysis.handlers import options_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import name_of, root_of
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, Instance, Known, Value
from migrator.model.program import EntryPoint, Unresolved

STARTS = ("schedule.every", "schedule.Scheduler.every", "schedule.default_scheduler.every")
UNITS = {"second": 1.0, "minute": 60.0, "hour": 3_600.0, "day": 86_400.0, "week": 604_800.0}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DEEPEST = 8  # calls in a chain


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per job."""
    for event in log.having("repeat()", "do"):
        if event.name == "schedule.repeat()" and event.args:
            options = options_of(event)
            for value in options.argument(0, "job") or ():
                chain = _chain(value, ())
                given = arguments_of(options.args[1:], options.keywords)
                yield from jobs.schedules_of("schedule", chain, event.args[0], options, log, given)
        elif event.member == "do" and event.name.startswith(STARTS) and event.receiver:
            values = event.argument(0, "job_func") or ()
            clock = _chain(event.receiver, ())
            given = arguments_of(event.args[1:], event.keywords)
            yield from jobs.schedules_of("schedule", clock, values, event, log, given)


def _chain(value: Value, words: tuple[str, ...], at: str | None = None) -> jobs.Clock:
    """Read a chain from its end: words up to each call, then the calls."""
    for _ in range(DEEPEST):
        root = root_of(value)
        name = name_of(value)
        made = root.origin if isinstance(root, Instance) else None
        if made is None:
            break
        words = (*name.removeprefix(made.name).strip(".").split("."), *words)
        if made.member == "every":
            return _clock(made, tuple(word for word in words if word), at)
        words = (made.member, *words)
        if made.member == "at":
            at = text_of(made.argument(0, "time_str") or ()) or ""
        if made.receiver is None:
            break
        value = made.receiver
    return "computed", ""


def _clock(made: Event, words: tuple[str, ...], at: str | None) -> jobs.Clock:
    match made.argument(0, "interval"):
        case None:
            count: int | None = 1
        case (Known(value=int(number)),):
            count = number
        case _:
            count = None
    shown = "" if made.argument(0, "interval") is None else "…" if count is None else str(count)
    time = f"'{at}'" if at else "…"
    spelled = "".join(f".at({time})" if word == "at" else f".{word}" for word in words)
    declared = f"every({shown}){spelled}"
    if count is None or "to" in words or "until" in words:
        return declared, ""
    return declared, _expression(count, words[0] if words else "", at)


def _expression(count: int, unit: str, at: str | None) -> str:
    seconds = UNITS.get(unit.removesuffix("s"))
    if at is None:
        return cron.every(seconds * count) if seconds else ""
    time = re.fullmatch(r"(\d{1,2})?:(\d{2})(?::00)?", at)
    if time is None or count != 1:
        return ""
    hour, minute = time[1], str(int(time[2]))
    if unit == "hour" and hour is None:
        return cron.from_fields({"minute": minute})
    if hour is None or unit not in {"day", *WEEKDAYS}:
        return ""
    weekday = {"day_of_week": unit} if unit in WEEKDAYS else {}
    return cron.from_fields({"minute": minute, "hour": str(int(hour)), **weekday})
