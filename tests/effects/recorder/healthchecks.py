"""healthchecks on SQLite: two accounts with projects, or none.

Its routes were chosen before anything was scored: at least one of each area (accounts, projects,
checks, events, integrations, pings, API, badges), reading and writing ones.
"""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from call import Call

FRAMEWORK = "django"
os.environ |= {"DJANGO_SETTINGS_MODULE": "hc.settings", "SECRET_KEY": "x" * 40}
os.environ["DB_NAME"] = str(Path(sys.argv[3]).resolve() / "state" / "database.sqlite")


def code(number):
    """Return a name that two recordings share."""
    return str(UUID(int=number))


PROJECT, OTHER_PROJECT, EMPTY_PROJECT = code(1), code(2), code(3)
UP, DOWN, NEW, PAUSED = code(11), code(12), code(13), code(14)
EMAIL, WEBHOOK, SILENT, GROUP = code(21), code(22), code(23), code(24)
BADGE = code(31)
HOOK = {"method": "GET", "url": "http://localhost:1/", "body": "", "headers": {}}
API_KEY, READ_KEY, PING_KEY = "X" * 32, "R" * 32, "p" * 22


def configure():
    """Keep mails in memory."""
    from django.conf import settings

    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def fill():
    """Make accounts, projects, checks in each state, integrations, and what happened to them."""
    from django.contrib.auth.models import User
    from django.utils.timezone import now
    from hc.accounts.models import Credential, Member, Profile, Project
    from hc.api.models import Channel, Check, Flip, Notification, Ping

    users = {}
    for name in ("alice", "bob", "charlie", "dora"):
        user = User(username=name, email=f"{name}@example.org", is_superuser=name == "dora")
        user.set_password("password")
        user.save()
        users[name] = user
        if name != "charlie":
            Profile.objects.create(user=user, sms_limit=50, check_limit=100)
    alice, bob = users["alice"], users["bob"]
    Credential.objects.create(user=users["dora"], name="key", data=b"x")
    project = Project.objects.create(
        code=PROJECT,
        owner=alice,
        name="One",
        api_key=API_KEY,
        api_key_readonly=READ_KEY,
        badge_key="alice",
        ping_key=PING_KEY,
        show_slugs=True,
    )
    other = Project.objects.create(code=OTHER_PROJECT, owner=alice, name="Two", badge_key="two")
    Project.objects.create(code=EMPTY_PROJECT, owner=bob, name="Empty", badge_key="empty")
    Member.objects.create(user=bob, project=project, role=Member.Role.MANAGER)
    Member.objects.create(
        user=bob, project=other, role=Member.Role.REGULAR, transfer_request_date=now()
    )
    checks = {}
    for number, status in ((UP, "up"), (DOWN, "down"), (NEW, "new"), (PAUSED, "paused")):
        checks[number] = Check.objects.create(
            code=number,
            project=project,
            name=status,
            slug=status,
            tags="a b",
            status=status,
            badge_key=BADGE if number == UP else code(40 + int(UUID(number).int)),
            n_pings=2 if status in ("up", "down") else 0,
            last_ping=now() - timedelta(minutes=5) if status in ("up", "down") else None,
        )
    for number in (UP, DOWN):
        check = checks[number]
        Ping.objects.create(
            owner=check,
            n=1,
            kind="start",
            remote_addr="127.0.0.1",
            created=now() - timedelta(minutes=6),
            rid=UUID(int=5),
        )
        Ping.objects.create(
            owner=check,
            n=2,
            remote_addr="127.0.0.1",
            method="POST",
            created=now() - timedelta(minutes=5),
            body_raw=b"body",
            rid=UUID(int=5),
        )
        Flip.objects.create(
            owner=check,
            created=now() - timedelta(minutes=5),
            old_status="new",
            new_status=check.status,
        )
    Check.objects.filter(code=DOWN).update(created=now() - timedelta(days=60))
    channels = {}
    for number, kind, value in (
        (EMAIL, "email", "alice@example.org"),
        (
            WEBHOOK,
            "webhook",
            json.dumps(
                {f"{key}_{side}": value for side in ("up", "down") for key, value in HOOK.items()}
            ),
        ),
        (SILENT, "email", '{"value": "alice@example.org", "up": true, "down": false}'),
        (GROUP, "group", EMAIL),
    ):
        channels[number] = Channel.objects.create(
            code=number, project=project, kind=kind, value=value, email_verified=True
        )
    channels[EMAIL].checks.add(checks[UP], checks[DOWN])
    channels[WEBHOOK].checks.add(checks[UP])
    for check in (checks[UP], checks[DOWN], None):
        Notification.objects.create(owner=check, channel=channels[EMAIL], check_status="down")


DATABASES = {"empty": lambda: None, "filled": fill}


def logged_in(name, *, sudo=False, **session):
    """Log in as ``name``, with what is to be in the session."""

    def log_in(client):
        from django.contrib.auth.models import User
        from django.core.signing import TimestampSigner

        client.force_login(User.objects.get(username=name))
        kept = client.session
        kept.update({"sudo": TimestampSigner().sign("active")} if sudo else {}, **session)
        kept.save()

    return log_in


LOG_INS = {
    "alice": logged_in("alice"),
    "bob": logged_in("bob"),
    "charlie": logged_in("charlie"),  # has no profile yet
    "dora": logged_in("dora"),
    "alice, sudo": logged_in("alice", sudo=True),
}

KEY, READ = {"X-Api-Key": API_KEY}, {"X-Api-Key": READ_KEY}
ADD = {
    "name": "n",
    "slug": "s",
    "tags": "a",
    "kind": "simple",
    "timeout": 60,
    "grace": 60,
    "tz": "UTC",
    "schedule": "* * * * *",
}
SETTINGS = f"/projects/{PROJECT}/settings/"
ACCEPT = f"/projects/{OTHER_PROJECT}/settings/"
NAMED = {"name": "n", "channels": "*", "tags": "a", "timeout": 60, "unique": ["name"]}

PLAIN = (
    # The dashboard.
    Call("GET", "/"),
    Call("GET", "/", "alice"),
    Call("GET", "/", "bob"),
    Call("GET", "/", "charlie"),
    Call("GET", "/", database="empty"),
    Call("GET", "/projects/menu/", "alice"),
    Call("GET", "/projects/menu/", "charlie"),
    # Accounts.
    Call("GET", "/accounts/login/"),
    Call("GET", "/accounts/login/", "alice"),
    Call("GET", "/accounts/login/", "bob"),
    *(
        Call(
            "POST",
            "/accounts/login/",
            form={"action": "login", "email": f"{name}@example.org", "password": word},
        )
        for name, word in (
            ("alice", "password"),
            ("bob", "password"),
            ("charlie", "password"),
            ("dora", "password"),
            ("alice", "wrong"),
            ("nobody", "wrong"),
        )
    ),
    Call("POST", "/accounts/login/", form={"identity": "alice@example.org"}),
    Call("POST", "/accounts/login/", form={"identity": "charlie@example.org"}),
    Call("POST", "/accounts/login/", form={"identity": "nobody@example.org"}),
    Call("POST", "/accounts/login/", database="empty", form={"identity": "a@example.org"}),
    Call("POST", "/accounts/signup/", form={"identity": "new@example.org", "tz": "Europe/Riga"}),
    Call("POST", "/accounts/signup/", form={"identity": "alice@example.org"}),
    Call("POST", "/accounts/signup/", form={"identity": "charlie@example.org"}),
    Call("POST", "/accounts/signup/", form={"identity": "no address"}),
    Call("POST", "/accounts/signup/", "alice", form={"identity": "new@example.org"}),
    Call("GET", "/accounts/profile/", "alice"),
    Call("GET", "/accounts/profile/", "bob"),
    Call("GET", "/accounts/profile/"),
    Call("POST", "/accounts/profile/", "bob", form={"leave_project": "1", "code": PROJECT}),
    Call("POST", "/accounts/profile/", "bob", form={"leave_project": "1", "code": code(9)}),
    Call("POST", "/accounts/profile/", "alice", form={"tz": "Europe/Riga"}),
    Call("GET", "/accounts/profile/notifications/", "alice"),
    Call(
        "POST",
        "/accounts/profile/notifications/",
        "alice",
        form={"reports": "weekly", "nag_period": "3600"},
    ),
    Call(
        "POST",
        "/accounts/profile/notifications/",
        "bob",
        form={"reports": "off", "nag_period": "0"},
    ),
    Call("GET", "/accounts/close/", "alice"),
    Call("GET", "/accounts/close/", "alice, sudo"),
    Call("POST", "/accounts/close/", "alice, sudo", form={"confirmation": "alice@example.org"}),
    Call("POST", "/accounts/close/", "alice, sudo", form={"confirmation": "wrong"}),
    # Projects.
    Call("POST", "/projects/add/", "alice", form={"name": "Three"}),
    Call("POST", "/projects/add/", "alice", form={"name": ""}),
    Call("GET", SETTINGS, "alice"),
    Call("GET", SETTINGS, "bob"),
    Call("GET", SETTINGS, "charlie"),
    Call("GET", SETTINGS, "dora"),
    *(
        Call("POST", SETTINGS, user, form=form)
        for user, form in (
            ("alice", {"create_key": "api_key"}),
            ("alice", {"revoke_key": "ping_key"}),
            ("alice", {"invite_team_member": "1", "email": "new@example.org", "role": "w"}),
            ("alice", {"invite_team_member": "1", "email": "charlie@example.org", "role": "r"}),
            ("alice", {"invite_team_member": "1", "email": "bob@example.org", "role": "w"}),
            ("alice", {"remove_team_member": "1", "email": "bob@example.org"}),
            ("alice", {"remove_team_member": "1", "email": "nobody@example.org"}),
            ("alice", {"set_project_name": "1", "name": "Renamed"}),
            ("alice", {"transfer_project": "1", "email": "bob@example.org"}),
            ("alice", {"cancel_transfer": "1"}),
            ("bob", {"accept_transfer": "1"}),
        )
    ),
    Call("POST", ACCEPT, "bob", form={"accept_transfer": "1"}),
    Call("POST", ACCEPT, "bob", form={"reject_transfer": "1"}),
    Call("POST", f"/projects/{PROJECT}/remove/", "alice, sudo"),
    Call("POST", f"/projects/{PROJECT}/remove/", "alice"),
    Call("POST", f"/projects/{EMPTY_PROJECT}/remove/", "bob"),
    # Checks.
    Call("GET", f"/projects/{PROJECT}/checks/", "alice"),
    Call("GET", f"/projects/{PROJECT}/checks/?tag=a&search=u&status=up", "bob"),
    Call("GET", f"/projects/{PROJECT}/checks/?sort=name", "dora"),
    Call("GET", f"/projects/{EMPTY_PROJECT}/checks/", "bob"),
    Call("GET", f"/projects/{PROJECT}/checks/", "charlie"),
    Call("POST", f"/projects/{PROJECT}/checks/add/", "alice", form=ADD),
    Call("POST", f"/projects/{PROJECT}/checks/add/", "bob", form={**ADD, "kind": "cron"}),
    Call("POST", f"/projects/{PROJECT}/checks/add/", "alice", form={}),
    Call("GET", f"/checks/{UP}/details/", "alice"),
    Call("GET", f"/checks/{DOWN}/details/", "bob"),
    Call("GET", f"/checks/{NEW}/details/", "alice"),
    Call("GET", f"/checks/{code(9)}/details/", "alice"),
    Call(
        "POST",
        f"/checks/{UP}/timeout/",
        "alice",
        form={"kind": "simple", "timeout": 60, "grace": 60},
    ),
    Call(
        "POST",
        f"/checks/{DOWN}/timeout/",
        "alice",
        form={"kind": "cron", "schedule": "* * * * *", "tz": "UTC", "grace": 60},
    ),
    Call(
        "POST",
        f"/checks/{DOWN}/timeout/",
        "bob",
        form={"kind": "simple", "timeout": 864000, "grace": 60},
    ),
    Call("POST", f"/checks/{UP}/timeout/", "alice", form={"kind": "other"}),
    Call("POST", f"/checks/{UP}/pause/", "alice"),
    Call("POST", f"/checks/{DOWN}/pause/", "bob"),
    Call("POST", f"/checks/{PAUSED}/pause/", "alice"),
    Call("POST", f"/checks/{UP}/remove/", "alice"),
    Call("POST", f"/checks/{NEW}/remove/", "bob"),
    Call("POST", f"/checks/{UP}/clear_events/", "alice"),
    Call("POST", f"/checks/{NEW}/clear_events/", "bob"),
    Call("GET", f"/checks/{UP}/log/", "alice"),
    Call("GET", f"/checks/{DOWN}/log/", "bob"),
    Call("GET", f"/checks/{NEW}/log/", "alice"),
    Call("GET", f"/checks/{UP}/transfer/", "alice"),
    Call("POST", f"/checks/{UP}/transfer/", "alice", form={"project": OTHER_PROJECT}),
    Call("POST", f"/checks/{UP}/transfer/", "alice", form={"project": "x"}),
    Call("POST", f"/checks/{UP}/copy/", "alice"),
    Call("POST", f"/checks/{NEW}/copy/", "bob"),
    Call("GET", f"/checks/{UP}/pings/2/", "alice"),
    Call("GET", f"/checks/{UP}/pings/1/", "bob"),
    Call("GET", f"/checks/{UP}/pings/9/", "alice"),
    # Integrations.
    Call("GET", f"/projects/{PROJECT}/integrations/", "alice"),
    Call("GET", f"/projects/{EMPTY_PROJECT}/integrations/", "bob"),
    Call(
        "POST",
        f"/projects/{PROJECT}/integrations/",
        "alice",
        form={"channel": EMAIL, f"check-{NEW}": "1"},
    ),
    Call("POST", f"/projects/{PROJECT}/integrations/", "alice", form={"channel": EMAIL}),
    Call("POST", f"/projects/{PROJECT}/integrations/", "bob", form={"channel": "x"}),
    Call("GET", f"/integrations/{EMAIL}/checks/", "alice"),
    Call("GET", f"/integrations/{GROUP}/checks/", "bob"),
    Call("POST", f"/integrations/{EMAIL}/test/", "alice"),
    Call("POST", f"/integrations/{SILENT}/test/", "bob"),
    Call("POST", f"/integrations/{WEBHOOK}/test/", "alice"),
    Call("POST", f"/integrations/{GROUP}/test/", "alice"),
    Call("GET", f"/projects/{PROJECT}/add_email/", "alice"),
    Call(
        "POST",
        f"/projects/{PROJECT}/add_email/",
        "alice",
        form={"value": "new@example.org", "down": "true"},
    ),
    Call(
        "POST",
        f"/projects/{PROJECT}/add_email/",
        "bob",
        form={"value": "bob@example.org", "up": "true"},
    ),
    Call("POST", f"/projects/{PROJECT}/add_email/", "alice", form={"value": "x"}),
    # Pings, the API and badges.
    Call("GET", f"/ping/{UP}"),
    Call("POST", f"/ping/{DOWN}", form={"a": "b"}),
    Call("GET", f"/ping/{NEW}"),
    Call("GET", f"/ping/{PAUSED}"),
    Call("GET", f"/ping/{code(9)}"),
    Call("GET", f"/ping/{PING_KEY}/up"),
    Call("GET", f"/ping/{PING_KEY}/other"),
    Call("GET", f"/ping/{PING_KEY}/other?create=1"),
    Call("GET", "/api/v3/checks/", headers=KEY),
    Call("GET", "/api/v3/checks/?tag=a", headers=READ),
    Call("GET", "/api/v3/checks/", headers={"X-Api-Key": "wrong"}),
    Call("POST", "/api/v3/checks/", json=NAMED, headers=KEY),
    Call("POST", "/api/v3/checks/", json={**NAMED, "name": "up"}, headers=KEY),
    Call("POST", "/api/v3/checks/", json={"name": "n", "channels": EMAIL}, headers=KEY),
    Call("POST", "/api/v3/checks/", json={"name": 7}, headers=KEY),
    Call("GET", f"/api/v3/checks/{UP}", headers=KEY),
    Call("POST", f"/api/v3/checks/{UP}", json={"name": "n", "channels": "*"}, headers=KEY),
    Call("POST", f"/api/v3/checks/{UP}", json={"channels": "x"}, headers=KEY),
    Call("DELETE", f"/api/v3/checks/{UP}", headers=KEY),
    Call("GET", f"/api/v3/checks/{UP}/pings/", headers=KEY),
    Call("GET", f"/api/v3/checks/{NEW}/pings/", headers=KEY),
    Call("GET", f"/api/v3/checks/{UP}/flips/", headers=READ),
    Call("GET", f"/api/v3/checks/{UP}/flips/?seconds=60", headers=KEY),
    Call("GET", "/api/v3/channels/", headers=KEY),
    Call("GET", f"/b/2/{BADGE}.svg"),
    Call("GET", f"/b/3/{BADGE}.json"),
    Call("GET", f"/b/2/{code(9)}.svg"),
)

# Before each route a middleware makes the profile of who is logged in and has none.
FIRST = {(call.method, call.path): call for call in reversed(PLAIN)}.values()
NEWCOMERS = tuple(call._replace(user="charlie", database="filled") for call in FIRST)
# A deployment may leave it to its web server to say who asks: a middleware makes their accounts.
PROXY = {
    "REMOTE_USER_HEADER": "HTTP_AUTH",
    "AUTHENTICATION_BACKENDS": ["hc.accounts.backends.CustomHeaderBackend"],
}
PROXIED = tuple(
    call._replace(
        user="",
        database="filled",
        headers={**call.headers, "Auth": "new@example.org"},
        settings=PROXY,
    )
    for call in FIRST
)
CALLS = PLAIN + NEWCOMERS + PROXIED
