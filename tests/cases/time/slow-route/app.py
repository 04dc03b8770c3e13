"""A shop with a yearly report that is built while the client waits."""

from flask import Flask

app = Flask(__name__)


@app.get("/orders/<int:order_id>")
# ok: time/slow-route
def order(order_id):
    return {"id": order_id}


@app.get("/reports/<int:year>")
# finding: time/slow-route
def report(year):
    return {"year": year}


@app.get("/import")
# ok: time/slow-route
def rarely_slow():
    return {}


@app.get("/never")
# ok: time/slow-route
def never_asked():
    return {}
