"""Cases of http/reserved-path."""

from flask import Flask

app = Flask(__name__)


@app.get("/ping")
# finding: http/reserved-path
def ping():
    return "pong"


@app.get("/api/ping")
# ok: http/reserved-path
def deeper():
    return "pong"


@app.get("/pings")
# ok: http/reserved-path
def other():
    return "pong"
