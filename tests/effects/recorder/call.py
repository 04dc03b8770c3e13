"""One request to a running application."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Call(NamedTuple):
    """A request.

    Attributes:
        user: the key of ``LOG_INS`` of the application; nobody by default.
        form: sent as an HTML form does; ``json`` is sent as JSON.
        database: the key of ``DATABASES`` of the application.
        settings: what a deployment may set otherwise, for this request (Django).
        may_fail: whether it may answer with a status from 500 on.
    """

    method: str
    path: str
    user: str = ""
    form: Mapping[str, Any] | None = None
    json: Any = None
    database: str = "filled"
    headers: Mapping[str, str] = {}
    settings: Mapping[str, Any] = {}
    may_fail: bool = False
