"""A forum with its default groups and settings, three members and one topic."""

from flaskbb.app import create_app
from flaskbb.extensions import db
from flaskbb.utils.populate import (
    create_default_groups,
    create_default_settings,
    create_user,
    create_welcome_forum,
)

app = create_app()
with app.app_context():
    db.create_all()
    create_default_groups()
    create_default_settings()
    for name, group in (("admin", "admin"), ("ann", "member"), ("ben", "member")):
        create_user(name, "password", f"{name}@example.org", group)
    create_welcome_forum()
    db.session.commit()
    db.session.remove()
    db.engine.dispose()
