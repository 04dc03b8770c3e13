"""Cases of package/package-over-250mb."""

from flask import Flask, jsonify

from scores import score

app = Flask(__name__)


@app.get("/score")
def index():
    return jsonify(score(1))
