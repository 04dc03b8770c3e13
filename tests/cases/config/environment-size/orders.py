from flask import Blueprint, jsonify

import settings

orders = Blueprint("orders", __name__)


@orders.get("/orders")
# finding: config/environment-size
def index():
    return jsonify([])


@orders.get("/suppliers")
# ok: config/environment-size
def suppliers():
    return jsonify(settings.SUPPLIER_01_ADDRESS)
