"""Cases of queue/pickle."""

import pickle

from celery import Celery, shared_task

app = Celery("shop")
# finding: queue/pickle
app.conf.task_serializer = "pickle"
# finding: queue/pickle
app.conf.accept_content = ["json", "pickle"]
# ok: queue/pickle
app.conf.result_serializer = "json"


# finding: queue/pickle
@shared_task(serializer="pickle")
def send(order):
    return order


# ok: queue/pickle
@shared_task(serializer="json")
def pack(order):
    return order


def start(order):
    # finding: queue/pickle
    pack.apply_async((order,), serializer="pickle")
    # ok: queue/pickle
    pack.apply_async((order,), serializer="json")
    # ok: queue/pickle
    return pickle.dumps(order)
