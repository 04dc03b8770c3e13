"""Cases of observability/error-reporter-flush."""

import bugsnag
import rollbar
import sentry_sdk
from flask import Flask
from sentry_sdk.integrations.flask import FlaskIntegration

# finding: observability/error-reporter-flush
sentry_sdk.init(dsn="https://key@sentry.example/1", integrations=[FlaskIntegration()])


def create_app():
    app = Flask(__name__)
    # finding: observability/error-reporter-flush
    rollbar.init("token", "production")
    # finding: observability/error-reporter-flush
    bugsnag.configure(api_key="key")
    app.add_url_rule("/orders", view_func=orders)
    return app


def orders():
    try:
        return {"orders": []}
    except ValueError:
        # ok: observability/error-reporter-flush
        sentry_sdk.capture_exception()
        # ok: observability/error-reporter-flush
        sentry_sdk.flush()
        raise
