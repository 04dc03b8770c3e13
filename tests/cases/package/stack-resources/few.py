from flask import Blueprint, jsonify

few = Blueprint("few", __name__)


@few.get("/rates")
# ok: package/stack-resources
def rates():
    return jsonify([])
