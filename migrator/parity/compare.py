"""Two answers to one request: what differs."""

import difflib
import hashlib
from collections.abc import Iterator

import msgspec

from migrator.model.parity import Aspect, Difference, HttpResponse
from migrator.parity.canonical import group_headers
from migrator.parity.json_diff import compare_json, matches_path

_TEXT_TYPES = ("text/", "application/xml", "application/javascript", "image/svg")


class Tolerance(msgspec.Struct, frozen=True):
    """What a person allows to differ: headers in lower case, JSON paths and files with ``*``."""

    headers: frozenset[str] = frozenset()
    json_paths: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def compare_responses(
    monolith: HttpResponse, service: HttpResponse, tolerance: Tolerance
) -> tuple[Difference, ...]:
    """Compare status, headers and body."""
    return (
        *_compare_status(monolith, service),
        *_compare_headers(monolith, service, tolerance.headers),
        *_compare_bodies(monolith, service, tolerance.json_paths),
    )


def compare_texts(monolith: str, service: str) -> tuple[str, ...]:
    """Return the unified diff of two texts, without file names."""
    lines = difflib.unified_diff(
        monolith.splitlines(), service.splitlines(), "monolith", "service", lineterm="", n=2
    )
    return tuple(lines)[2:] or ("(only white space at line ends differs)",)


def describe_bytes(content: bytes) -> str:
    """Name content that nobody reads: length and hash."""
    return f"{len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()[:16]}"


def _compare_status(monolith: HttpResponse, service: HttpResponse) -> Iterator[Difference]:
    if monolith.status != service.status:
        yield Difference(Aspect.STATUS, "", str(monolith.status), str(service.status))


def _compare_headers(
    monolith: HttpResponse, service: HttpResponse, ignored: frozenset[str]
) -> Iterator[Difference]:
    left = group_headers(monolith.headers, ignored)
    right = group_headers(service.headers, ignored)
    for name in sorted(left.keys() | right.keys()):
        if left.get(name) != right.get(name):
            values = ["\n".join(side.get(name, ())) for side in (left, right)]
            yield Difference(Aspect.HEADER, name, values[0], values[1])


def _compare_bodies(
    monolith: HttpResponse, service: HttpResponse, ignored: tuple[str, ...]
) -> Iterator[Difference]:
    left, right = monolith.body.content, service.body.content
    if left == right:
        return
    if is_json(monolith) and is_json(service):
        try:
            values = msgspec.json.decode(left), msgspec.json.decode(right)
        except msgspec.DecodeError:
            pass
        else:
            for difference in compare_json(*values):
                if not any(matches_path(pattern, difference.place) for pattern in ignored):
                    yield difference
            return
    if is_text(monolith) and not (monolith.body.base64 or service.body.base64):
        diff = compare_texts(monolith.body.text, service.body.text)
        yield Difference(Aspect.BODY, diff=diff)
    else:
        yield Difference(Aspect.BODY, "", describe_bytes(left), describe_bytes(right))


def is_json(response: HttpResponse) -> bool:
    """Say whether the body is JSON by its content type."""
    media_type = response.header("content-type").partition(";")[0].strip().lower()
    return media_type == "application/json" or media_type.endswith("+json")


def is_text(response: HttpResponse) -> bool:
    """Say whether a person can read the body."""
    return is_json(response) or response.header("content-type").lower().startswith(_TEXT_TYPES)
