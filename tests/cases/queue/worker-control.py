"""Cases of queue/worker-control."""

from celery import Celery
from flask import Flask
from rq import Worker

app = Celery("shop")
web = Flask(__name__)


@app.task
def export():
    return None


@web.delete("/jobs/<job>")
def cancel(job):
    # finding: queue/worker-control
    app.control.revoke(job, terminate=True)
    return ""


@web.get("/workers")
def workers():
    # finding: queue/worker-control
    active = app.control.inspect().active()
    # finding: queue/worker-control
    return str(active) + str(Worker.all())


@web.post("/jobs")
def start():
    # ok: queue/worker-control
    return export.delay().id
