"""A shop with an old route."""

from celery import Celery
from flask import Flask

app = Flask(__name__)
celery = Celery("shop")


@app.get("/orders/<int:order_id>")
# ok: cost/no-traffic
def order(order_id):
    return {"id": order_id}


@app.post("/fax")
# finding: cost/no-traffic
def fax():
    return {}


@celery.task(name="shop.mail")
# ok: cost/no-traffic
def mail():
    return None
