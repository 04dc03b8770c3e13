"""Cases of files/sqlite-database."""

import os
import sqlite3

from flask import Flask
from sqlalchemy import create_engine

app = Flask(__name__)
# ok: files/sqlite-database
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///development.db"
if os.environ.get("PRODUCTION"):
    app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql://db/shop"
# finding: files/sqlite-database
engine = create_engine("sqlite:///shop.db")
# ok: files/sqlite-database
scratch = create_engine("sqlite://")
# ok: files/sqlite-database
other = create_engine("postgresql://localhost/shop")


@app.get("/")
def index():
    # finding: files/sqlite-database
    sqlite3.connect("cache.db")
    # ok: files/sqlite-database
    sqlite3.connect(":memory:")
    return ""
