"""Cases of queue/group."""

from celery import chain, group, shared_task
from flask import Flask

web = Flask(__name__)


@shared_task
def pack(order):
    return order


@web.post("/orders")
def place():
    # finding: queue/group
    group(pack.s(n) for n in range(3)).delay()
    # finding: queue/group
    bundle = group([pack.s(1), pack.s(2)])
    bundle.apply_async()
    # ok: queue/group
    chain(pack.s(1), pack.s(2))()
    # ok: queue/group
    group(pack.s(1)).delay()
    # finding: queue/group
    group(*[pack.s(n) for n in range(3)]).delay()
    # ok: queue/group
    pack.delay(1)
    return "placed"
