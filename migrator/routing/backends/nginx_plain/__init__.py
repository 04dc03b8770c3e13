"""nginx as it is, as the facade: everything is in its configuration, each change is a reload.

It splits visitors by MurmurHash2, which no other backend has: whoever begins a ramp with it has to
end it with it. https://nginx.org/en/docs/http/ngx_http_split_clients_module.html
"""

from collections.abc import Iterator

import msgspec

from migrator.model.cutover import Cutover, Mode, Route
from migrator.model.files import RenderedFile
from migrator.routing.convention import NEW, Refusal
from migrator.routing.nginx import values
from migrator.routing.paths import ODD_PATH, by_specificity, request_expression
from migrator.routing.templates import render_text

CONFIGURATION = "nginx.conf"
LINES = 20  # of what a running nginx tells, in one word of at most 4 KB


class _Entry(msgspec.Struct, frozen=True):
    """A route as the template needs it; ``assigned`` is an arm, or the variable that has it."""

    id: str
    expression: str
    mode: str
    service: str
    falls_back: bool
    assigned: str


class _Share(msgspec.Struct, frozen=True, order=True):
    """A percentage that routes of mode ``canary`` have."""

    percent: str
    name: str


def find_refusals(cutover: Cutover) -> Iterator[Refusal]:
    """Yield what plain nginx cannot do."""
    for route in cutover.routes:
        if route.mode is Mode.SHADOW and route.shadow_percent != 100:
            yield Refusal(route.id, f"copy {route.shadow_percent:g} % of the requests, only all")


def render(cutover: Cutover, run_dir: str) -> tuple[RenderedFile, ...]:
    """Render the only file of the run folder."""
    routes = by_specificity(cutover.routes)
    shares = {_share(route) for route in routes if _is_split(route)}
    lines = [f"{route.id} {route.share:g}\\n" for route in routes]
    told = ["".join(lines[at : at + LINES]) for at in range(0, len(lines), LINES)]
    text = render_text(
        CONFIGURATION,
        **values(cutover, run_dir),
        routes=[_entry(route) for route in routes],
        shares=sorted(shares),
        odd_path=_escaped(ODD_PATH.removeprefix("(?i)")),
        identity_variable=cutover.identity.header.lower().replace("-", "_"),
        told=told,
    )
    return (RenderedFile.of_text(CONFIGURATION, text),)


def _entry(route: Route) -> _Entry:
    return _Entry(
        route.id,
        _escaped(request_expression(route)),
        route.mode.value,
        route.service,
        route.falls_back,
        f"$cutover_at_{_share(route).name}" if _is_split(route) else NEW if route.share else "",
    )


def _is_split(route: Route) -> bool:
    return 0 < route.share < 100


def _share(route: Route) -> _Share:
    percent = f"{route.share:.2f}"
    return _Share(percent, percent.replace(".", "_"))


def _escaped(expression: str) -> str:
    """Write an expression in double quotes of nginx."""
    return expression.replace("\\", "\\\\").replace('"', '\\"')
