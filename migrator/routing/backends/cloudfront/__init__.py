"""A CloudFront Function as the facade: its code is always the same, routes are data in a store.

The function runs before the cache, for each request. It agrees visitor by visitor with the other
backends that use MD5; a visitor without an identity is known by its address.
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from migrator.model.cutover import Cutover, Mode, Route
from migrator.model.files import RenderedFile
from migrator.routing import convention
from migrator.routing.assignment import threshold
from migrator.routing.convention import Refusal
from migrator.routing.paths import ODD_PATH, by_specificity, methods_of, path_expression
from migrator.routing.templates import render_text

FUNCTION = "function.js"
STORE = "store.json"
PREFIX = "migrate:"  # of our keys: others in the store are left alone
CLOSED = -1  # below every bucket, and nobody is asked

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
LONGEST_FUNCTION = 10_000
LONGEST_VALUE = 1000
LONGEST_KEY = 512
LARGEST_STORE = 5_000_000

Row = dict[str, Any]


def render(cutover: Cutover, run_dir: str) -> tuple[RenderedFile, ...]:  # noqa: ARG001 - as of all
    """Render the function's code and what the store holds."""
    store = json.dumps(entries(cutover), indent=2)
    return (
        RenderedFile.of_text(STORE, f"{store}\n"),
        RenderedFile.of_text(FUNCTION, function(cutover)),
    )


def function(cutover: Cutover) -> str:
    """Return the code; only another identity changes it."""
    return render_text(
        "cloudfront.js",
        identity=cutover.identity,
        odd_path=ODD_PATH.removeprefix("(?i)").replace("/", r"\/"),
        prefix=PREFIX,
        force=convention.FORCE,
        force_cookie=convention.FORCE_COOKIE,
        arm=convention.ARM,
        route=convention.ROUTE,
        no_route=convention.NO_ROUTE,
        new=convention.NEW,
        old=convention.OLD,
    )


def entries(cutover: Cutover) -> Mapping[str, str]:
    """Return keys and values of the store, sorted; what gets too long goes on in further keys."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for route in by_specificity(cutover.routes):
        groups[_literal_prefix(route.path)].append(_row(cutover, route))
    found = {}
    for prefix, rows in sorted(groups.items()):
        parts = _parts(rows)
        for at, part in enumerate(parts):
            key = f"{PREFIX}{prefix}" + (f" {at}" if at else "")
            found[key] = _value(part, len(parts))
    return found


def find_refusals(cutover: Cutover) -> Iterator[Refusal]:
    """Yield what the function cannot do."""
    facade = cutover.facade
    if not facade.function:
        yield Refusal("", "go without the function's name: facade.function")
    if not re.fullmatch(r"arn:[^:]+:cloudfront::[^:]*:key-value-store/.+", facade.store):
        yield Refusal("", "go without the ARN of its KeyValueStore: facade.store")
    for name in sorted({route.service for route in cutover.routes}):
        if not cutover.origins.new(name).distribution_origin:
            yield Refusal("", f"reach {name!r} without its distribution_origin (an id)")
    for route in cutover.routes:
        if route.mode is Mode.SHADOW:
            yield Refusal(route.id, "copy requests: there is no shadow")
    yield from _in_sizes(cutover)


def _in_sizes(cutover: Cutover) -> Iterator[Refusal]:
    if len(function(cutover)) > LONGEST_FUNCTION:
        yield Refusal("", f"hold the code: {LONGEST_FUNCTION} characters at most")
    found = entries(cutover)
    for key, value in found.items():
        if len(value.encode()) > LONGEST_VALUE or len(key.encode()) > LONGEST_KEY:
            yield Refusal(json.loads(value)["routes"][0]["i"], "hold a path as long as this")
    size = sum(len(key.encode()) + len(value.encode()) for key, value in found.items())
    if size > LARGEST_STORE:
        yield Refusal("", f"hold {size} bytes of routes: {LARGEST_STORE} at most")


def shares(stored: Mapping[str, str]) -> Mapping[str, float]:
    """Return each route's share of visitors, as a store says it."""
    rows = [
        row
        for key, value in stored.items()
        if key.startswith(PREFIX)
        for row in json.loads(value)["routes"]
    ]
    return {row["i"]: round(max(row["t"], 0) * 100 / threshold(100), 2) for row in rows}


def _row(cutover: Cutover, route: Route) -> Row:
    is_closed = route.mode in {Mode.MONOLITH, Mode.SHADOW}
    row: Row = {
        "i": route.id,
        "p": f"^{path_expression(route.path)}$",
        "t": CLOSED if is_closed else threshold(route.share),
        "f": 0 if route.mode is Mode.RETIRED else 1,
        "o": cutover.origins.new(route.service).distribution_origin,
    }
    if methods := methods_of(route):
        row["m"] = methods
    return row


def _literal_prefix(template: str) -> str:
    """Return the segments before the first with a parameter."""
    head = template.rstrip("/").split("/")
    whole = next((at for at, one in enumerate(head) if "{" in one), len(head))
    return "/".join(head[:whole])


def _parts(rows: list[Row]) -> list[list[Row]]:
    parts: list[list[Row]] = []
    for row in rows:
        if parts and len(_value([*parts[-1], row], 10_000).encode()) <= LONGEST_VALUE:
            parts[-1].append(row)
        else:
            parts.append([row])
    return parts


def _value(rows: list[Row], parts: int) -> str:
    return json.dumps({"parts": parts, "routes": rows}, separators=(",", ":"))
