"""Cases of queue/task."""

from celery import Celery, shared_task

app = Celery("shop")


@app.task
# finding: queue/task
def send(order):
    return order


@shared_task(name="shop.recount")
# finding: queue/task
def recount():
    return None


# ok: queue/task
def helper(order):
    return send.delay(order)
