"""Cases of process/thread-in-request."""

import threading

from flask import Flask

app = Flask(__name__)


def work():
    return None


def start_later():
    # finding: process/thread-in-request
    threading.Thread(target=work).start()


@app.post("/jobs")
def create():
    start_later()
    # finding: process/thread-in-request
    threading.Timer(5, work).start()
    return "started"


@app.get("/jobs")
def show():
    # ok: process/thread-in-request
    return threading.current_thread().name
