"""Cases of data/proxy-pinning."""

from django.db import connection
from flask import Flask
from sqlalchemy import create_engine, func, select, text

app = Flask(__name__)
engine = create_engine("postgresql://")


@app.get("/reports")
def reports():
    with engine.begin() as session:
        # finding: data/proxy-pinning
        session.execute(text("SET statement_timeout = 60000"))
        # ok: data/proxy-pinning
        session.execute(text("SET LOCAL statement_timeout = 60000"))
        # ok: data/proxy-pinning
        session.execute(text("UPDATE report SET state = 'read'"))
        # finding: data/proxy-pinning
        session.execute(text("CREATE TEMPORARY TABLE picked (id integer)"))
        # finding: data/proxy-pinning
        session.execute(select(func.pg_advisory_lock(7)))
        # ok: data/proxy-pinning
        session.execute(select(func.pg_advisory_xact_lock(7)))
    return "done"


@app.post("/tenants")
def tenants():
    with connection.cursor() as cursor:
        # finding: data/proxy-pinning
        cursor.execute("SET search_path TO tenant")
        # finding: data/proxy-pinning
        cursor.execute("SELECT pg_advisory_lock(%s)", [3])
        # ok: data/proxy-pinning
        cursor.execute("SET TRANSACTION READ ONLY")
    return "done"
