"""Cases of queue/schedule-without-equivalent."""

from celery import Celery
from celery.schedules import crontab

app = Celery("shop")


@app.task
def clean():
    return None


@app.on_after_configure.connect
def set_up(sender, **_):
    # ok: queue/schedule-without-equivalent
    sender.add_periodic_task(crontab(hour=3, minute=0), clean.s())
    # ok: queue/schedule-without-equivalent
    sender.add_periodic_task(300.0, clean.s())
    # finding: queue/schedule-without-equivalent
    sender.add_periodic_task(5.0, clean.s())
    # finding: queue/schedule-without-equivalent
    sender.add_periodic_task(90.0, clean.s())
    # ok: queue/schedule-without-equivalent
    sender.add_periodic_task(0, clean.s())
    # ok: queue/schedule-without-equivalent
    sender.add_periodic_task(float(len("ab")), clean.s())
