"""Schedules of Celery beat, and lines of crontab -> schedule expressions of Amazon EventBridge.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
https://docs.celeryq.dev/en/stable/reference/celery.schedules.html#celery.schedules.crontab
https://man7.org/linux/man-pages/man5/crontab.5.html
"""

from collections.abc import Callable, Mapping

from migrator.analysis.interpreter.questions import short
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    Instance,
    Items,
    Known,
    Values,
)

LINE = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")
MACROS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
FIELDS = ("minute", "hour", "day_of_week", "day_of_month", "month_of_year")
# In the order of the parameters of timedelta.
SECONDS = {
    "days": 86_400.0,
    "seconds": 1.0,
    "microseconds": 1e-6,
    "milliseconds": 1e-3,
    "minutes": 60.0,
    "hours": 3_600.0,
    "weeks": 604_800.0,
}
LENGTHS = {"minute": 60, "hour": 24, "day_of_week": 7}
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


def read(clock: Values) -> tuple[str, str]:
    """Return (declared, AWS expression); the expression is empty where AWS has no equivalent."""
    match clock:
        case (Known(value=(int() | float()) as seconds),):
            return f"{seconds} seconds", every(float(seconds))
        case (Instance(kind=External(name=name), origin=origin),) if origin is not None:
            for ending, reader in READERS.items():
                if name.endswith(ending):
                    return reader(origin)
        case (Instance(kind=ClassValue() as cls),):
            return f"{short(cls.name)}()", ""  # the project's own clock
    return "computed", ""


def from_line(line: str) -> str:
    """Read the five fields of a line of crontab, or a macro such as ``@daily``.

    A line that names days of the month and days of the week is due on either: these are two
    expressions, with a space between them.
    """
    words = MACROS.get(line.strip(), line).split()
    if len(words) != len(LINE):
        return ""
    fields = dict(zip(LINE, words, strict=True))
    either = ("day_of_month", "day_of_week")
    if any(fields[name].startswith("*") for name in either):
        return from_fields(fields)
    made = [from_fields(fields | {name: "*"}) for name in reversed(either)]
    return " ".join(made) if all(made) else ""


def seconds_of(values: Values) -> float | None:
    """Return how long an interval is: a number of seconds, or a ``timedelta``."""
    match values:
        case (Instance(kind=External(name=name), origin=origin),) if origin is not None:
            return _seconds(origin) if name.endswith("timedelta") else None
    return _number(values)


def every(seconds: float) -> str:
    """Return the rate of an interval; empty where it is not in whole minutes."""
    minutes, rest = divmod(seconds, 60)
    if rest or minutes < 1:
        return ""
    return "rate(1 minute)" if minutes == 1 else f"rate({int(minutes)} minutes)"


def _timedelta(event: Event) -> tuple[str, str]:
    declared = ", ".join(
        f"{name}={'…' if value is None else value}" for name, value in _parts(event).items()
    )
    seconds = _seconds(event)
    return f"timedelta({declared})", "" if seconds is None else every(seconds)


def _parts(event: Event) -> dict[str, float | None]:
    named = dict(zip(SECONDS, event.args, strict=False)) | event.keywords
    return {name: _number(values) for name, values in named.items()}


def _seconds(event: Event) -> float | None:
    given = _parts(event)
    if None in given.values() or not set(given) <= set(SECONDS):
        return None
    return sum(SECONDS[name] * (value or 0) for name, value in given.items())


def _number(values: Values) -> float | None:
    match values:
        case (Known(value=(int() | float()) as number),):
            return number
    return None


def _interval(event: Event) -> tuple[str, str]:
    """Read a row of django-celery-beat: a number, and ``IntervalSchedule.MINUTES``."""
    match event.keywords.get("every", ()), event.keywords.get("period", ()):
        case (Known(value=int(count)),), ((Known(value=str(period)) | External(name=period)),) if (
            unit := period.rpartition(".")[2].lower()
        ) in SECONDS:
            return f"{count} {unit}", every(count * SECONDS[unit])
    return "computed", ""


def _crontab(event: Event) -> tuple[str, str]:
    given: dict[str, str] = {}
    shown: list[str] = []
    is_known = True
    for position, name in enumerate(FIELDS):
        values = event.argument(position, name)
        if values is None:
            continue
        value = field(values)
        is_known = is_known and value is not None
        given[name] = str(value)
        shown.append(f"{name}=…" if value is None else f"{name}={value!r}")
    declared = f"crontab({', '.join(shown)})"
    return declared, from_fields(given) if is_known else ""


def field(values: Values) -> str | int | None:
    """Return what one field says: a number, a text, or several in a list."""
    match values:
        case (Known(value=(int() | str()) as value),):
            return value
        case (Items(items=items, is_whole=True),):
            parts = [field(item) for item in items]
            return None if None in parts else ",".join(str(part) for part in parts)
    return None


def from_fields(given: Mapping[str, str]) -> str:
    """Return the expression for fields that are named as Celery names them; Sunday is 0."""
    given = {name: _ranges(value, LENGTHS.get(name, 0)) for name, value in given.items()}
    minute = _steps(given.get("minute", "*"), "0")
    hour = _steps(given.get("hour", "*"), "0")
    day, month = _steps(given.get("day_of_month", "*"), "1"), given.get("month_of_year", "*")
    weekday = given.get("day_of_week", "*")
    if day != "*" and weekday != "*":
        return ""  # Celery wants both to hold, crontab either; AWS allows only one of them
    if any("-" in part and "/" in part for part in ",".join(given.values()).split(",")):
        return ""  # AWS has steps from a start, not within a range of names
    weekday = "?" if weekday == "*" else _weekdays(weekday)
    day = "?" if weekday != "?" else day
    month = _steps(month, "1").upper()
    return f"cron({minute} {hour} {day} {month} {weekday} *)" if weekday else ""


def _ranges(field: str, length: int) -> str:
    """Write out what AWS lacks: steps within a range, and in one list with other numbers."""
    parts: list[str] = []
    for part in field.split(","):
        span, slash, step = part.partition("/")
        first, dash, last = span.partition("-")
        if slash and dash and first.isdigit() and last.isdigit() and step.isdigit():
            parts += map(str, range(int(first), int(last) + 1, max(1, int(step))))
        elif slash and span == "*" and length and step.isdigit() and ("," in field or length == 7):
            parts += map(str, range(0, length, max(1, int(step))))
        else:
            parts.append(part)
    return ",".join(parts)


def _steps(field: str, first: str) -> str:
    return field.replace("*/", f"{first}/")


def _weekdays(field: str) -> str:
    """Spell weekdays by name: Celery counts them from Sunday = 0, AWS from Sunday = 1."""
    found: list[str] = []
    for part in field.split(","):
        days = [_weekday(day) for day in part.split("-")]
        first, last = days[0], days[-1]
        if first is None or last is None:
            return ""
        if first == last:
            found.append(WEEKDAYS[first])
        elif first < last:
            found.append(f"{WEEKDAYS[first]}-{WEEKDAYS[last]}")
        else:  # around the end of the week, which no range of AWS does
            found += [WEEKDAYS[(first + day) % 7] for day in range((last - first) % 7 + 1)]
    return ",".join(found)


def _weekday(day: str) -> int | None:
    if day.isdigit():
        return int(day) % 7
    name = day[:3].upper()
    return WEEKDAYS.index(name) if name in WEEKDAYS else None


READERS: dict[str, Callable[[Event], tuple[str, str]]] = {
    "crontab": _crontab,
    "CrontabSchedule.objects.create": _crontab,
    "IntervalSchedule.objects.create": _interval,
    "timedelta": _timedelta,
    "schedules.schedule": lambda made: read(made.argument(0, "run_every") or ()),
}
