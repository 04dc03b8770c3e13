"""Cases of observability/basicconfig-noop."""

import logging
import sys

from flask import Flask

# finding: observability/basicconfig-noop
logging.basicConfig(level=logging.INFO, stream=sys.stdout)
# ok: observability/basicconfig-noop
logging.basicConfig(level=logging.INFO, force=True)
# ok: observability/basicconfig-noop
logging.basicConfig()


app = Flask(__name__)


@app.get("/orders")
def orders():
    # ok: observability/basicconfig-noop
    logging.getLogger().setLevel(logging.INFO)
    return {"orders": []}


@app.get("/debug")
def debug():
    # finding: observability/basicconfig-noop
    logging.basicConfig(format="%(levelname)s %(message)s")
    return {}


if __name__ == "__main__":
    app.run()


@app.cli.command("import-orders")
def import_orders():
    # ok: observability/basicconfig-noop
    logging.basicConfig(level=logging.DEBUG)
