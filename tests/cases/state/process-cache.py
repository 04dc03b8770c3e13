"""Cases of state/process-cache."""

import os

from flask import Flask

app = Flask(__name__)


# finding: state/process-cache
SETTINGS = {}
# finding: state/process-cache
client = None
# ok: state/process-cache
HITS = {}
# ok: state/process-cache
total = 0


def connect():
    global client
    if client is None:
        client = object()
    return client


def forget():
    SETTINGS.clear()


@app.get("/<name>")
def show(name):
    global total
    connect()
    if name not in SETTINGS:
        SETTINGS[name] = os.environ.get(name)
    if name not in HITS:
        HITS[name] = 0
    HITS[name] += 1
    total = total + 1
    return str(SETTINGS[name])
