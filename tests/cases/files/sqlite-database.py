"""Cases of files/sqlite-database."""

import sqlite3

from flask import Flask
from sqlalchemy import create_engine

app = Flask(__name__)
# finding: files/sqlite-database
engine = create_engine("sqlite:///shop.db")
# ok: files/sqlite-database
other = create_engine("postgresql://localhost/shop")


@app.get("/")
def index():
    # finding: files/sqlite-database
    sqlite3.connect("cache.db")
    # ok: files/sqlite-database
    sqlite3.connect(":memory:")
    return ""
