"""nginx with Lua as the facade: routes are data that each worker reads again, without a reload.

https://github.com/openresty/lua-nginx-module
"""

from urllib.parse import urlsplit

from migrator.model.cutover import Cutover, Mode, Route
from migrator.model.files import RenderedFile
from migrator.routing.assignment import threshold, weight
from migrator.routing.nginx import values
from migrator.routing.origins import port_of
from migrator.routing.paths import ODD_PART, by_specificity, path_expression
from migrator.routing.templates import render_text

CONFIGURATION = "nginx.conf"
LOGIC = "cutover.lua"
ROUTES = "routes.lua"


def render(cutover: Cutover, run_dir: str) -> tuple[RenderedFile, ...]:
    """Render the files of the run folder, in the order in which they must be replaced."""
    given = values(cutover, run_dir)
    logic = render_text(LOGIC, **given, odd_path=ODD_PART)
    return (
        RenderedFile.of_text(ROUTES, _routes(cutover)),
        RenderedFile.of_text(LOGIC, logic),
        RenderedFile.of_text(CONFIGURATION, render_text("nginx-lua.conf", **given)),
    )


def _routes(cutover: Cutover) -> str:
    lines = [_entry(cutover, route) for route in by_specificity(cutover.routes)]
    return "".join(["return {\n", *(f"  {line},\n" for line in lines), "}\n"])


def _entry(cutover: Cutover, route: Route) -> str:
    fields = {
        "id": _text(route.id),
        "methods": _text(_methods(route.method)),
        "expression": _text(f"^{path_expression(route.path)}$"),
        "mode": _text(route.mode.value),
        "threshold": str(threshold(route.share)),
        "service": _text(route.service),
        "falls_back": "true" if route.falls_back else "false",
    }
    if route.mode is Mode.SHADOW:
        fields["shadow"] = _shadow(route, cutover.origins.new(route.service).url)
    return "{ " + ", ".join(f"{key} = {value}" for key, value in fields.items()) + " }"


def _methods(method: str) -> str:
    return {"ANY": "ANY", "GET": "|GET|HEAD|"}.get(method, f"|{method}|")


def _shadow(route: Route, url: str) -> str:
    parts = urlsplit(url)
    port = port_of(url)
    words = (_text(parts.scheme), _text(parts.hostname or ""), str(port))
    return "{ " + ", ".join((str(weight(route.shadow_percent)), *words)) + " }"


def _text(text: str) -> str:
    """Write a string of Lua."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
