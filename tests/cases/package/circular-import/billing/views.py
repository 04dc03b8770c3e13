from flask import Blueprint, jsonify

from billing import rates

billing = Blueprint("billing", __name__)


@billing.get("/rates")
def index():
    return jsonify(rates.rate(1))
