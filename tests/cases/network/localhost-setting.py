"""Cases of network/localhost-setting."""

import os

from flask import Flask, current_app

app = Flask(__name__)
# finding: network/localhost-setting
app.config["REDIS_URL"] = "redis://localhost:6379/0"
# finding: network/localhost-setting
app.config["MAIL_SERVER"] = "127.0.0.1"
# ok: network/localhost-setting
app.config["SERVER_NAME"] = "localhost:5000"
# ok: network/localhost-setting
app.config["CACHE_REDIS_HOST"] = os.environ["CACHE_HOST"]
# ok: network/localhost-setting
app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql://shop@localhost.example.org/shop"


@app.get("/")
def index():
    return current_app.config["REDIS_URL"]
