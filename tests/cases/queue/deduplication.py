"""Cases of queue/deduplication."""

from celery import Celery

# finding: queue/deduplication
from celery_once import QueueOnce
from rq import Queue

app = Celery("shop")
queue = Queue("shop")


@app.task(base=QueueOnce)
def refresh(order):
    return order


def export():
    return None


def start(order):
    # finding: queue/deduplication
    refresh.apply_async((order,), task_id=f"refresh-{order}")
    # finding: queue/deduplication
    queue.enqueue(export, job_id="export")
    # ok: queue/deduplication
    queue.enqueue(export)
    # ok: queue/deduplication
    refresh.apply_async((order,), countdown=3)
