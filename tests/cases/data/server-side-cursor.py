"""Cases of data/server-side-cursor."""

import psycopg2
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

app = Flask(__name__)
db = SQLAlchemy(app)


class Visit(db.Model):
    id = db.Column(db.Integer, primary_key=True)


@app.get("/visits")
def visits():
    # finding: data/server-side-cursor
    rows = db.session.execute(select(Visit).execution_options(yield_per=500))
    # finding: data/server-side-cursor
    more = Visit.query.yield_per(100)
    # ok: data/server-side-cursor
    all_of_them = Visit.query.all()
    # ok: data/server-side-cursor
    seen = db.session.execute(select(Visit).execution_options(populate_existing=True))
    return str((rows, more, all_of_them, seen))


@app.get("/export")
def export():
    connection = psycopg2.connect("dbname=shop")
    # finding: data/server-side-cursor
    cursor = connection.cursor("export")
    # ok: data/server-side-cursor
    plain = connection.cursor()
    return str((cursor, plain))
