"""A contest between users: set up through its own page, with some of them, one banned."""

from datetime import datetime

from CTFd import create_app
from CTFd import models as m

app = create_app()
form = {
    "ctf_name": "Contest",
    "ctf_description": "About",
    "name": "admin",
    "email": "admin@example.org",
    "password": "password",
    "user_mode": "users",
    "ctf_theme": "core",
    "nonce": "nonce",
}
with app.app_context():
    client = app.test_client()
    with client.session_transaction() as session:
        session["nonce"] = "nonce"
    assert client.post("/setup", data=form).status_code == 302

    def add(row):
        """Write one row."""
        app.db.session.add(row)
        app.db.session.commit()
        return row

    names = ("ann", "ben", "cat", "eve")
    users = [
        add(
            m.Users(
                name=name,
                email=f"{name}@example.org",
                password="password",
                affiliation="school" if name == "ben" else None,
                verified=True,
                banned=name == "eve",
                hidden=name == "cat",
            )
        )
        for name in names
    ]
    challenge = add(
        m.Challenges(name="one", description="d", value=100, category="c", type="standard")
    )
    add(m.Flags(challenge_id=challenge.id, content="flag", type="static"))
    when = datetime(2026, 1, 2)
    for user in users[:2]:
        add(
            m.Solves(
                user_id=user.id,
                challenge_id=challenge.id,
                ip="127.0.0.1",
                provided="flag",
                date=when,
            )
        )
    add(m.Awards(user_id=users[0].id, name="award", value=50, date=when))
    app.db.session.remove()
    app.db.engine.dispose()
