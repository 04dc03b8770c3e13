"""Cases of network/external-egress."""

import os

import requests
from flask import Flask, jsonify

app = Flask(__name__)


@app.get("/rates")
def rates():
    # finding: network/external-egress
    first = requests.get("https://api.rates.io/v1", timeout=3)
    # ok: network/external-egress
    second = requests.get("https://api.rates.io/v2", timeout=3)
    # ok: network/external-egress
    third = requests.get("http://localhost:8080/rates", timeout=3)
    # ok: network/external-egress
    other = requests.get(os.environ["RATES_URL"], timeout=3)
    return jsonify([first.json(), second.json(), third.json(), other.json()])


@app.post("/hooks")
def hooks():
    # finding: network/external-egress
    requests.post("https://hooks.slack.com/services/1", timeout=3)
    # ok: network/external-egress
    requests.put("https://receipts.s3.eu-central-1.amazonaws.com/1", timeout=3)
    return "", 204


def unused():
    # ok: network/external-egress
    return requests.get("https://www.unused.io", timeout=3)
