"""Cases of files/occasional-write."""

import os

from flask import Flask, current_app

app = Flask(__name__)
if os.environ.get("SHOP_DATABASE"):
    KIND = "server"
else:
    # finding: files/occasional-write
    os.makedirs("data", exist_ok=True)
    KIND = "file"
if not os.path.isdir("logs"):
    # ok: files/occasional-write
    os.makedirs("logs")


@app.get("/reports")
def reports():
    try:
        # finding: files/occasional-write
        os.makedirs("reports")
    except OSError:
        current_app.logger.warning("cannot make the folder")
    try:
        # ok: files/occasional-write
        os.makedirs("archive")
    except OSError as error:
        raise RuntimeError("no archive") from error
    try:
        # ok: files/occasional-write
        with open("archive/list.txt", "w") as stream:
            stream.write("a")
    except ValueError:
        return "wrong"
    # ok: files/occasional-write
    os.makedirs("other")
    if app.config.get("PROFILING", False) and not app.config.get("TESTING"):
        # finding: files/occasional-write
        os.makedirs("profiles")
    else:
        # ok: files/occasional-write
        os.makedirs("plain")
    if app.config.get("PROFILING", True):
        # ok: files/occasional-write
        os.makedirs("usual")
    if os.path.exists("old") and not os.path.exists("new"):
        # ok: files/occasional-write
        os.rename("old", "new")
    old, new = "data/old", "data/new"
    if os.path.exists(old) and not os.path.exists(new):
        # finding: files/occasional-write
        os.rename(old, new)
    if os.path.exists(old):
        # ok: files/occasional-write
        os.rename(old, new)
    return "listed"
