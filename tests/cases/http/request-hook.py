"""Cases of http/request-hook: one finding a file, at the first."""

from flask import Flask, g

app = Flask(__name__)


@app.before_request
# finding: http/request-hook
def open_session():
    g.session = object()


@app.after_request
def close_session(response):
    return response


# ok: http/request-hook
@app.get("/")
def index():
    return str(g.session)
