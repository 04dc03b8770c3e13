"""Cases of observability/xray-sdk-eol."""

# finding: observability/xray-sdk-eol
from aws_xray_sdk.core import patch_all, xray_recorder

from aws_xray_sdk.ext.flask.middleware import XRayMiddleware

# ok: observability/xray-sdk-eol
from aws_lambda_powertools import Logger, Tracer
from flask import Flask

# finding: observability/xray-sdk-eol
tracer = Tracer(service="shop")
# ok: observability/xray-sdk-eol
log = Logger(service="shop")

app = Flask(__name__)
XRayMiddleware(app, xray_recorder)
patch_all()


@app.get("/orders")
def orders():
    return {}
