"""Parent blueprint of the JSON API. Areas nest their own blueprints in it."""
from flask import Blueprint

from clinic.patients.api import patients_api

api = Blueprint("api", __name__, url_prefix="/api/v1")
api.register_blueprint(patients_api, url_prefix="/patients")


@api.after_request
def api_headers(response):
    response.headers.setdefault("Cache-Control", "no-store")
    return response
