"""Statistics for the management and the tumour board."""
from flask import Blueprint


def register_reports(app):
    from clinic.reports import views

    bp = Blueprint("reports", __name__, url_prefix="/reports")
    for name, view, methods in views.REPORT_TABLE:
        bp.add_url_rule(f"/{name}", name, view, methods=methods)
    bp.add_url_rule("/", "index", views.index)
    exports = views.ExportView.as_view("exports")
    bp.add_url_rule("/exports", view_func=exports, defaults={"run_id": None}, methods=["GET"])
    bp.add_url_rule("/exports", view_func=exports, methods=["POST"])
    bp.add_url_rule("/exports/<int:run_id>", "export", exports, methods=["GET", "DELETE"])
    bp.add_url_rule("/exports/<int:run_id>/file", "export_file", views.export_file)
    bp.before_request(views.count_request)
    app.register_blueprint(bp)
