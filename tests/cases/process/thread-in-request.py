"""Cases of process/thread-in-request."""

import asyncio
import gc
import shutil
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


async def count():
    return 3


@app.get("/count")
def counted():
    loop = asyncio.new_event_loop()
    # ok: process/thread-in-request
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return str(asyncio.run_coroutine_threadsafe(count(), loop).result())


def forget(path):
    shutil.rmtree(path, ignore_errors=True)


@app.post("/tidy")
def tidy():
    # ok: process/thread-in-request
    threading.Thread(target=gc.collect).start()
    # ok: process/thread-in-request
    threading.Timer(60, forget, ["jobs"]).start()
    return "later"


@app.get("/jobs")
def show():
    # ok: process/thread-in-request
    return threading.current_thread().name


@app.get("/both")
def both():
    # ok: process/thread-in-request
    thread = threading.Thread(target=work)
    thread.start()
    work()
    thread.join()
    return "done"


class Deadline:
    def __init__(self, seconds):
        # ok: process/thread-in-request
        self.timer = threading.Timer(seconds, work)

    def __enter__(self):
        self.timer.start()

    def __exit__(self, *_):
        self.timer.cancel()


@app.get("/bounded")
def bounded():
    with Deadline(5):
        return "done"
