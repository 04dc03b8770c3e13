"""Cases of queue/result."""

from celery import Celery
from celery.result import AsyncResult
from flask import Flask
from rq.job import Job

app = Celery("shop")
web = Flask(__name__)


@app.task
def export():
    return None


@web.get("/jobs/<job>")
def show(job):
    # finding: queue/result
    state = AsyncResult(job).state
    # finding: queue/result
    other = app.AsyncResult(job).status
    # finding: queue/result
    third = Job.fetch(job, connection=None).get_status()
    return state + other + third


@web.post("/jobs")
def start():
    # ok: queue/result
    return export.delay().id
