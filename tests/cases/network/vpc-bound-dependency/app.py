"""Cases of network/vpc-bound-dependency."""

import os

import psycopg2
from flask import Flask

app = Flask(__name__)


@app.get("/orders")
def orders():
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection:
        return {"orders": connection.cursor().fetchall()}
