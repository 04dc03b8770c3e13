"""Cases of process/exit-hook."""

import atexit
import signal

from flask import Flask

app = Flask(__name__)


def flush():
    return None


# finding: process/exit-hook
atexit.register(flush)
# finding: process/exit-hook
signal.signal(signal.SIGTERM, flush)


@app.get("/")
def index():
    # ok: process/exit-hook
    flush()
    return str(signal.getsignal(signal.SIGTERM))
