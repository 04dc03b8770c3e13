"""Cases of network/localhost-default."""

import os

from flask import Flask, jsonify

app = Flask(__name__)
# finding: network/localhost-default
STORE = os.environ.get("REDIS_URL", "redis://localhost:6379/0")
# finding: network/localhost-default
MAIL = os.getenv("MAIL_SERVER", "127.0.0.1")
# ok: network/localhost-default
SITE = os.environ.get("SITE_URL", "http://localhost:8000")
# ok: network/localhost-default
SEARCH = os.environ.get("SEARCH_URL", "https://search.example.org")
# ok: network/localhost-default
DATABASE = os.environ["DATABASE_URL"]
# ok: network/localhost-default
ORIGIN = app.config.get("SERVER_NAME", "localhost")


@app.get("/")
def index():
    return jsonify([SITE, STORE, MAIL, SEARCH, DATABASE, ORIGIN])
