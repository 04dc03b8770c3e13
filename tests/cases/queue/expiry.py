"""Cases of queue/expiry."""

import dramatiq
from celery import Celery, shared_task

app = Celery("shop")
# finding: queue/expiry
app.conf.beat_schedule = {
    "refresh": {
        "task": "case.refresh",
        "schedule": 60.0,
        "options": {"expires": 30},
    },
}


@shared_task
def refresh():
    return None


# finding: queue/expiry
@shared_task(expires=60)
def ping():
    return None


# finding: queue/expiry
@dramatiq.actor(max_age=3_600_000)
def push():
    return None


def start(deadline):
    # finding: queue/expiry
    refresh.apply_async(expires=30)
    # finding: queue/expiry
    refresh.apply_async(expires=deadline)
    # ok: queue/expiry
    refresh.apply_async(countdown=30)
    # ok: queue/expiry
    refresh.delay()
