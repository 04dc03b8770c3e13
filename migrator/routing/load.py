"""cutover.yaml -> Cutover, with every mistake of the file said at once."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from migrator.model import strict_yaml
from migrator.model.cutover import Cutover, Mode
from migrator.model.strict_yaml import Mistake, Node, nearest
from migrator.routing.assignment import TOTAL_WEIGHT, weight
from migrator.routing.paths import canonical

SAFE_METHODS = frozenset({"GET", "HEAD", "ANY"})  # of ANY only GET and HEAD are copied


def load_cutover(text: str, *, file: str) -> Cutover:
    """Read the text of cutover.yaml.

    Raises:
        PlanError: with one line for each mistake.
    """
    node = strict_yaml.parse(text, file=file)
    mistakes = [*strict_yaml.find_mistakes(node, Cutover), *_find_contradictions(node)]
    strict_yaml.raise_for(mistakes, file=file)
    return msgspec.convert(node.plain(), Cutover)


def _find_contradictions(node: Node) -> Iterator[Mistake]:
    """Yield what types cannot say; other mistakes may be present as well."""
    version = node.at("version")
    if version and isinstance(version.scalar, int) and version.scalar != 1:
        yield Mistake(version.line, f"version {version.scalar} is not known, this is version 1")
    yield from _in_origins(node)
    yield from _in_policy(node)
    yield from _in_evidence(node)
    yield from _in_consumers(node)
    routes = node.at("routes")
    items = routes.items if routes else ()
    yield from _duplicates(items)
    services = node.at("origins", "services")
    names = tuple(services.fields) if services else ()
    for route in items:
        yield from _in_route(route, names)


def _in_origins(node: Node) -> Iterator[Mistake]:
    services = node.at("origins", "services")
    origins = [node.at("origins", "monolith"), *(services.fields.values() if services else ())]
    for origin in origins:
        url = origin.at("url") if origin and origin.fields else origin
        if url and isinstance(url.scalar, str) and not _is_origin(url.scalar):
            yield Mistake(
                url.line, f"{url.scalar!r} is not an origin such as http://127.0.0.1:8000, no path"
            )
    for name, value in services.fields.items() if services else ():
        if not name.replace("-", "").replace("_", "").isalnum():
            yield Mistake(value.line, f"service {name!r}: use letters, digits, '-' and '_'")


def _in_policy(node: Node) -> Iterator[Mistake]:
    freezes = node.at("policy", "freeze")
    for key, what in (("gates", "a gate"), ("notify", "a notice")):
        hooks = node.at("policy", key)
        for hook in hooks.items if hooks else ():
            if (hook.at("webhook") is None) == (hook.at("command") is None):
                yield Mistake(hook.line, f"{what} is either a webhook or a command")
    for freeze in freezes.items if freezes else ():
        start, to, zone = (freeze.at(key) for key in ("from", "to", "timezone"))
        if start and to and ("-" in str(start.scalar)) != ("-" in str(to.scalar)):
            yield Mistake(to.line, "a freeze lies between two times or between two dates")
        if zone and not _is_zone(str(zone.scalar)):
            yield Mistake(zone.line, f"unknown time zone {zone.scalar!r}, such as Europe/Berlin")


def _in_evidence(node: Node) -> Iterator[Mistake]:
    sources = [node.at("evidence", name) for name in ("prometheus", "cloudwatch")]
    named = [one for one in sources if one]
    if len(named) > 1:
        yield Mistake(named[1].line, "evidence is of Prometheus or of CloudWatch, not of both")
    margin = node.at("policy", "slow_margin")
    for source in named:
        if not source.at("slow") and not (margin and margin.scalar == 1):
            what = "it does not count what is slow: name `slow`, or set `slow_margin: 1`"
            yield Mistake(source.line, f"{what} in the policy")
    window = node.at("policy", "window")
    text = str(window.scalar) if window else ""
    if sources[1] and re.fullmatch("[0-9]+s", text) and int(text[:-1]) % 60:
        yield Mistake(
            window.line if window else 1, "CloudWatch counts whole minutes: `window: 1m`"
        )


def _in_consumers(node: Node) -> Iterator[Mistake]:
    services = node.at("origins", "services")
    known = tuple(services.fields) if services else ()
    routes = node.at("routes")
    first = {str(one.scalar): one.line for one in _named(routes, "id")}
    for key in ("tasks", "schedules"):
        listed = node.at(key)
        for name in _named(listed, "name"):
            text = str(name.scalar)
            if text in known:
                yield Mistake(name.line, f"{text!r} is a service: call it something else")
            if text in first:
                what = f"{text!r} is already on line {first[text]}: one side runs it, not two"
                yield Mistake(name.line, what)
            first.setdefault(text, name.line)
        for service in _named(listed, "service"):
            if isinstance(service.scalar, str) and service.scalar not in known:
                hint = nearest(service.scalar, known)
                yield Mistake(service.line, f"unknown service {service.scalar!r}{hint}")


def _named(listed: Node | None, key: str) -> Iterator[Node]:
    for item in listed.items if listed else ():
        if found := item.at(key):
            yield found


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _is_origin(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and port != 0
    return is_whole and parts.path in {"", "/"} and not parts.query and "@" not in parts.netloc


def _duplicates(routes: tuple[Node, ...]) -> Iterator[Mistake]:
    yield from _same_requests(routes)
    first: dict[tuple[str, ...], int] = {}
    for route in routes:
        for keys in (("id",), ("method", "path")):
            nodes = [route.at(key) for key in keys]
            words = tuple(str(node.scalar) for node in nodes if node)
            if len(words) < len(keys):
                continue
            line = max(node.line for node in nodes if node)
            if words in first:
                what = f"route {' '.join(words)!r}"
                yield Mistake(line, f"{what} is already on line {first[words]}")
            first.setdefault(words, line)


def _same_requests(routes: tuple[Node, ...]) -> Iterator[Mistake]:
    """Yield routes that differ from another only in the names of parameters: two owners."""
    first: dict[tuple[str, str], tuple[str, int]] = {}
    for route in routes:
        method, path = route.at("method"), route.at("path")
        if method and path and isinstance(path.scalar, str) and "{" in path.scalar:
            key = (str(method.scalar), canonical(path.scalar))
            text, line = first.setdefault(key, (path.scalar, path.line))
            if text != path.scalar:
                what = f"{method.scalar} {path.scalar!r} takes the same requests as {text!r}"
                yield Mistake(path.line, f"{what} on line {line}")


def _in_route(route: Node, services: tuple[str, ...]) -> Iterator[Mistake]:
    service, percent, mode = route.at("service"), route.at("percent"), route.at("mode")
    if service and isinstance(service.scalar, str) and service.scalar not in services:
        message = f"unknown service {service.scalar!r}{nearest(service.scalar, services)}"
        yield Mistake(service.line, message)
    if percent and isinstance(percent.scalar, int | float):
        exact = percent.scalar * TOTAL_WEIGHT / 100
        if abs(exact - weight(percent.scalar)) > 1e-6:
            yield Mistake(percent.line, f"percent {percent.scalar}: at most two decimals count")
    method = route.at("method")
    if mode and mode.scalar == Mode.SHADOW and method and method.scalar not in SAFE_METHODS:
        yield Mistake(
            mode.line,
            f"shadow would run {method.scalar} twice; copy only GET and HEAD, or use canary",
        )
