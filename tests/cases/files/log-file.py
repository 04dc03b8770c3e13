"""Cases of files/log-file."""

import logging
from logging.handlers import RotatingFileHandler

from flask import Flask

app = Flask(__name__)
# finding: files/log-file
app.logger.addHandler(RotatingFileHandler("shop.log"))
# finding: files/log-file
logging.basicConfig(filename="shop.log")
# ok: files/log-file
app.logger.addHandler(logging.StreamHandler())
