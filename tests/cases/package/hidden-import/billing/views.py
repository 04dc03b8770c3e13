from flask import Blueprint, jsonify

from billing import rates

billing = Blueprint("billing", __name__)


class Bill:
    pass


@billing.get("/rates")
def index():
    # ok: package/hidden-import
    from orders import texts

    return jsonify(rates.rate(1), texts.greeting())
