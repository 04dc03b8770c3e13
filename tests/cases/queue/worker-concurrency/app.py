"""Cases of queue/worker-concurrency."""

from celery import Celery

app = Celery("shop")
# finding: queue/worker-concurrency
app.conf.worker_concurrency = 8
# ok: queue/worker-concurrency
app.conf.worker_prefetch_multiplier = 1
