"""Cases of queue/enqueue-in-loop."""

from celery import shared_task
from flask import Flask
from rq import Queue

web = Flask(__name__)
queue = Queue("shop")


@shared_task
def pack(order):
    return order


def export(order):
    return order


@web.post("/orders")
def place():
    for order in range(10):
        # finding: queue/enqueue-in-loop
        pack.delay(order)
        if order:
            # finding: queue/enqueue-in-loop
            queue.enqueue(export, order)
    # ok: queue/enqueue-in-loop
    pack.delay(0)
    return "placed"
