"""CTFd on SQLite: a contest between users, one between teams, and one with nothing in it.

Its routes were chosen before anything was scored: pages, API and administration of each area
(accounts, teams, challenges, hints, submissions, scoreboard, comments, configuration), reading and
writing ones.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from call import Call

FRAMEWORK = "flask"
NOW = datetime.now(UTC).replace(tzinfo=None)
NONCE, TOKEN = "nonce", "ctfd_token"
SCRATCH = Path(sys.argv[3]).resolve()
os.environ["TESTING_DATABASE_URL"] = f"sqlite:///{SCRATCH / 'state' / 'database.sqlite'}"


def create():
    """Make the application, with its own plugins."""
    from CTFd import create_app
    from CTFd.config import TestingConfig

    class Config(TestingConfig):
        SAFE_MODE = False
        TRAP_BAD_REQUEST_ERRORS = False
        # The settings that a deployment may give it: an administrator made on first use.
        PRESET_ADMIN_NAME = "preset"
        PRESET_ADMIN_EMAIL = "preset@example.org"
        PRESET_ADMIN_PASSWORD = "password"
        PRESET_ADMIN_TOKEN = "preset"
        SERVER_SENT_EVENTS = False
        LOG_FOLDER = str(SCRATCH / "logs")
        UPLOAD_FOLDER = str(SCRATCH / "uploads")

    return create_app(Config)


def declared():
    """Map each table to the module that declares it."""
    from CTFd.models import db

    mappers = db.Model.registry.mappers
    return {mapper.local_table.name: mapper.class_.__module__ for mapper in mappers}


def close(app):
    """Let go of the database file."""
    app.db.session.remove()
    app.db.engine.dispose()


def forget(app):
    """Empty what is kept between requests."""
    app.cache.clear()


def prepare(client, given):
    """Add the token against forged requests, as the pages of the application do."""
    with client.session_transaction() as session:
        session["nonce"] = NONCE
    given["headers"]["CSRF-Token"] = NONCE
    if "data" in given:
        given["data"]["nonce"] = NONCE


def add_rows(app, mode):
    """Make users, teams, challenges, and what happened to them."""
    from CTFd import models as m
    from CTFd.plugins.dynamic_challenges import DynamicChallenge

    def add(row):
        app.db.session.add(row)
        app.db.session.commit()
        return row

    names = ("ann", "ben", "cat")
    users = [
        add(m.Users(name=n, email=f"{n}@example.org", password="password", verified=True))
        for n in names
    ]
    if mode == "teams":
        teams = [add(m.Teams(name=n, password="password")) for n in ("red", "blue")]
        for team, user in zip(teams, users, strict=False):
            user.team_id = team.id
            team.captain_id = user.id
            app.db.session.commit()
    team_of = {user.id: user.team_id for user in users}
    dan = add(m.Users(name="dan", email="dan@example.org", password="password"))
    add(m.Users(name="eve", email="eve@example.org", password="password", banned=True))
    dan.team_id = 1 if mode == "teams" else None
    app.db.session.commit()
    module = add(m.Modules(name="module"))
    audience = add(m.Audiences(name="audience"))
    add(m.ModuleAudienceAccess(module_id=module.id, audience_id=audience.id))
    member = {"team_id": 1} if mode == "teams" else {"user_id": users[0].id}
    add(m.AudienceMembers(audience_id=audience.id, **member))
    one = add(
        m.Challenges(
            name="one", description="d", value=100, category="c", type="standard", max_attempts=3
        )
    )
    add(
        DynamicChallenge(
            name="two",
            description="d",
            initial=100,
            minimum=10,
            decay=5,
            category="c",
            type="dynamic",
            value=100,
            module_id=module.id,
        )
    )
    add(
        m.Challenges(
            name="three",
            description="d",
            value=5,
            category="c",
            type="standard",
            requirements={"prerequisites": [one.id]},
        )
    )
    for challenge in (1, 2, 3):
        add(m.Flags(challenge_id=challenge, content="flag", type="static"))
        add(m.Tags(challenge_id=challenge, value="tag"))
        add(m.ChallengeFiles(challenge_id=challenge, location=f"f/{challenge}.txt"))
    add(m.Hints(challenge_id=1, content="free", cost=0))
    add(m.Hints(challenge_id=1, content="dear", cost=1))
    add(m.Hints(challenge_id=1, content="other", cost=1000))
    add(m.ChallengeTopics(challenge_id=1, topic_id=add(m.Topics(value="topic")).id))
    add(m.Solutions(challenge_id=1, content="solution", state="visible"))
    for user, challenge in ((users[0], 1), (users[1], 2)):
        add(
            m.Solves(
                user_id=user.id,
                team_id=team_of[user.id],
                challenge_id=challenge,
                ip="127.0.0.1",
                provided="flag",
                date=NOW,
            )
        )
        add(
            m.Fails(
                user_id=user.id,
                team_id=team_of[user.id],
                challenge_id=challenge,
                ip="127.0.0.1",
                provided="wrong",
                date=NOW,
            )
        )
        add(m.Awards(user_id=user.id, team_id=team_of[user.id], name="award", value=50))
        add(m.Tracking(user_id=user.id, ip="127.0.0.1"))
    add(m.HintUnlocks(user_id=users[0].id, team_id=team_of[users[0].id], target=1))
    add(m.Ratings(user_id=users[0].id, challenge_id=1, value=1))
    add(m.ChallengeComments(author_id=1, content="c", challenge_id=1))
    add(m.UserComments(author_id=1, content="c", user_id=users[0].id))
    add(m.UserFields(name="field", field_type="text", required=False, public=True))
    add(m.TeamFields(name="field", field_type="text", required=False, public=True))
    add(m.UserFieldEntries(field_id=1, value="v", user_id=users[0].id))
    if mode == "teams":
        add(m.TeamFieldEntries(field_id=2, value="v", team_id=1))
        add(m.TeamComments(author_id=1, content="c", team_id=1))
    add(m.Notifications(title="t", content="c"))
    page = add(m.Pages(title="page", route="page", content="p", draft=False, auth_required=False))
    add(m.Pages(title="inner", route="inner", content="p", draft=False, auth_required=True))
    add(m.PageFiles(page_id=page.id, location="f/page.txt"))
    add(m.UserTokens(user_id=1, value=TOKEN))


def set_up(app, mode):
    """Set the contest up through the page that does it."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["nonce"] = NONCE
    form = {
        "ctf_name": "c",
        "ctf_description": "d",
        "name": "admin",
        "nonce": NONCE,
        "email": "admin@example.org",
        "password": "password",
        "user_mode": mode,
        "ctf_theme": "core",
    }
    answer = client.post("/setup", data=form)
    assert answer.status_code == 302, answer.data


DATABASES = {
    "empty": lambda app: set_up(app, "users"),
    "filled": lambda app: (set_up(app, "users"), add_rows(app, "users")),
    "teams": lambda app: (set_up(app, "teams"), add_rows(app, "teams")),
}


def logged_in(name):
    """Log in as ``name``."""

    def log_in(client):
        from CTFd.models import Users
        from CTFd.utils.security.signing import hmac

        user = Users.query.filter_by(name=name).one()
        with client.session_transaction() as session:
            session["id"] = user.id
            session["nonce"] = NONCE
            session["hash"] = hmac(user.password)

    return log_in


LOG_INS = {name: logged_in(name) for name in ("admin", "ann", "ben", "cat", "dan", "eve")}
REGISTER = {"name": "new", "email": "new@example.org", "password": "password", "fields[1]": "v"}
CHALLENGE = {
    "name": "n",
    "category": "c",
    "description": "d",
    "value": "10",
    "state": "visible",
    "type": "standard",
}
DYNAMIC = {
    **CHALLENGE,
    "type": "dynamic",
    "initial": "100",
    "minimum": "1",
    "decay": "5",
    "function": "linear",
}
RIGHT, WRONG = "flag", "no"


def everywhere(method, path, *users, **given):
    """Make the request in the contest between users, and in the one between teams."""
    if method == "DELETE":
        given["json"] = {}  # as the pages do: the token travels with JSON only
    return tuple(
        Call(method, path, user, database=database, **given)
        for user in users or ("",)
        for database in ("filled", "teams")
    )


def attempt(number, answer, *users):
    """Answer a challenge."""
    given = {"challenge_id": number, "submission": answer}
    return everywhere("POST", "/api/v1/challenges/attempt", *users, json=given)


PLAIN = (
    # Accounts.
    Call("GET", "/login"),
    Call("POST", "/login", form={"name": "ann", "password": "password"}),
    Call("POST", "/login", form={"name": "ben@example.org", "password": "password"}),
    Call("POST", "/login", form={"name": "ann", "password": "wrong"}),
    Call("POST", "/login", form={"name": "nobody", "password": "wrong"}),
    Call("POST", "/login", form={"name": "preset", "password": "password"}),
    Call("POST", "/login", "ann", database="teams", form={"name": "cat", "password": "password"}),
    Call("GET", "/register"),
    Call("GET", "/register", "ann"),
    *everywhere("POST", "/register", form=REGISTER),
    Call("POST", "/register", form={**REGISTER, "email": "x"}),
    Call("POST", "/register", form=REGISTER, database="empty"),
    *everywhere("GET", "/users", "", "ann", "admin"),
    *everywhere("GET", "/users/2", "", "ann", "admin"),
    Call("GET", "/users/99", "ann"),
    *everywhere("GET", "/api/v1/users/me", "ann", "cat"),
    *everywhere(
        "PATCH",
        "/api/v1/users/me",
        "ann",
        json={"name": "ann2", "confirm": "password", "password": "p2"},
    ),
    *everywhere(
        "PATCH", "/api/v1/users/me", "ben", json={"fields": [{"field_id": 1, "value": "x"}]}
    ),
    *everywhere("PATCH", "/api/v1/users/me", "cat", json={"email": "x"}),
    *everywhere("DELETE", "/api/v1/users/2", "admin"),
    *everywhere("DELETE", "/api/v1/users/4", "admin"),
    Call("DELETE", "/api/v1/users/2", "ann", json={}),
    *everywhere(
        "POST", "/api/v1/tokens", "ann", json={"expiration": "2030-01-01", "description": "d"}
    ),
    Call("POST", "/api/v1/tokens", "ann", json={}),
    # Teams.
    Call("GET", "/teams/1"),
    *(Call("GET", "/teams/1", user, database="teams") for user in ("", "ann", "cat", "admin")),
    Call("GET", "/teams/new", "cat", database="teams"),
    Call(
        "POST",
        "/teams/new",
        "cat",
        database="teams",
        form={"name": "green", "password": "p", "fields[2]": "v"},
    ),
    Call("POST", "/teams/new", "cat", database="teams", form={"name": "red", "password": "p"}),
    Call("POST", "/teams/new", "ann", database="teams", form={"name": "x", "password": "p"}),
    Call(
        "POST",
        "/teams/join",
        "cat",
        database="teams",
        form={"name": "red", "password": "password"},
    ),
    Call("POST", "/teams/join", "cat", database="teams", form={"name": "red", "password": "x"}),
    Call("POST", "/teams/join", "ann", database="teams", form={"name": "red", "password": "x"}),
    # Challenges.
    *everywhere("GET", "/challenges", "", "ann", "cat", "admin"),
    *everywhere("GET", "/api/v1/challenges", "", "ann", "ben", "cat", "admin"),
    Call("GET", "/api/v1/challenges?view=admin", "admin", database="empty"),
    *everywhere("GET", "/api/v1/challenges?q=one&field=name", "ann"),
    *(
        call
        for number in (1, 2, 3, 9)
        for call in everywhere("GET", f"/api/v1/challenges/{number}", "ann", "ben", "admin")
    ),
    Call("GET", "/api/v1/challenges/1"),
    *everywhere("POST", "/api/v1/challenges", "admin", json=CHALLENGE),
    *everywhere("POST", "/api/v1/challenges", "admin", json=DYNAMIC),
    Call("POST", "/api/v1/challenges", "ann", json=CHALLENGE),
    *everywhere("PATCH", "/api/v1/challenges/1", "admin", json={"name": "x"}),
    *everywhere("PATCH", "/api/v1/challenges/2", "admin", json={"minimum": "2"}),
    Call("PATCH", "/api/v1/challenges/3", "admin", json={"requirements": {"prerequisites": []}}),
    *everywhere("DELETE", "/api/v1/challenges/1", "admin"),
    *everywhere("DELETE", "/api/v1/challenges/2", "admin"),
    *attempt(1, RIGHT, "ann", "ben", "cat", "admin"),
    *attempt(1, WRONG, "ann", "ben"),
    *attempt(2, RIGHT, "ann", "admin"),
    *attempt(3, RIGHT, "ann", "ben"),
    Call("POST", "/api/v1/challenges/attempt", json={"challenge_id": 1, "submission": "x"}),
    Call(
        "POST",
        "/api/v1/challenges/attempt?preview=true",
        "admin",
        json={"challenge_id": 1, "submission": RIGHT},
    ),
    *everywhere("GET", "/api/v1/challenges/1/solves", "ann", "admin"),
    # Hints and unlocks.
    *(
        call
        for number in (1, 2)
        for call in everywhere("GET", f"/api/v1/hints/{number}", "ann", "ben", "admin")
    ),
    Call("GET", "/api/v1/hints/1"),
    *(
        call
        for number in (1, 2, 3)
        for call in everywhere(
            "POST", "/api/v1/unlocks", "ann", "ben", json={"target": number, "type": "hints"}
        )
    ),
    # Submissions and scores.
    *everywhere("GET", "/api/v1/submissions", "admin"),
    *everywhere("GET", "/api/v1/submissions?type=correct&q=1&field=challenge_id", "admin"),
    *everywhere("DELETE", "/api/v1/submissions/1", "admin"),
    *everywhere("DELETE", "/api/v1/submissions/2", "admin"),
    *everywhere("GET", "/scoreboard", "", "ann", "admin"),
    *everywhere("GET", "/api/v1/scoreboard/top/10", "", "ann"),
    *everywhere("POST", "/api/v1/awards", "admin", json={"user_id": 2, "name": "a", "value": 1}),
    Call(
        "POST",
        "/api/v1/awards",
        "admin",
        json={"user_id": 4, "name": "a", "value": 1},
        database="teams",
    ),
    *everywhere("GET", "/api/v1/statistics/progression/matrix", "admin"),
    # Administration and pages.
    *everywhere("GET", "/admin/users/2", "admin"),
    *everywhere("GET", "/admin/users/4", "admin"),
    *everywhere("GET", "/admin/challenges/1", "admin"),
    *everywhere("GET", "/admin/challenges/2", "admin"),
    *everywhere("GET", "/admin/statistics", "admin"),
    *(
        call
        for target in ({"challenge_id": 1}, {"user_id": 2}, {"page_id": 1})
        for call in everywhere(
            "POST",
            "/api/v1/comments",
            "admin",
            json={"content": "c", "type": next(iter(target)).removesuffix("_id"), **target},
        )
    ),
    Call(
        "POST",
        "/api/v1/comments",
        "admin",
        json={"content": "c", "type": "team", "team_id": 1},
        database="teams",
    ),
    *everywhere("GET", "/api/v1/comments?challenge_id=1", "admin"),
    *everywhere("GET", "/api/v1/comments?user_id=2", "admin"),
    *everywhere("POST", "/api/v1/notifications", "admin", json={"title": "t", "content": "c"}),
    *everywhere("PATCH", "/api/v1/configs", "admin", json={"ctf_name": "x", "new_key": "y"}),
    *everywhere("GET", "/page", "", "ann"),
    *everywhere("GET", "/inner", "", "ann"),
    Call("GET", "/nothing", "ann"),
)

# Functions before each request look for an access token, for the team of who is logged in, for
# the address that the request comes from, which is new for Dan, and show the banned Eve a page.
FIRST = {(call.method, call.path): call for call in reversed(PLAIN)}.values()
TOKENS = tuple(
    call._replace(
        user="",
        form=None,
        json=call.json or {},
        database="filled",
        headers={"Authorization": f"Token {token}"},
    )
    for call in FIRST
    for token in (TOKEN, "preset")
)
NEWCOMERS = tuple(call._replace(user="dan", database="teams") for call in FIRST)
BANNED = tuple(call._replace(user="eve", database="filled") for call in FIRST)
CALLS = PLAIN + TOKENS + NEWCOMERS + BANNED
