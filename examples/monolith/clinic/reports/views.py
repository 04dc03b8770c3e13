import logging
import time

from flask import abort, g, jsonify, render_template, request, send_from_directory, url_for
from flask.views import MethodView

from clinic.auth.decorators import login_required, role_required
from clinic.db import Session
from clinic.errors import Conflict, NotFound
from clinic.reports import export
from clinic.reports.definitions import REPORTS, build
from clinic.reports.models import ReportRun
from clinic.utils import get_setting, json_error

log = logging.getLogger(__name__)

REQUEST_COUNT = 0
STARTED = time.time()

# (name, parameters) -> (time, result)
_CACHE = {}


def count_request():
    global REQUEST_COUNT
    REQUEST_COUNT += 1


def cached(name, params):
    seconds = int(get_setting("REPORT_CACHE_SECONDS", 300))
    key = (name, tuple(sorted(params.items())))
    entry = _CACHE.get(key)
    if entry and time.time() - entry[0] < seconds:
        return entry[1], True
    result = build(name, params)
    _CACHE[key] = (time.time(), result)
    return result, False


def report_view(name, *roles):
    """A view for one report of the registry."""
    @role_required(*roles)
    def view():
        params = request.args.to_dict()
        if params.pop("fresh", None):
            result, hit = build(name, params), False
        else:
            result, hit = cached(name, params)
        response = jsonify(result)
        response.headers["X-Report-Cache"] = "hit" if hit else "miss"
        return response

    view.__name__ = "report_" + name.replace("-", "_")
    return view


@login_required
def index():
    runs = (Session.query(ReportRun).filter_by(requested_by_id=g.user.id)
            .order_by(ReportRun.id.desc()).limit(10).all())
    return render_template("reports/index.html", runs=runs,
                           reports=[REPORTS[k] for k in sorted(REPORTS)])


@role_required("admin")
def usage():
    return {"requests": REQUEST_COUNT, "cached": len(_CACHE),
            "uptime": int(time.time() - STARTED)}


@role_required("admin")
def cache():
    if request.method == "DELETE":
        _CACHE.clear()
        return "", 204
    now = time.time()
    return jsonify([{"name": name, "parameters": dict(params), "age": int(now - stamp)}
                    for (name, params), (stamp, _) in sorted(_CACHE.items())])


REPORT_TABLE = [
    ("stages", report_view("stages", "physician", "nurse"), ["GET"]),
    ("survival", report_view("survival", "physician"), ["GET"]),
    ("no-shows", report_view("no-shows", "physician", "nurse", "billing"), ["GET"]),
    ("revenue", report_view("revenue", "billing"), ["GET"]),
    ("turnaround", report_view("turnaround", "physician", "lab"), ["GET"]),
    ("usage", usage, ["GET"]),
    ("cache", cache, ["GET", "DELETE"]),
]


def own_run(run_id):
    run = Session.get(ReportRun, run_id)
    if run is None or (run.requested_by_id != g.user.id and not g.user.has_role("admin")):
        raise NotFound("no such export")
    return run


class ExportView(MethodView):
    decorators = [login_required]
    init_every_request = False

    def get(self, run_id):
        """One export or the list. ?wait=5 waits up to 5 seconds for the file."""
        if run_id is None:
            runs = Session.query(ReportRun).filter_by(requested_by_id=g.user.id)
            return jsonify([r.to_dict() for r in runs.order_by(ReportRun.id)])
        run = own_run(run_id)
        end = time.monotonic() + min(request.args.get("wait", 0, type=float), 20)
        while run.status in ("queued", "running") and time.monotonic() < end:
            time.sleep(0.25)
            Session.rollback()      # new snapshot
            run = own_run(run_id)
        return jsonify(run.to_dict())

    def post(self):
        from clinic.reports.tasks import run_export

        data = request.get_json(silent=True) or request.form.to_dict()
        name = data.pop("name", None)
        if not name:
            return json_error(400, "name is missing")
        run = export.start_run(name, data.get("parameters") or {}, g.user.id)
        run_export.delay(run.id)
        Session.refresh(run)
        return jsonify(run.to_dict()), 202, {
            "Location": url_for("reports.export", run_id=run.id)}

    def delete(self, run_id):
        run = own_run(run_id)
        if run.status == "running":
            raise Conflict("export is running")
        export.remove_run(run)
        Session.commit()
        return "", 204


@login_required
def export_file(run_id):
    run = own_run(run_id)
    if run.status != "done" or not run.path:
        abort(404)
    return send_from_directory(export.export_dir(), run.path, mimetype="text/csv",
                               as_attachment=True, download_name=run.path)
