"""Orders."""

from flask import Flask
from sqlalchemy import Column, Integer, String

from shop.audit import audit
from shop.database import Base, Session

app = Flask(__name__)


class Order(Base):
    __tablename__ = "order"
    id = Column(Integer, primary_key=True)
    state = Column(String(10))


@app.post("/orders")
def create():
    Session.add(Order(state="new"))
    audit("order")
    # finding: data/commit-across
    Session.commit()
    return {}


@app.post("/drafts")
def draft():
    Session.add(Order(state="draft"))
    # ok: data/commit-across
    Session.commit()
    return {}


@app.post("/imports")
def import_orders():
    Session.add(Order(state="new"))
    # ok: data/commit-across
    Session.commit()
    audit("import")
    # ok: data/commit-across
    Session.commit()
    return {}
