import os

from flask import Blueprint, jsonify

rates = Blueprint("rates", __name__)
URL = os.environ["RATES_URL"]


@rates.get("/rates")
# ok: config/environment-size
def index():
    return jsonify(URL)
