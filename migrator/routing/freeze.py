"""When nothing advances."""

import datetime
from zoneinfo import ZoneInfo

from migrator.model.cutover import Freeze, Policy, Weekday

_DAYS = tuple(Weekday)


def find_freeze(policy: Policy, moment: datetime.datetime) -> Freeze | None:
    """Return the freeze of the policy that ``moment``, which has a time zone, lies in."""
    return next((one for one in policy.freeze if _covers(one, moment)), None)


def freeze_text(freeze: Freeze) -> str:
    """Write a freeze as people say it: ``fri, sat 16:00 to 24:00 (Europe/Berlin)``."""
    days = ", ".join(freeze.days)
    return f"{days} {freeze.start} to {freeze.to} ({freeze.timezone})".lstrip()


def _covers(freeze: Freeze, moment: datetime.datetime) -> bool:
    local = moment.astimezone(ZoneInfo(freeze.timezone))
    if "-" in freeze.start:
        return freeze.start <= local.date().isoformat() <= freeze.to
    clock = local.strftime("%H:%M")
    if freeze.start < freeze.to:
        return freeze.start <= clock < freeze.to and _is_on(freeze, local)
    if clock >= freeze.start:
        return _is_on(freeze, local)
    return clock < freeze.to and _is_on(freeze, local - datetime.timedelta(days=1))


def _is_on(freeze: Freeze, day: datetime.datetime) -> bool:
    """Say whether the time begins on this day: one over midnight belongs to the evening."""
    return not freeze.days or _DAYS[day.weekday()] in freeze.days
