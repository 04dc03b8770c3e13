"""Cases of state/random-at-import."""

import time
import uuid

from flask import Flask

app = Flask(__name__)
# finding: state/random-at-import
INSTANCE = uuid.uuid4().hex
# finding: state/random-at-import
STARTED = time.time()


@app.get("/")
def index():
    # ok: state/random-at-import
    return uuid.uuid4().hex
