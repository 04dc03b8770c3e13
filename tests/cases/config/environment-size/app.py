"""Cases of config/environment-size."""

from flask import Flask

from orders import orders
from rates import rates

app = Flask(__name__)
app.register_blueprint(orders)
app.register_blueprint(rates)
