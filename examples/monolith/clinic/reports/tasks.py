import logging
from datetime import date, timedelta

from celery import chain

from clinic.celery_app import celery
from clinic.db import Session
from clinic.reports import export
from clinic.reports.models import ReportRun

log = logging.getLogger(__name__)


@celery.task(name="clinic.reports.tasks.run_export", bind=True)
def run_export(self, run_id):
    chain(write_export.s(run_id), announce_export.s()).apply_async()
    return run_id


@celery.task(name="clinic.reports.tasks.write_export", bind=True, max_retries=1)
def write_export(self, run_id):
    run = Session.get(ReportRun, run_id)
    if run is None:
        return None
    try:
        export.execute(run)
    except OSError as exc:
        # disk of the export share is full or not mounted
        raise self.retry(exc=exc, countdown=60)
    except Exception:
        Session.rollback()
        run = Session.get(ReportRun, run_id)
        run.status = "failed"
        Session.commit()
        log.exception("report run %s", run_id)
    return run_id


@celery.task(name="clinic.reports.tasks.announce_export", ignore_result=True)
def announce_export(run_id):
    from clinic.notifications.service import notify_user

    run = Session.get(ReportRun, run_id) if run_id else None
    if run is not None and run.status == "done" and run.requested_by_id:
        notify_user(run.requested_by_id, "report_ready", report=run.name, run_id=run.id)


@celery.task(name="clinic.reports.tasks.scheduled_export")
def scheduled_export(name, user_id=None):
    """The export of the last month's year, on the first of the month."""
    year = (date.today().replace(day=1) - timedelta(days=1)).year
    run = export.start_run(name, {"year": str(year)} if name == "revenue" else {}, user_id)
    celery.send_task("clinic.reports.tasks.run_export", args=[run.id])
    return run.id
