from flask import Blueprint, jsonify

from shop import registry

orders = Blueprint("orders", __name__)


@orders.get("/orders")
# finding: package/import-closure
def index():
    return jsonify(registry.names())


@orders.get("/orders/last")
# ok: package/import-closure
def last():
    return jsonify(registry.names()[-1])
