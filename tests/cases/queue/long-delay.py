"""Cases of queue/long-delay."""

from datetime import datetime, timedelta

import dramatiq
from celery import Celery, shared_task
from rq import Queue

app = Celery("shop")
queue = Queue("shop")


@shared_task
def remind(order):
    return order


# finding: queue/long-delay
@shared_task(default_retry_delay=3600)
def fetch():
    return None


# ok: queue/long-delay
@shared_task(default_retry_delay=60)
def poll():
    return None


@dramatiq.actor
def clean(order):
    return order


def place(order, wait):
    # finding: queue/long-delay
    remind.apply_async((order,), countdown=3600)
    # finding: queue/long-delay
    remind.apply_async((order,), countdown=wait)
    # finding: queue/long-delay
    remind.apply_async((order,), eta=datetime.now() + timedelta(days=1))
    # ok: queue/long-delay
    remind.apply_async((order,), countdown=60)
    # ok: queue/long-delay
    remind.delay(order)
    # finding: queue/long-delay
    clean.send_with_options(args=(order,), delay=1_800_000)
    # ok: queue/long-delay
    clean.send_with_options(args=(order,), delay=1_000)
    # finding: queue/long-delay
    queue.enqueue_in(timedelta(hours=2), fetch)
    # ok: queue/long-delay
    queue.enqueue(fetch)
