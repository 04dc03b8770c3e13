"""Cases of http/streaming-response."""

from flask import Flask
from flask import stream_with_context

app = Flask(__name__)


def rows():
    yield "row"


@app.get("/export")
def export():
    # finding: http/streaming-response
    return app.response_class(stream_with_context(rows()))


@app.get("/all")
def everything():
    # ok: http/streaming-response
    return app.response_class("".join(rows()))
