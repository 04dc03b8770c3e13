"""Cases of time/worker-limit."""

from celery import Celery

app = Celery("shop")
# finding: time/worker-limit
app.conf.task_time_limit = 3600
# ok: time/worker-limit
app.conf.task_soft_time_limit = 600


# ok: time/worker-limit
@app.task(time_limit=1200)
def report():
    return None
