"""Documents of patients: reports, scans, consent forms."""
from flask import Blueprint

documents_bp = Blueprint("documents", __name__, url_prefix="/documents")

from clinic.documents import views  # noqa: E402,F401  registers the routes
