"""Cases of data/query-at-start."""

import psycopg2
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

# finding: data/query-at-start
legacy = psycopg2.connect("dbname=legacy")
db = SQLAlchemy()


class Setting(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    value = db.Column(db.String)


def read_settings():
    # finding: data/query-at-start
    return Setting.query.all()


def read_again():
    # ok: data/query-at-start
    return Setting.query.all()


def create_app():
    app = Flask(__name__)
    db.init_app(app)
    app.config["TITLES"] = read_settings()

    @app.get("/settings")
    def settings():
        # ok: data/query-at-start
        return str(psycopg2.connect("dbname=legacy")) + str(read_again())

    return app
