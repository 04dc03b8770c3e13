"""Cases of http/absolute-address."""

from flask import Flask, request, url_for

app = Flask(__name__)


@app.get("/invitations")
def invitations():
    # finding: http/absolute-address
    return url_for("invitations", _external=True) + request.host_url


@app.get("/feed")
def feed():
    # finding: http/absolute-address
    return request.url_root


@app.get("/menu")
def menu():
    # ok: http/absolute-address
    return url_for("feed") + request.path
