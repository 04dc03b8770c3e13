"""Cases of package/import-closure."""

from flask import Flask

from shop.orders import orders
from shop.reports import reports

app = Flask(__name__)
app.register_blueprint(orders)
app.register_blueprint(reports)
