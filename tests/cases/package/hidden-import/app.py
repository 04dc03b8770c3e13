"""Cases of package/hidden-import."""

from flask import Flask

from billing.views import billing
from orders.views import orders

app = Flask(__name__)
app.register_blueprint(orders)
app.register_blueprint(billing)
