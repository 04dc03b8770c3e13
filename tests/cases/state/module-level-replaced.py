"""Cases of state/module-level-replaced."""

from flask import Flask

app = Flask(__name__)

# finding: state/module-level-replaced
last_order = None
# finding: state/module-level-replaced
folder = "orders"
# ok: state/module-level-replaced
count = 0
# ok: state/module-level-replaced
client = None
# ok: state/module-level-replaced
TITLE = "Shop"


def connect():
    global client
    if client is None:
        client = object()
    return client


@app.post("/orders/<name>")
def order(name):
    global last_order, folder, count
    last_order = name
    folder = name
    count += 1
    return str(connect()) + TITLE
