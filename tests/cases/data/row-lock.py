"""Cases of data/row-lock."""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text

app = Flask(__name__)
db = SQLAlchemy(app)


class Account(db.Model):
    id = db.Column(db.Integer, primary_key=True)


@app.post("/accounts/<int:key>")
def book(key):
    # finding: data/row-lock
    account = Account.query.filter_by(id=key).with_for_update().one()
    # finding: data/row-lock
    other = db.session.execute(select(Account).with_for_update())
    # ok: data/row-lock
    free = db.session.execute(select(Account).with_for_update(skip_locked=True))
    # ok: data/row-lock
    plain = Account.query.filter_by(id=key).one()
    # finding: data/row-lock
    db.session.execute(text("LOCK TABLE account IN EXCLUSIVE MODE"))
    return str((account, other, free, plain))
