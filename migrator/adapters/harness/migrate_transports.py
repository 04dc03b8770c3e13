"""Test clients of frameworks, whose requests go to the service where it has a route for them."""

from __future__ import annotations

import migrate_client_asgi  # type: ignore[import-not-found]
import migrate_client_django  # type: ignore[import-not-found]
import migrate_client_wsgi  # type: ignore[import-not-found]
from migrate_standins import after_import  # type: ignore[import-not-found]


def install() -> None:
    """Change the clients when they are imported."""
    after_import.add("werkzeug.test", migrate_client_wsgi.change)
    after_import.add("django.test.client", migrate_client_django.change)
    after_import.add("starlette.testclient", migrate_client_asgi.change)
    after_import.add("httpx._transports.asgi", migrate_client_asgi.change_httpx)
