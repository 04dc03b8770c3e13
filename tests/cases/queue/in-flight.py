"""Cases of queue/in-flight."""

import redis
from celery import Celery, shared_task
from rq import Queue

# finding: queue/in-flight
app = Celery("shop", broker="redis://redis")
# ok: queue/in-flight
store = redis.Redis()
# finding: queue/in-flight
queue = Queue("mails", connection=store)


# ok: queue/in-flight
@shared_task
def send(order):
    return order
