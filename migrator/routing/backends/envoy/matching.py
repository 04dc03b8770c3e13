"""Conditions on requests, and the identity of whoever sends them."""

from typing import Any

from migrator.model.cutover import Identity
from migrator.routing.backends.envoy.headers import MINT
from migrator.routing.convention import YEAR_SECONDS

_WHOLE_VALUE = "^(.*)$"

Data = dict[str, Any]


def path_match(expression: str) -> Data:
    """Match whole paths, the query left out."""
    return {"safe_regex": {"regex": expression}}


def header_matches(name: str, expression: str) -> Data:
    """Match whole values of the header ``name``."""
    return {"name": name, "string_match": {"safe_regex": {"regex": expression}}}


def cookie_matches(name: str, expression: str) -> Data:
    """Match the value of one cookie among others."""
    return header_matches("cookie", f"(.*; ?)?{name}={expression}(;.*)?")


def is_unknown(identity: Identity) -> tuple[Data, Data]:
    """Match requests that carry neither the identity's header nor its cookie."""
    cookie = cookie_matches(identity.cookie, "[^;]+")
    return (
        {"name": identity.header, "present_match": False},
        {**cookie, "invert_match": True, "treat_missing_header_as_empty": True},
    )


def identity_cookie(identity: Identity) -> Data:
    """Return the response header that makes the minted identity last."""
    value = (
        f"{identity.cookie}=%REQ({MINT})%; Path=/; Max-Age={YEAR_SECONDS}; HttpOnly; SameSite=Lax"
    )
    header = {"key": "set-cookie", "value": value}
    return {"header": header, "append_action": "APPEND_IF_EXISTS_OR_ADD"}


def minted_hash(route: str) -> list[Data]:
    """Hash the identity that was minted for this request."""
    return [_hash(route, MINT, _WHOLE_VALUE)]


def identity_hashes(route: str, identity: Identity) -> list[Data]:
    """Hash the identity of a known visitor: the header if there is one, else the cookie."""
    cookie = f"^(?:.*; ?)?{identity.cookie}=([^;]+).*$"
    return [_hash(route, identity.header, _WHOLE_VALUE), _hash(route, "cookie", cookie)]


def _hash(route: str, header: str, expression: str) -> Data:
    """Hash ``<route>:<identity>``; the salt keeps routes from having the same early visitors."""
    rewrite = {"pattern": {"regex": expression}, "substitution": rf"{route}:\1"}
    return {"header": {"header_name": header, "regex_rewrite": rewrite}, "terminal": True}
