"""Cases of state/process-state."""

import threading
import uuid

from flask import Flask, request

app = Flask(__name__)


# finding: state/process-state
open_files = 0
# finding: state/process-state
UNREAD = []
# finding: state/process-state
COUNTS = {}
# finding: state/process-state
RUNNING = {}
# finding: state/process-state
BY_THREAD = {}
# finding: state/process-state
BY_NUMBER = {}
# finding: state/process-state
KINDS = {}
# ok: state/process-state
SEEN = {}
# ok: state/process-state
VISITS = {}
# ok: state/process-state
REGISTRY = {}


def kind(name, text):
    KINDS[name] = text


kind("a", "letter")


@app.post("/<name>")
def note(name):
    global open_files
    open_files += 1
    UNREAD.append(name)
    COUNTS[name] = COUNTS.get(name, 0) + 1
    BY_THREAD[threading.get_ident()] = name
    number = str(uuid.uuid4())
    BY_NUMBER[number] = name
    SEEN[name] = request.form["text"]
    VISITS[request.remote_addr] = True
    REGISTRY[name] = name
    kind(name, "word")
    RUNNING[name] = True
    try:
        return number
    finally:
        RUNNING.pop(name)
        open_files -= 1


@app.get("/")
def notes():
    app.logger.info("%s visits", len(COUNTS))
    return [list(SEEN), list(VISITS), open_files, RUNNING, BY_THREAD, BY_NUMBER, KINDS, REGISTRY]
