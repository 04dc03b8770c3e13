"""Cases of http/front-door: one finding for all, at the first."""

from flask import Flask, request, stream_with_context

app = Flask(__name__)


@app.get("/orders")
def orders():
    # ok: http/front-door
    return request.args["page"]


@app.get("/export")
def export():
    # finding: http/front-door
    return stream_with_context(iter(["a", "b"]))


@app.post("/pictures")
def picture():
    return request.files["picture"].filename
