"""Cases of time/task-over-limit."""

import dramatiq
from celery import Celery, shared_task

app = Celery("shop")
# ok: time/task-over-limit
app.conf.task_time_limit = 3600


# finding: time/task-over-limit
@shared_task(time_limit=1200)
def report():
    return None


# finding: time/task-over-limit
@app.task(soft_time_limit=1000)
def export():
    return None


# ok: time/task-over-limit
@shared_task(time_limit=600)
def mail():
    return None


# finding: time/task-over-limit
@dramatiq.actor(time_limit=1_200_000)
def recount():
    return None


# ok: time/task-over-limit
@dramatiq.actor(time_limit=600_000)
def ping():
    return None
