"""Cases of queue/other-task."""

import dramatiq
from celery import shared_task
from rq import Queue

queue = Queue("shop")


@dramatiq.actor
# finding: queue/other-task
def send(order):
    return order


# finding: queue/other-task
def recount():
    return None


def start():
    queue.enqueue(recount)


# ok: queue/other-task
@shared_task
def export():
    return None


# ok: queue/other-task
def never():
    return None
