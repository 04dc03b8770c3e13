from flask import Blueprint, jsonify

reports = Blueprint("reports", __name__)


@reports.get("/reports")
# ok: package/import-closure
def index():
    return jsonify([])
