"""Cases of data/stale-connection: what calls keep."""

import psycopg2
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

app = Flask(__name__)
# finding: data/stale-connection
engine = create_engine("postgresql://orders", pool_size=1)
# ok: data/stale-connection
checked = create_engine("postgresql://orders", pool_size=1, pool_pre_ping=True)
# ok: data/stale-connection
unpooled = create_engine("postgresql://orders", poolclass=NullPool)


class Checked(SQLAlchemy):
    def apply_pool_defaults(self, app, options):
        options = super().apply_pool_defaults(app, options)
        options["pool_pre_ping"] = True
        return options


# ok: data/stale-connection
db = Checked(app)
# finding: data/stale-connection
connection = psycopg2.connect("dbname=orders")


@app.get("/orders")
def orders():
    # ok: data/stale-connection
    fresh = psycopg2.connect("dbname=orders")
    return str((fresh, connection, engine, checked, unpooled, db))
