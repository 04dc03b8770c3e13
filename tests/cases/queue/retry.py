"""Cases of queue/retry."""

import dramatiq
from celery import Celery, Task, shared_task

app = Celery("shop")


# finding: queue/retry
@shared_task(autoretry_for=(OSError,), retry_backoff=True)
def fetch():
    return None


# ok: queue/retry
@app.task(bind=True, max_retries=5, default_retry_delay=1)
def charge(self):
    return self.request.retries


@app.task(bind=True, max_retries=5)
def refund(self):
    # finding: queue/retry
    raise self.retry(countdown=5)


class Export(Task):
    name = "shop.export"

    def run(self):
        # finding: queue/retry
        self.retry(countdown=5)


app.register_task(Export())


# finding: queue/retry
@dramatiq.actor(max_retries=3)
def push():
    return None


# ok: queue/retry
@shared_task(max_retries=0)
def once():
    return None


# ok: queue/retry
@app.task(ignore_result=True)
def count():
    return None
