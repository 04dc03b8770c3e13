"""Cases of http/error-handler: one finding a file, at the first."""

from flask import Flask, abort

app = Flask(__name__)


# finding: http/error-handler
@app.errorhandler(404)
def missing(error):
    return {"error": "missing"}, 404


@app.errorhandler(ValueError)
def wrong(error):
    return {"error": "wrong"}, 400


@app.get("/")
def index():
    # ok: http/error-handler
    abort(404)
