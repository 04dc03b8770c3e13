"""Cases of queue/priority."""

import dramatiq
from celery import shared_task
from rq import Queue

queue = Queue("shop")


# finding: queue/priority
@shared_task(priority=9)
def alarm():
    return None


# ok: queue/priority
@shared_task(queue="mails")
def mail():
    return None


# finding: queue/priority
@dramatiq.actor(priority=1)
def push():
    return None


def start(level):
    # finding: queue/priority
    mail.apply_async(priority=3)
    # finding: queue/priority
    mail.apply_async(priority=level)
    # finding: queue/priority
    queue.enqueue(mail, at_front=True)
    # ok: queue/priority
    queue.enqueue(mail)
    # ok: queue/priority
    mail.apply_async(queue="mails")
