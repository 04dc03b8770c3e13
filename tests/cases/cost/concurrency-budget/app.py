"""A ticket shop: everybody comes at ten o'clock."""

from flask import Flask

app = Flask(__name__)


@app.post("/seats")
# finding: cost/concurrency-budget
def seats():
    return {}


@app.get("/events")
# ok: cost/concurrency-budget
def events():
    return {}
