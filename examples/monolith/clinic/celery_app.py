"""Celery application. Worker: celery -A clinic.celery_app worker -B"""
import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import task_failure, task_postrun, worker_process_init

celery = Celery(
    "clinic",
    broker=os.environ.get("CELERY_BROKER_URL", "memory://"),
    backend=os.environ.get("CELERY_RESULT_BACKEND", "cache+memory://"),
    include=[
        "clinic.billing.tasks",
        "clinic.documents.tasks",
        "clinic.notifications.tasks",
        "clinic.reports.tasks",
    ],
)

# Web requests run in threads, shared_task has to find the app there too.
celery.set_default()

_eager = "1" in (os.environ.get("CELERY_EAGER"), os.environ.get("CELERY_TASK_ALWAYS_EAGER"))

celery.conf.update(
    task_always_eager=_eager,
    task_eager_propagates=False,
    task_serializer="json",
    accept_content=["json"],
    timezone="Europe/Berlin",
    enable_utc=True,
    task_default_queue="clinic",
    task_routes={
        "clinic.reports.tasks.*": {"queue": "clinic-slow"},
    },
    task_time_limit=1800,
    worker_max_tasks_per_child=200,
)

celery.conf.beat_schedule = {
    "nightly-dunning": {
        "task": "clinic.billing.tasks.nightly_dunning",
        "schedule": crontab(hour=2, minute=30),
    },
    "submit-claims": {
        "task": "clinic.billing.tasks.submit_queued_claims",
        "schedule": crontab(hour=20, minute=0, day_of_week="mon-fri"),
    },
    "hourly-lab-poll": {
        "task": "clinic.notifications.tasks.poll_lab_results",
        "schedule": crontab(minute=5),
    },
    "appointment-reminders": {
        "task": "clinic.notifications.tasks.send_reminders",
        "schedule": crontab(hour=16, minute=0),
        "kwargs": {"days": 1},
    },
    "flush-notifications": {
        "task": "clinic.notifications.tasks.flush_pending",
        "schedule": 300.0,
    },
    "purge-share-links": {
        "task": "clinic.documents.tasks.purge_share_links",
        "schedule": crontab(hour=3, minute=15),
    },
    "monthly-revenue": {
        "task": "clinic.reports.tasks.scheduled_export",
        "schedule": crontab(day_of_month=1, hour=5, minute=0),
        "args": ("revenue",),
    },
}


@worker_process_init.connect
def fresh_connections(**kwargs):
    # sqlite and psycopg connections must not cross a fork
    from clinic.db import engine, load_models

    engine.dispose(close=False)
    load_models()


@task_postrun.connect
def close_session(task=None, **kwargs):
    if task is not None and task.request.is_eager:
        return      # runs inside a request, the session belongs to it
    from clinic.db import Session

    Session.remove()


@task_failure.connect
def rollback_session(sender=None, **kwargs):
    from clinic.db import Session

    Session.rollback()
