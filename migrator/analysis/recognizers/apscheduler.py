"""APScheduler: jobs and their triggers, also through Flask-APScheduler.

https://apscheduler.readthedocs.io/en/3.x/userguide.html#adding-jobs
https://viniciuschiele.github.io/flask-apscheduler/rst/usage.html
"""

import re
from collections.abc import Iterator, Mapping

from migrator.analysis import cron, jobs
from migrator.analysis.arguments import arguments_in
from migrator.analysis.handlers import options_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import external_kinds, text_of
from migrator.analysis.interpreter.values import Event, Instance, Known, Values
from migrator.model.program import EntryPoint, Unresolved

PACKAGES = ("apscheduler.", "flask_apscheduler.", "django_apscheduler.", "fastapi_apscheduler.")
DECORATORS = frozenset({"scheduled_job", "task"})
# https://apscheduler.readthedocs.io/en/3.x/modules/triggers/cron.html
FIELDS = ("year", "month", "day", "week", "day_of_week", "hour", "minute", "second")
LEAST = {"month": "1", "day": "1", "hour": "0", "minute": "0", "second": "0"}
NAMES = {
    "minute": "minute",
    "hour": "hour",
    "day": "day_of_month",
    "month": "month_of_year",
    "day_of_week": "day_of_week",
}
UNITS = ("weeks", "days", "hours", "minutes", "seconds")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per job that a clock starts again and again."""
    for event in log.having("add_job", "add_schedule", "scheduled_job()", "task()"):
        options = options_of(event)
        if not _is_scheduler(options):
            continue
        if options is not event and options.member in DECORATORS and event.args:
            function, trigger = event.args[0], options.argument(0, "trigger")
            given = arguments_in(options.argument(1, "args"), options.argument(2, "kwargs"))
        elif event.member in {"add_job", "add_schedule"}:
            shift = 1 if "flask_apscheduler" in event.name else 0  # its first argument is the id
            function = event.argument(shift, "func") or event.argument(0, "func_or_task_id") or ()
            trigger = event.argument(1, "trigger")
            trigger = event.keywords.get("trigger") if shift else trigger
            given = arguments_in(event.argument(2, "args"), event.argument(3, "kwargs"))
        else:
            continue
        clock = _clock((Known(None),) if trigger is None else trigger, options.keywords)
        if clock is not None:
            yield from jobs.schedules_of("apscheduler", clock, function, options, log, given)


def _is_scheduler(event: Event) -> bool:
    kinds = external_kinds(event.receiver) if isinstance(event.receiver, Instance) else ()
    return any(name.startswith(PACKAGES) for name in (event.name, *kinds))


def _clock(trigger: Values, options: Mapping[str, Values]) -> jobs.Clock | None:
    """Return when a job is due; None for one that is started once."""
    match trigger:
        case (Known(value=None | "date"),) | (Instance(origin=Event(member="DateTrigger")),):
            return None
        case (Known(value="interval"),):
            return _interval({name: options[name] for name in UNITS if name in options})
        case (Known(value="cron"),):
            return _cron({name: options[name] for name in FIELDS if name in options})
        case (Instance(origin=Event() as made),):
            return _of_object(made)
    return "computed", ""


def _of_object(made: Event) -> jobs.Clock:
    if made.member == "IntervalTrigger":
        return _interval(_named(made, UNITS))
    if made.member == "CronTrigger":
        return _cron(_named(made, FIELDS))
    text = text_of(made.argument(0, "expr") or ()) if made.member == "from_crontab" else None
    return ("computed", "") if text is None else (text, _from_line(text))


def _named(made: Event, names: tuple[str, ...]) -> dict[str, Values]:
    positional = dict(zip(names, made.args, strict=False))
    return positional | {name: made.keywords[name] for name in names if name in made.keywords}


def _interval(given: Mapping[str, Values]) -> jobs.Clock:
    numbers = {name: cron.seconds_of(values) for name, values in given.items()}
    declared = ", ".join(
        f"{name}={'…' if value is None else value}" for name, value in numbers.items()
    )
    if None in numbers.values():
        return f"interval({declared})", ""
    seconds = sum(cron.SECONDS[name] * (value or 0) for name, value in numbers.items())
    return f"interval({declared})", cron.every(seconds)


def _cron(given: Mapping[str, Values]) -> jobs.Clock:
    read = {name: cron.field(given[name]) for name in FIELDS if name in given}
    declared = ", ".join(
        f"{name}={'…' if value is None else repr(value)}" for name, value in read.items()
    )
    if None in read.values():
        return f"cron({declared})", ""
    return f"cron({declared})", _aws({name: str(value) for name, value in read.items()})


def _aws(given: dict[str, str]) -> str:
    """Fields that are smaller than any that is given are at their least, others at any value."""
    last = max((FIELDS.index(name) for name in given), default=len(FIELDS))
    whole = {
        name: given.get(name, LEAST.get(name, "*") if position > last else "*")
        for position, name in enumerate(FIELDS)
    }
    if whole["second"] != "0" or whole["week"] != "*" or whole["year"] != "*":
        return ""
    # Monday is 0 here: names say what is meant everywhere
    spelled = re.sub(r"\d", lambda match: WEEKDAYS[int(match[0]) % 7], whole["day_of_week"])
    fields = {NAMES[name]: value for name, value in whole.items() if name in NAMES}
    if not re.fullmatch(r"[\d*/,-]+", fields["day_of_month"]):
        return ""  # ``last``, ``3rd fri``
    return cron.from_fields(fields | {"day_of_week": spelled})


def _from_line(text: str) -> str:
    fields = text.split()
    names = ("minute", "hour", "day", "month", "day_of_week")
    return _aws(dict(zip(names, fields, strict=True))) if len(fields) == len(names) else ""
