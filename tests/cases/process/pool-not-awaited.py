"""Cases of process/pool-not-awaited."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

app = Flask(__name__)
pool = ThreadPoolExecutor(4)


def thumbnail():
    return None


@app.post("/pictures")
def upload():
    # finding: process/pool-not-awaited
    pool.submit(thumbnail)
    return "later"


@app.post("/covers")
def cover():
    with ThreadPoolExecutor() as own:
        # ok: process/pool-not-awaited
        own.submit(thumbnail)
    # ok: process/pool-not-awaited
    future = pool.submit(thumbnail)
    return future.result()
