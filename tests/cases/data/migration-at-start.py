"""Cases of data/migration-at-start."""

import click
from flask import Flask
from flask_migrate import upgrade
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


def prepare():
    # finding: data/migration-at-start
    upgrade()


def keep_vectors():
    # ok: data/migration-at-start
    db.create_all()


def try_out():
    # ok: data/migration-at-start
    db.create_all()


def store(kind):
    match kind:
        case "database":
            keep_vectors()
        case _:
            return None


def create_app():
    app = Flask(__name__)
    db.init_app(app)
    with app.app_context():
        # finding: data/migration-at-start
        db.create_all()
        if app.config["TESTING"]:
            # ok: data/migration-at-start
            db.create_all()
    if app.debug:
        try_out()
    prepare()
    store(app.config["STORE"])

    @app.get("/")
    def index():
        return "ready"

    return app


@click.command()
def migrate():
    # ok: data/migration-at-start
    upgrade()


def reset():
    # ok: data/migration-at-start
    db.create_all()


if __name__ == "__main__":
    reset()
    # ok: data/migration-at-start
    upgrade()
