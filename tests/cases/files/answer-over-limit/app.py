"""Downloads of a clinic."""

from flask import Flask, send_file

app = Flask(__name__)


@app.get("/scans/<scan>")
# finding: files/answer-over-limit
def scan(scan):
    return send_file(f"/srv/scans/{scan}")


@app.get("/patients")
# ok: files/answer-over-limit
def patients():
    return {"patients": []}


@app.get("/letters/<letter>")
# ok: files/answer-over-limit
def letter(letter):
    return send_file(f"/srv/letters/{letter}")
