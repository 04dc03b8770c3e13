"""Cases of files/tolerated-write."""

import os

from flask import Flask, current_app

app = Flask(__name__)


@app.get("/reports")
def reports():
    try:
        # finding: files/tolerated-write
        os.makedirs("reports")
    except OSError:
        current_app.logger.warning("cannot make the folder")
    try:
        # ok: files/tolerated-write
        os.makedirs("archive")
    except OSError as error:
        raise RuntimeError("no archive") from error
    try:
        # ok: files/tolerated-write
        with open("archive/list.txt", "w") as stream:
            stream.write("a")
    except ValueError:
        return "wrong"
    # ok: files/tolerated-write
    os.makedirs("other")
    return "listed"
