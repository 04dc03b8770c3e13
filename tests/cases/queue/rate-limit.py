"""Cases of queue/rate-limit."""

from celery import Celery, shared_task

app = Celery("shop")
# finding: queue/rate-limit
app.conf.task_default_rate_limit = "100/m"
LIMIT = f"{len('ab')}/s"


# finding: queue/rate-limit
@shared_task(rate_limit="10/m")
def mail():
    return None


# finding: queue/rate-limit
@app.task(rate_limit=LIMIT)
def call_partner():
    return None


# ok: queue/rate-limit
@shared_task(rate_limit=None)
def export():
    return None


# ok: queue/rate-limit
@app.task(time_limit=30)
def count():
    return None
