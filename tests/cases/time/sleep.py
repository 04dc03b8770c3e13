"""Cases of time/sleep."""

import time

from flask import Flask

app = Flask(__name__)


@app.get("/slow")
def slow():
    # finding: time/sleep
    time.sleep(2)
    # ok: time/sleep
    return str(time.monotonic())


def in_a_script():
    # ok: time/sleep
    time.sleep(2)
