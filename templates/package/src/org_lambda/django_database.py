"""Django's connections in Lambda: one a container, kept from request to request, checked first.

https://docs.djangoproject.com/en/stable/ref/databases/#persistent-connections
"""

import os
from collections.abc import Mapping
from typing import Any, Final

MAX_AGE_SECONDS: Final = 300


def databases_for_lambda(
    databases: Mapping[str, Mapping[str, Any]],
) -> dict[str, dict[str, Any]]:
    """Return ``DATABASES`` with connections that suit a container.

    A container answers one request at a time, so that Django opens one connection a database. It
    is kept for five minutes, or for as long as the setting says where that is shorter, and tested
    before use, because a container may have slept. Django's own pool (``OPTIONS["pool"]``, for
    PostgreSQL) goes: it would open several. Behind RDS Proxy (``DATABASE_PROXY=1``) each request
    opens its connection, and server-side cursors are off, since they need one that is not shared.
    """
    is_proxied = os.environ.get("DATABASE_PROXY") == "1"
    return {
        alias: _for_lambda(dict(one), is_proxied) for alias, one in databases.items()
    }


def _for_lambda(database: dict[str, Any], is_proxied: bool) -> dict[str, Any]:
    if not database:  # Django fills in a dummy where ``default`` is empty
        return database
    options = dict(database.get("OPTIONS") or {})
    if options.pop("pool", None) is not None:
        database["OPTIONS"] = options
    if is_proxied:
        return {**database, "CONN_MAX_AGE": 0, "DISABLE_SERVER_SIDE_CURSORS": True}
    age = database.get("CONN_MAX_AGE", 0)
    is_shorter = isinstance(age, int) and 0 < age < MAX_AGE_SECONDS
    return {
        **database,
        "CONN_MAX_AGE": age if is_shorter else MAX_AGE_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }
