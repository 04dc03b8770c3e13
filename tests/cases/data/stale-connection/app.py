"""Cases of data/stale-connection: what calls keep."""

import psycopg2
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

app = Flask(__name__)
# finding: data/stale-connection
engine = create_engine("postgresql://orders", pool_size=1)
# ok: data/stale-connection
checked = create_engine("postgresql://orders", pool_size=1, pool_pre_ping=True)
# ok: data/stale-connection
unpooled = create_engine("postgresql://orders", poolclass=NullPool)
# finding: data/stale-connection
connection = psycopg2.connect("dbname=orders")


@app.get("/orders")
def orders():
    # ok: data/stale-connection
    fresh = psycopg2.connect("dbname=orders")
    return str((fresh, connection, engine, checked, unpooled))
