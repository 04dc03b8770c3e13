"""What of an answer is the server's and not the application's, and is left out."""

import re

from migrator.model.parity import HttpResponse, Pairs

# Set by servers and proxies, or (ETag, Last-Modified) made from a file's place and age.
IGNORED_HEADERS = frozenset(
    {
        "age",
        "connection",
        "content-length",
        "date",
        "etag",
        "keep-alive",
        "last-modified",
        "server",
        "transfer-encoding",
        "via",
        "x-cache",
    }
)
_IGNORED_PREFIX = re.compile(r"x-amzn?-")


def is_ignored(name: str, more: frozenset[str] = frozenset()) -> bool:
    """Say whether a header is not compared."""
    lowered = name.lower()
    return lowered in IGNORED_HEADERS or lowered in more or bool(_IGNORED_PREFIX.match(lowered))


def canonical_response(response: HttpResponse) -> HttpResponse:
    """Drop the headers that no recording can reproduce."""
    kept = tuple((name, value) for name, value in response.headers if not is_ignored(name))
    return HttpResponse(response.status, kept, response.body)


def group_headers(headers: Pairs, ignored: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return values by lower-case name; only cookies stay apart when a header is repeated.

    API Gateway carries one value a header, and HTTP says that joining by commas means the same.
    """
    grouped: dict[str, list[str]] = {}
    for name, value in headers:
        if not is_ignored(name, ignored):
            grouped.setdefault(name.lower(), []).append(value)
    return {
        name: tuple(values) if name == "set-cookie" else (_joined(values),)
        for name, values in grouped.items()
    }


def _joined(values: list[str]) -> str:
    if len(values) == 1 and "," not in values[0]:
        return values[0]
    return ", ".join(part.strip() for value in values for part in value.split(","))
