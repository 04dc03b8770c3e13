"""Cases of config/read-once."""

import os

from flask import Flask, jsonify

app = Flask(__name__)
# finding: config/read-once
RATES = os.environ["RATES_URL"]
# ok: config/read-once
LIMIT = int(os.environ.get("LIMIT", "10"))


def currency():
    # ok: config/read-once
    return os.environ.get("CURRENCY", "EUR")


@app.get("/rates")
def rates():
    return jsonify([RATES, LIMIT, currency()])
