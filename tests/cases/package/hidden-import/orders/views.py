from flask import Blueprint, jsonify

from orders import totals

orders = Blueprint("orders", __name__)


@orders.get("/orders")
def index():
    # ok: package/hidden-import
    from orders import texts

    return jsonify(totals.total(1), texts.greeting())
