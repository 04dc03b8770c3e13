"""Cases of queue/wrapped-task."""

import functools

from celery import Celery, shared_task

app = Celery("shop")


def in_context(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)

    return wrapper


def micro_task(function):
    return app.task(acks_late=True)(function)


@micro_task
# finding: queue/wrapped-task
def send(order):
    return order


@shared_task
@in_context
# finding: queue/wrapped-task
def export(order):
    return order


@shared_task
# ok: queue/wrapped-task
def recount():
    return None


@in_context
# ok: queue/wrapped-task
def no_task():
    return None
