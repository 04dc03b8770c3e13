"""Cases of queue/bound-task."""

from celery import Celery, shared_task

app = Celery("shop")


# finding: queue/bound-task
@shared_task(bind=True)
def fetch(self):
    return self.request.id


# finding: queue/bound-task
@app.task(bind=True, name="shop.charge")
def charge(self):
    raise self.retry()


# ok: queue/bound-task
@shared_task(bind=False)
def push():
    return None


# ok: queue/bound-task
@app.task
def count():
    return None
