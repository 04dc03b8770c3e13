"""The headers and cookies by which the facade talks to clients and to itself."""

from typing import Any

from migrator.routing.convention import ARM, ROUTE

MINT = "x-cutover-mint"  # the identity that a first visit is going to get


def answered_by(arm: str, route: str) -> list[dict[str, Any]]:
    """Return the response headers that say who was chosen to answer, and by which route."""
    return [set_header(ARM, arm), set_header(ROUTE, route)]


def set_header(name: str, value: str) -> dict[str, Any]:
    """Return a header mutation that leaves exactly one header ``name``."""
    header = {"key": name, "value": value}
    return {"header": header, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}
