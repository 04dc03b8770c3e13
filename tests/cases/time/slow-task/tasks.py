"""Tasks of a shop, with the durations of a week beside them."""

from celery import Celery
from flask import Flask

celery = Celery("shop")
app = Flask(__name__)


@celery.task(name="shop.recount")
# finding: time/slow-task
def recount():
    return None


@celery.task(name="shop.mail")
# ok: time/slow-task
def mail(address):
    return None


@celery.task(name="shop.archive")
# ok: time/slow-task
def never_run():
    return None


@app.get("/slow")
# ok: time/slow-task
def slow():
    return {}
