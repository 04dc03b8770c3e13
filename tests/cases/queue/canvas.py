"""Cases of queue/canvas."""

from celery import Celery, chain, chord, group, shared_task
from flask import Flask

app = Celery("shop")
web = Flask(__name__)


@shared_task
def charge(order):
    return order


@shared_task
def pack(order):
    return order


@web.post("/orders/<int:order>")
def place(order):
    # finding: queue/canvas
    chain(charge.s(order), pack.s())()
    # finding: queue/canvas
    chord([charge.s(order)], pack.s()).delay()
    # finding: queue/canvas
    charge.apply_async((order,), link=pack.s())
    # ok: queue/canvas
    group(pack.s(n) for n in range(3)).delay()
    # ok: queue/canvas
    charge.apply_async((order,), countdown=3)
    # ok: queue/canvas
    chain(charge.s(order)).delay()
    first = charge.si(order)
    # ok: queue/canvas
    chain(first).delay()
    # finding: queue/canvas
    chain([charge.s(order), pack.s()]).delay()
    several = []
    for number in range(order):
        several.append(charge.s(number))
    # finding: queue/canvas
    chain(*several).delay()
    # ok: queue/canvas
    return str(list(chain_of(order)))


def chain_of(order):
    # ok: queue/canvas
    return [charge.s(order), pack.s()]
