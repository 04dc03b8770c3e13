"""Cases of queue/computed-schedule."""

import os

from celery import Celery
from celery.schedules import crontab, solar

app = Celery("shop")


@app.task
def clean():
    return None


@app.task
def count():
    return None


@app.task
def light():
    return None


@app.on_after_configure.connect
def set_up(sender, **_):
    # finding: queue/computed-schedule
    sender.add_periodic_task(float(os.environ["EVERY"]), clean.s())
    # finding: queue/computed-schedule
    sender.add_periodic_task(crontab(hour=os.environ["HOUR"]), count.s())
    # finding: queue/computed-schedule
    sender.add_periodic_task(solar("sunset", 52.5, 13.4), light.s())
    # ok: queue/computed-schedule
    sender.add_periodic_task(crontab(minute=0), clean.s())
    # ok: queue/computed-schedule
    sender.add_periodic_task(5.0, clean.s())
