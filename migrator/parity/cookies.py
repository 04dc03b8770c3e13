"""A browser's cookie jar, as far as one site needs it (RFC 6265).

``Secure`` and ``Domain`` are not looked at: a recording talks to one host, often without TLS.
"""

from collections.abc import Iterable
from email.utils import parsedate_to_datetime

import msgspec

from migrator.model.parity import HttpResponse


class Cookie(msgspec.Struct, frozen=True):
    """A stored cookie; ``expires`` in seconds since 1970, None for the session."""

    name: str
    value: str
    path: str
    expires: float | None


class CookieJar:
    """The cookies of one client."""

    def __init__(self) -> None:
        self._cookies: dict[tuple[str, str], Cookie] = {}

    def store(self, response: HttpResponse, path: str, now: float) -> None:
        """Take over what ``response`` to a request for ``path`` sets and deletes."""
        for name, header in response.headers:
            if name.lower() == "set-cookie" and (cookie := parse_set_cookie(header, path, now)):
                self._cookies.pop((cookie.name, cookie.path), None)
                if cookie.expires is None or cookie.expires > now:
                    self._cookies[cookie.name, cookie.path] = cookie

    def pairs(self, path: str, now: float) -> list[tuple[str, str]]:
        """Return name and value of what a request for ``path`` sends, longest path first."""
        live = [
            cookie
            for cookie in self._cookies.values()
            if _covers(cookie.path, path) and (cookie.expires is None or cookie.expires > now)
        ]
        return [(c.name, c.value) for c in sorted(live, key=lambda c: -len(c.path))]


def parse_set_cookie(header: str, path: str, now: float) -> Cookie | None:
    """Read a Set-Cookie header; None where it names no cookie."""
    pair, *rest = header.split(";")
    name, equals, value = pair.partition("=")
    if not equals or not name.strip():
        return None
    attributes = dict(_attributes(rest))
    where = attributes.get("path", "")
    return Cookie(
        name.strip(),
        value.strip(),
        where if where.startswith("/") else (path.rpartition("/")[0] or "/"),
        _expires(attributes, now),
    )


def _attributes(parts: Iterable[str]) -> Iterable[tuple[str, str]]:
    for part in parts:
        name, _, value = part.partition("=")
        yield name.strip().lower(), value.strip()


def _expires(attributes: dict[str, str], now: float) -> float | None:
    if "max-age" in attributes:
        try:
            return now + int(attributes["max-age"])
        except ValueError:
            return None
    if "expires" in attributes:
        try:
            return parsedate_to_datetime(attributes["expires"]).timestamp()
        except ValueError:
            return None
    return None


def _covers(cookie_path: str, path: str) -> bool:
    return path == cookie_path or path.startswith(cookie_path.rstrip("/") + "/")
