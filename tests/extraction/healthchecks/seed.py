"""A project with four checks, their pings, flips and a channel."""

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
    id=1,
    code=code(1),
    owner=user,
    name="Ops",
    badge_key="badges",
    ping_key="p" * 22,
    api_key="X" * 32,
    api_key_readonly="R" * 32,
    show_slugs=True,
)
at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
schedules = {"cron": "5 * * * *", "oncalendar": "12:34"}
rows = [
    ("Backup", "up", "db prod", "simple"),
    ("Cron", "down", "prod", "cron"),
    ("New one", "new", "", "simple"),
    ("Paused", "paused", "db", "oncalendar"),
]
for number, (name, status, tags, kind) in enumerate(rows, 10):
    check = Check(
        id=number,
        code=code(number),
        project=project,
        name=name,
        status=status,
        tags=tags,
        slug=name.lower().replace(" ", "-"),
        kind=kind,
        n_pings=2,
        last_ping=at,
        badge_key=code(number + 100),
        desc="žluťoučký <b>",
        schedule=schedules.get(kind, "* * * * *"),
    )
    check.alert_after = datetime(2036, 1, 1, tzinfo=timezone.utc)
    check.save()
    Check.objects.filter(id=number).update(created=at)
    for n in (1, 2):
        Ping.objects.create(
            owner=check,
            n=n,
            created=at,
            scheme="http",
            method="POST",
            ua="curl",
            exitstatus=n,
            remote_addr="1.2.3.4",
            body_raw=b"hello %d \xff" % n,
            kind=None if n == 1 else "fail",
        )
    Flip.objects.create(owner=check, created=at, processed=at, old_status="new", new_status="up")
channel = Channel.objects.create(
    id=1,
    code=code(50),
    project=project,
    kind="email",
    name="Mail",
    created=at,
    value='{"value": "alice@example.org", "up": true, "down": true}',
)
channel.checks.set(Check.objects.all())
Notification.objects.create(
    id=1, code=code(60), owner=Check.objects.get(id=10), channel=channel, check_status="down"
)
