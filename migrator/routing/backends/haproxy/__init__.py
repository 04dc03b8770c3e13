"""HAProxy as the facade: one configuration, and maps that a running one takes over.

https://docs.haproxy.org/2.6/configuration.html; routes and arms are data in map files, so that
only another origin, another port or another identity needs a reload.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from migrator.model.cutover import Cutover, Mode, Route
from migrator.model.files import RenderedFile
from migrator.routing import convention
from migrator.routing.assignment import threshold, weight
from migrator.routing.origins import SYSTEM_CERTIFICATES, is_address, port_of
from migrator.routing.paths import ODD_PART, by_specificity, request_expression
from migrator.routing.templates import render_text

CONFIGURATION = "haproxy.cfg"
SHADOW = "shadow.lua"
MONOLITH = "monolith"
ROUTES = "routes.map"
MODES = "modes.map"
THRESHOLDS = "thresholds.map"
BACKENDS = "backends.map"
SHADOWS = "shadows.map"
ORIGINS = "origins.map"
# In this order a change is never wrong for a moment: where to go before whom to send there.
MAPS = (ORIGINS, BACKENDS, ROUTES, SHADOWS, THRESHOLDS, MODES)

Pairs = list[tuple[str, str]]


class _Server(msgspec.Struct, frozen=True):
    """A service as the template needs it; both lines are `server` lines."""

    name: str
    server: str
    is_foreign: bool
    line: str
    monolith_line: str


def render(cutover: Cutover, run_dir: str) -> tuple[RenderedFile, ...]:
    """Render the files of the run folder; the maps first, since the configuration reads them."""
    services = [_service(cutover, name) for name in sorted(cutover.origins.services)]
    text = render_text(
        "haproxy.cfg",
        run_dir=run_dir,
        facade=cutover.facade,
        identity=cutover.identity,
        log_format=_log_format(run_dir),
        odd_path="-i " + _quoted(ODD_PART),
        no_route=convention.NO_ROUTE,
        old=convention.OLD,
        new=convention.NEW,
        force=convention.FORCE,
        force_cookie=convention.FORCE_COOKIE,
        arm=convention.ARM,
        route=convention.ROUTE,
        year_seconds=convention.YEAR_SECONDS,
        monolith=_monolith(cutover, is_named=False),
        services=services,
    )
    maps = _maps(cutover)
    return (
        *(RenderedFile.of_text(name, _map(maps[name])) for name in MAPS),
        RenderedFile.of_text(SHADOW, render_text(SHADOW)),
        RenderedFile.of_text(CONFIGURATION, text),
    )


def _service(cutover: Cutover, name: str) -> _Server:
    url = cutover.origins.new(name).url
    is_foreign = url.startswith("https://")
    server = urlsplit(url).hostname or "" if is_foreign else name
    return _Server(
        name, server, is_foreign, _line(server, url), _monolith(cutover, is_named=is_foreign)
    )


def _monolith(cutover: Cutover, *, is_named: bool) -> str:
    """Write the monolith's line; ``is_named``: its name is sent as Host."""
    url = cutover.origins.old.url
    return _line(_address(url) if is_named else MONOLITH, url)


def _line(name: str, url: str) -> str:
    """Write a server line; a host is resolved again and again: Lambda's addresses change."""
    host = urlsplit(url).hostname or ""
    words = [f"server {name} {_address(url)}"]
    if not is_address(host):
        words.append("resolvers system init-addr libc,none")
    if url.startswith("https://"):
        words.append(f"ssl verify required ca-file {SYSTEM_CERTIFICATES} sni str({host})")
    return " ".join(words)


def _address(url: str) -> str:
    return f"{urlsplit(url).hostname}:{port_of(url)}"


def _maps(cutover: Cutover) -> Mapping[str, Pairs]:
    routes = by_specificity(cutover.routes)
    names = {"monolith": "monolith", _address(cutover.origins.old.url): "monolith"}
    for name in sorted(cutover.origins.services):
        names[_service(cutover, name).server] = name
    shadowed = (route for route in routes if route.mode is Mode.SHADOW)
    return {
        ROUTES: [(_expression(route), route.id) for route in routes],
        MODES: [(route.id, route.mode.value) for route in routes],
        THRESHOLDS: [(route.id, str(threshold(route.share))) for route in routes],
        BACKENDS: [(route.id, _backend(route)) for route in routes],
        SHADOWS: [
            (route.id, f"{weight(route.shadow_percent)} {cutover.origins.new(route.service).url}")
            for route in shadowed
        ],
        ORIGINS: sorted(names.items()),
    }


def _expression(route: Route) -> str:
    return f"^{request_expression(route)}$"


def _backend(route: Route) -> str:
    return f"{'service' if route.falls_back else 'alone'}_{route.service}"


def _map(pairs: Pairs) -> str:
    return "".join(f"{key} {value}\n" for key, value in pairs)


def _log_format(run_dir: str) -> str:
    """Write the line of the access log; docs/cutover.md has its keys."""
    texts = {
        "time": "%[date,utime(%Y-%m-%dT%H:%M:%S)]Z",
        "request_id": "%[var(txn.request_id),json(utf8s)]",
        "method": "%HM",
        "path": "%[var(txn.path),json(utf8s)]",
        "route": "%[var(txn.route)]",
        "arm": "%[var(txn.arm)]",
        "origin": f"%[srv_name,map({run_dir}/{ORIGINS},-)]",
        "flags": "%tsc",
        "visitor": "%[var(txn.visitor),json(utf8s)]",
    }
    numbers = {"status": "%ST", "duration_ms": "%Ta"}
    pairs = [f'"{key}":"{value}"' for key, value in texts.items()]
    pairs += [f'"{key}":{value}' for key, value in numbers.items()]
    return "{" + ",".join(pairs) + "}"


def _quoted(text: str) -> str:
    return f"'{text}'"
