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




def create_app():
    app = Flask(__name__)
    set_up_logging()
    # ok: observability/basicconfig-noop
    logging.getLogger().setLevel(logging.INFO)
    app.add_url_rule("/orders", view_func=orders)
    app.cli.command("import-orders")(import_orders)
    return app


def set_up_logging():
    # finding: observability/basicconfig-noop
    logging.basicConfig(format="%(levelname)s %(message)s")


def orders():
    return {"orders": []}


def import_orders():
    # ok: observability/basicconfig-noop
    logging.basicConfig(level=logging.DEBUG)
