"""Healthchecks (Django): its API, pings and badges."""

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

from migrator.model.parity import HttpRequest
from tests.extraction.applications import Ask, Real
from tests.extraction.replay import HOST, request

WRITES = {"X-Api-Key": "X" * 32}
READS = {"X-Api-Key": "R" * 32}
JSON = {"Content-Type": "application/json", **WRITES}
SEED = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hc.settings")
import django
django.setup()
import uuid
from datetime import datetime, timezone
from django.contrib.auth.models import User
from django.core.management import call_command
call_command("migrate", verbosity=0)
from hc.accounts.models import Profile, Project
from hc.api.models import Channel, Check, Flip, Notification, Ping

def code(number):
    return uuid.UUID(int=number)

user = User.objects.create(id=1, username="alice", email="alice@example.org")
Profile.objects.for_user(user)
project = Project.objects.create(
    id=1, code=code(1), owner=user, name="Ops", badge_key="badges", ping_key="p" * 22,
    api_key="X" * 32, api_key_readonly="R" * 32, show_slugs=True,
)
at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
schedules = {"cron": "5 * * * *", "oncalendar": "12:34"}
rows = [("Backup", "up", "db prod", "simple"), ("Cron", "down", "prod", "cron"),
        ("New one", "new", "", "simple"), ("Paused", "paused", "db", "oncalendar")]
for number, (name, status, tags, kind) in enumerate(rows, 10):
    check = Check(
        id=number, code=code(number), project=project, name=name, status=status, tags=tags,
        slug=name.lower().replace(" ", "-"), kind=kind, n_pings=2, last_ping=at,
        badge_key=code(number + 100), desc="žluťoučký <b>",
        schedule=schedules.get(kind, "* * * * *"),
    )
    check.alert_after = datetime(2036, 1, 1, tzinfo=timezone.utc)
    check.save()
    Check.objects.filter(id=number).update(created=at)
    for n in (1, 2):
        Ping.objects.create(
            owner=check, n=n, created=at, scheme="http", method="POST", ua="curl", exitstatus=n,
            remote_addr="1.2.3.4", body_raw=b"hello %d \\xff" % n, kind=None if n == 1 else "fail",
        )
    Flip.objects.create(owner=check, created=at, processed=at, old_status="new", new_status="up")
channel = Channel.objects.create(
    id=1, code=code(50), project=project, kind="email", name="Mail", created=at,
    value='{"value": "alice@example.org", "up": true, "down": true}',
)
channel.checks.set(Check.objects.all())
Notification.objects.create(
    id=1, code=code(60), owner=Check.objects.get(id=10), channel=channel, check_status="down"
)
"""


def environment(folder: Path) -> Mapping[str, str]:
    """Say where the data is, and what makes answers the same each time."""
    return {
        "DB_NAME": str(folder / "hc.sqlite"),
        "DEBUG": "False",
        "SECRET_KEY": "k",
        "SITE_ROOT": f"https://{HOST}",
        "LANG": "C.UTF-8",
    }


def requests(ask: Ask) -> list[HttpRequest]:
    """Read everything, then change some of it."""
    del ask
    return [*_reads(), *_badges(), *_pings(), *_writes()]


def _code(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)


def _reads() -> Iterator[HttpRequest]:
    one = f"/checks/{_code(10)}"
    key = hashlib.sha1(str(_code(10)).encode()).hexdigest()  # noqa: S324 - as its API does
    paths = ["/checks/", "/checks/?tag=prod", "/checks/?tag=prod&tag=db", "/checks/?slug=cron"]
    paths += [f"/checks/{_code(n)}" for n in (10, 11, 12, 99)]
    paths += [f"{one}/pings/", f"{one}/pings/1/body", f"{one}/pings/9/body", f"{one}/flips/"]
    paths += [f"{one}/flips/?seconds=3600", f"{one}/flips/?start=1", f"{one}/pause"]
    paths += [f"/checks/{key}", f"/checks/{key}/flips/", "/channels/", "/badges/", "/bounces/"]
    for version in "123":
        base = f"/api/v{version}"
        for path in paths:
            yield request(base + path, headers=WRITES)
            yield request(base + path, headers=READS)
        yield request(f"{base}/metrics/", headers=WRITES)
        yield request(f"{base}/status/")
        yield request(f"{base}/checks/")
        yield request(f"{base}/checks", headers=WRITES)
        yield request(f"{base}/checks/", method="OPTIONS", headers={"Origin": "https://x"})
        yield request(f"{base}/checks/", method="HEAD", headers=WRITES)


def _badges() -> Iterator[HttpRequest]:
    for number in (10, 11, 12, 13):
        for kind in ("svg", "json", "shields", "xyz"):
            for states in (2, 3, 4):
                yield request(f"/b/{states}/{_code(number + 100)}.{kind}")
    yield request("/badge/badges/12345678/db.svg")
    yield request("/badge/badges/12345678.svg")


def _pings() -> Iterator[HttpRequest]:
    one = f"/ping/{_code(10)}"
    yield from (request(f"{one}{rest}") for rest in ("", "/", "/fail", "/log", "/start", "/7"))
    yield request(one, method="HEAD")
    yield request(one, method="POST", body=b"out\xff")
    slug = f"/ping/{'p' * 22}"
    for rest in ("/cron", "/cron/fail", "/cron/3", "/nothing"):
        yield request(f"{slug}{rest}")
    yield request(f"/ping/{_code(99)}")


def _writes() -> Iterator[HttpRequest]:
    base = "/api/v3/checks/"
    made = b'{"name": "Made", "tags": "a b", "timeout": 3600, "slug": "made", "unique": ["name"]}'
    for body in (made, b'{"timeout": 1}', b"{"):
        yield request(base, method="POST", body=body, headers=JSON)
    yield request(f"{base}{_code(10)}", method="POST", body=b'{"name": "New"}', headers=JSON)
    yield request(f"{base}{_code(12)}/pause", method="POST", headers=WRITES)
    yield request(f"{base}{_code(13)}/resume", method="POST", headers=WRITES)
    yield request(f"{base}{_code(11)}", method="DELETE", headers=WRITES)
    yield request(f"{base}{_code(11)}", headers=WRITES)
    yield request(f"{base}{_code(11)}", method="DELETE", headers=READS)


HEALTHCHECKS = Real(
    name="healthchecks",
    wanted="hc.api",
    service="api",
    application="wsgi:hc.wsgi:application",
    python="3.12",
    requirements=(),
    environment=environment,
    seed=SEED,
    ask=requests,
)
