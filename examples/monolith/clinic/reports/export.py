import csv
import json
import os

from clinic.db import Session
from clinic.errors import NotFound
from clinic.reports.definitions import REPORTS, build
from clinic.reports.models import ReportRun
from clinic.utils import slugify


def export_dir():
    path = os.path.abspath(os.environ.get("EXPORT_DIR", "exports"))
    os.makedirs(path, exist_ok=True)
    return path


def start_run(name, params, user_id=None):
    if name not in REPORTS:
        raise NotFound("no report %s" % name)
    run = ReportRun(name=name, requested_by_id=user_id, status="queued",
                    parameters=json.dumps(params, sort_keys=True))
    Session.add(run)
    Session.commit()
    return run


def write_csv(run, result):
    """Semicolons and a BOM, for the spreadsheet of the controlling."""
    name = "%s-%d.csv" % (slugify(run.name), run.id)
    path = os.path.join(export_dir(), name)
    with open(path + ".part", "w", newline="", encoding="utf-8-sig") as fh:
        writer = csv.writer(fh, delimiter=";")
        writer.writerow(result["columns"])
        writer.writerows(result["rows"])
        for key, value in result["summary"].items():
            writer.writerow(["# " + key, value])
    os.replace(path + ".part", path)
    return name


def execute(run):
    run.status = "running"
    Session.commit()
    run.path = write_csv(run, build(run.name, run.params))
    run.status = "done"
    Session.commit()
    return run


def remove_run(run):
    if run.path:
        try:
            os.unlink(os.path.join(export_dir(), run.path))
        except FileNotFoundError:
            pass
    Session.delete(run)
