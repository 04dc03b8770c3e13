"""Cases of files/local-disk-write."""

import os
import shutil
import tempfile
from pathlib import Path

from flask import Flask, request

app = Flask(__name__)
REPORTS = Path("/var/lib/shop/reports")
if not REPORTS.exists():
    # finding: files/local-disk-write
    REPORTS.mkdir()
if os.environ.get("ARCHIVE"):
    # ok: files/local-disk-write
    os.makedirs("archive")
FOLDER = ""  # people set it


@app.post("/reports/<name>")
def write(name):
    # finding: files/local-disk-write
    with open("reports/new.csv", "w") as stream:
        stream.write("a,b")
    # finding: files/local-disk-write
    os.makedirs("reports")
    # finding: files/local-disk-write
    (REPORTS / f"{name}.txt").write_text("new")
    # finding: files/local-disk-write
    request.files["report"].save(f"/var/media/{name}")
    # finding: files/local-disk-write
    shutil.copy("template.csv", "reports/template.csv")
    return "written"


@app.get("/reports/<name>")
def read(name):
    # ok: files/local-disk-write
    with open("reports/new.csv") as stream:
        first = stream.read()
    # ok: files/local-disk-write
    with open("reports/new.csv", "rb") as stream:
        second = stream.read()
    # ok: files/local-disk-write
    scratch = tempfile.mkdtemp()
    # ok: files/local-disk-write
    with open(os.path.join(scratch, name), "w") as stream:
        stream.write(first)
    # ok: files/local-disk-write
    Path("/tmp", name).write_text("scratch")
    # ok: files/local-disk-write
    os.remove("reports/new.csv")
    # ok: files/local-disk-write
    with open(os.path.join(app.config["REPORTS"], name), "w") as stream:
        stream.write(first)
    try:
        # ok: files/local-disk-write
        os.makedirs("reports/cache")
    except OSError:
        app.logger.warning("not kept")
    try:
        # finding: files/local-disk-write
        os.makedirs("reports/old")
    except FileExistsError:
        pass
    # ok: files/local-disk-write
    os.makedirs("memory://reports")
    if getattr(app, "PROFILING", False):
        # ok: files/local-disk-write
        os.makedirs("profiles")
    else:
        # finding: files/local-disk-write
        os.makedirs("plain")
    if request.args.get("all", False):
        # finding: files/local-disk-write
        os.makedirs("all")
    # ok: files/local-disk-write
    os.rename(name, FOLDER)
    return first + str(second) + scratch


def unused():
    # ok: files/local-disk-write
    open("never", "w")
