"""Databases of the shop."""

import logging
import os

from sqlalchemy import create_engine

# finding: observability/log-volume-and-retention
orders = create_engine("postgresql://db/orders", echo=True)
# ok: observability/log-volume-and-retention
prices = create_engine("postgresql://db/prices", echo=False)
# ok: observability/log-volume-and-retention
stock = create_engine("postgresql://db/stock", echo=bool(os.environ.get("SQL_ECHO")))

# finding: observability/log-volume-and-retention
logging.basicConfig(level="DEBUG")
# finding: observability/log-volume-and-retention
logging.getLogger("sqlalchemy.engine").setLevel("DEBUG")
# ok: observability/log-volume-and-retention
logging.getLogger("shop").setLevel("INFO")
