from flask import Blueprint, jsonify

# ok: package/circular-import
from orders import totals

orders = Blueprint("orders", __name__)


@orders.get("/orders")
def index():
    return jsonify(totals.total(1))
