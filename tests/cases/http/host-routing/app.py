"""Cases of http/host-routing."""

from flask import Blueprint, Flask

# ok: http/host-routing
app = Flask(__name__)
# finding: http/host-routing
shop = Blueprint("shop", __name__, subdomain="<tenant>")


@shop.get("/")
def index(tenant):
    return tenant


app.register_blueprint(shop)


@app.get("/status")
def status():
    return "ok"


def serve():
    # ok: http/host-routing
    app.run(host="0.0.0.0")
