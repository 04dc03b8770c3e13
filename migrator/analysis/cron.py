"""Schedules of Celery beat -> schedule expressions of Amazon EventBridge.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
https://docs.celeryq.dev/en/stable/reference/celery.schedules.html#celery.schedules.crontab
"""

from migrator.analysis.interpreter.values import Event, External, Instance, Known, Values

FIELDS = ("minute", "hour", "day_of_week", "day_of_month", "month_of_year")
SECONDS = {"days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1, "weeks": 604_800}


def read(clock: Values) -> tuple[str, str]:
    """Return (declared, AWS expression); the expression is empty where AWS has no equivalent."""
    match clock:
        case (Known(value=(int() | float()) as seconds),):
            return f"{seconds} seconds", _rate(float(seconds))
        case (Instance(kind=External(name=name), origin=origin),) if origin is not None:
            if name.endswith("crontab"):
                return _crontab(origin)
            if name.endswith("timedelta"):
                return _timedelta(origin)
    return "computed", ""


def _rate(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    if rest or minutes < 1:
        return ""
    return "rate(1 minute)" if minutes == 1 else f"rate({int(minutes)} minutes)"


def _timedelta(event: Event) -> tuple[str, str]:
    given = {name: _number(values) for name, values in event.keywords.items()}
    declared = ", ".join(f"{name}={value}" for name, value in given.items())
    if event.args or None in given.values() or not set(given) <= set(SECONDS):
        return f"timedelta({declared})", ""
    seconds = sum(SECONDS[name] * (value or 0) for name, value in given.items())
    return f"timedelta({declared})", _rate(seconds)


def _number(values: Values) -> float | None:
    match values:
        case (Known(value=(int() | float()) as number),):
            return number
    return None


def _crontab(event: Event) -> tuple[str, str]:
    given: dict[str, str] = {}
    shown: list[str] = []
    is_known = True
    for position, field in enumerate(FIELDS):
        values = event.argument(position, field)
        if values is None:
            continue
        match values:
            case (Known(value=(int() | str()) as value),):
                given[field] = str(value)
                shown.append(f"{field}={value!r}")
            case _:
                is_known = False
                shown.append(f"{field}=…")
    declared = f"crontab({', '.join(shown)})"
    return declared, _aws_cron(given) if is_known else ""


def _aws_cron(given: dict[str, str]) -> str:
    minute = _steps(given.get("minute", "*"), "0")
    hour = _steps(given.get("hour", "*"), "0")
    day, month = _steps(given.get("day_of_month", "*"), "1"), given.get("month_of_year", "*")
    weekday = given.get("day_of_week", "*")
    if day != "*" and weekday != "*":
        return ""  # Celery wants both to hold, AWS allows only one of them
    weekday = "?" if weekday == "*" else _weekdays(weekday)
    day = "?" if weekday != "?" else day
    return f"cron({minute} {hour} {day} {_steps(month, '1')} {weekday} *)" if weekday else ""


def _steps(field: str, first: str) -> str:
    return field.replace("*/", f"{first}/")


def _weekdays(field: str) -> str:
    """Celery counts weekdays from Sunday = 0, AWS from Sunday = 1; names are the same."""
    if "/" in field:
        return ""
    parts = [
        "-".join(
            str(int(day) % 7 + 1) if day.isdigit() else day.upper() for day in part.split("-")
        )
        for part in field.split(",")
    ]
    return ",".join(parts)
