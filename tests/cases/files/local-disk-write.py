"""Cases of files/local-disk-write."""

import os
import tempfile

from flask import Flask
from pathlib import Path

app = Flask(__name__)


@app.post("/reports")
def write():
    # finding: files/local-disk-write
    with open("reports/new.csv", "w") as stream:
        stream.write("a,b")
    # finding: files/local-disk-write
    os.makedirs("reports")
    # finding: files/local-disk-write
    Path("reports/new.txt").write_text("new")
    return "written"


@app.get("/reports")
def read():
    # ok: files/local-disk-write
    with open("reports/new.csv") as stream:
        first = stream.read()
    # ok: files/local-disk-write
    with open("reports/new.csv", "rb") as stream:
        second = stream.read()
    # ok: files/local-disk-write
    scratch = tempfile.mkdtemp()
    return first + str(second) + scratch


def unused():
    # ok: files/local-disk-write
    open("never", "w")
