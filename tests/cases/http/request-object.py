"""Cases of http/request-object: one finding a file, at the first."""

from flask import Flask, request
from flask.views import MethodView

app = Flask(__name__)


@app.post("/orders")
def create():
    # ok: http/request-object
    return book(request.form)


@app.get("/orders")
def search():
    return str(wanted())


def wanted():
    # finding: http/request-object
    return request.args


def book(form):
    # ok: http/request-object
    return str(form)


class Customers(MethodView):
    def get(self):
        # ok: http/request-object
        return str(request.args) + self.page()

    def page(self):
        # ok: http/request-object
        return str(request.args)


app.add_url_rule("/customers", view_func=Customers.as_view("customers"))
