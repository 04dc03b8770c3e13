"""Write the settings of IHateMoney, and fill its database."""

import os
from pathlib import Path

SETTINGS = """\
SECRET_KEY = "a key for tests"
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/budget.db"
MAIL_SUPPRESS_SEND = True
PASSWORD_HASH_METHOD = "pbkdf2:sha256:1"
SESSION_COOKIE_SECURE = False
"""

file = Path(os.environ["IHATEMONEY_SETTINGS_FILE_PATH"])
file.write_text(SETTINGS.format(folder=file.parent))

from ihatemoney.models import Bill, Person, Project, db
from ihatemoney.run import create_app
from ihatemoney.utils import generate_password_hash

app = create_app()
with app.app_context():
    for name in ("raclette", "holidays"):
        project = Project(
            id=name,
            name=name.title(),
            password=generate_password_hash(name),
            contact_email=f"{name}@example.com",
            default_currency="XXX",
        )
        db.session.add(project)
        people = [Person(name=who, weight=1 + n) for n, who in enumerate(("Ann", "Bob", "Žofie"))]
        for person in people:
            person.project = project
            db.session.add(person)
        db.session.commit()
        for number, what in enumerate(("cheese", "potatoes")):
            bill = Bill(
                amount=12.5 + number,
                what=what,
                payer_id=people[number].id,
                owers=people,
                original_currency="XXX",
                project_default_currency="XXX",
            )
            db.session.add(bill)
        db.session.commit()
