"""Cases of files/write-to-computed-path."""

import os
import shutil
import tempfile
from pathlib import Path

from flask import Flask, request

app = Flask(__name__)


@app.post("/reports/<name>")
def write(name):
    folder = app.config["REPORTS"]
    # finding: files/write-to-computed-path
    with open(os.path.join(folder, name), "w") as stream:
        stream.write("a,b")
    # finding: files/write-to-computed-path
    os.makedirs(folder)
    # finding: files/write-to-computed-path
    Path(folder, name).write_bytes(b"new")
    # finding: files/write-to-computed-path
    request.files["report"].save(os.path.join(folder, name))
    # ok: files/write-to-computed-path
    with open("reports/new.csv", "w") as stream:
        stream.write("a,b")
    with tempfile.TemporaryDirectory() as scratch:
        # ok: files/write-to-computed-path
        shutil.copyfile(name, os.path.join(scratch, name))
    # ok: files/write-to-computed-path
    os.remove(os.path.join(folder, name))
    # ok: files/write-to-computed-path
    with open(os.path.join(folder, name)) as stream:
        return stream.read()
