"""Changes of cutover.yaml as text, with the comments and the order that people gave it."""

from collections.abc import Iterable, Mapping

from migrator.errors import PlanError, UnknownNameError
from migrator.model.cutover import Cutover, Mode, Route, route_id
from migrator.model.plan import ResponseStyle
from migrator.model.program import HttpRoute
from migrator.model.strict_yaml import nearest
from migrator.routing.load import load_cutover
from migrator.routing.paths import canonical
from migrator.routing.splice import add_items, set_fields, set_key

FILE = "cutover.yaml"

_FRESH = """\
# Who answers which route. Change it with `migrate cutover advance` and `rollback`, or by hand.
version: 1
facade: {host: 127.0.0.1, port: 8080, admin_port: 9901}
origins:
  monolith: http://127.0.0.1:8000
  services: {}
# What makes a visitor the same again: a header with the user's id, else a cookie we hand out.
identity: {header: x-user-id, cookie: cutover_id}
policy: {steps: [1, 5, 25, 50, 100]}
# mode: monolith (nobody reaches the service) | shadow (copies of GET) | canary (percent) | service
routes: []
"""


def with_service(
    text: str | None,
    service: str,
    url: str,
    routes: Iterable[HttpRoute],
    *,
    response: ResponseStyle = ResponseStyle.LEGACY,
) -> str:
    """Add ``service`` and those of its ``routes`` that are not there yet, all on the monolith.

    Args:
        text: cutover.yaml as it is, None where there is none.
        service: its name; one that is there gets the new ``url`` and keeps its routes.
        url: where it answers.
        routes: what it answers; a Flask ``<path:name>`` becomes ``{name+}``.
        response: what its bodies look like.

    Raises:
        PlanError: ``text`` has mistakes, or another service has one of the routes.
    """
    text = _FRESH if text is None else text
    cutover = load_cutover(text, file=FILE)
    services = cutover.origins.services
    if service not in services or cutover.origins.new(service).url != url:
        text = set_key(text, ("origins", "services"), service, url)
    # A facade cannot tell templates apart that differ in the names of parameters only.
    owners = {(route.method, canonical(route.path)): route.service for route in cutover.routes}
    taken = {route.id for route in cutover.routes}
    added = []
    for method, path in sorted({(route.method, _template(route)) for route in routes}):
        request = (method, canonical(path))
        owner = owners.get(request)
        if owner not in {None, service}:
            hint = f"remove it from {owner!r} in {FILE}, or from the service {service!r}"
            raise PlanError(f"{method} {path} belongs to service {owner!r}", hint=hint)
        if owner is None:
            name = route_id(method, path, taken)
            taken.add(name)
            owners[request] = service
            added.append(_entry(name, method, path, service, response))
    return add_items(text, "routes", added)


def with_percent(text: str, name: str, percent: float) -> str:
    """Send ``percent`` of the visitors of a route, or of all routes of a service, to the service.

    100 sets mode ``service``; anything else ``canary``, where even at 0 percent those requests
    reach the service that ask for it.
    """
    routes = movable(load_cutover(text, file=FILE), name)
    return with_percents(text, {route.id: percent for route in routes})


def with_percents(text: str, percents: Mapping[str, float]) -> str:
    """Set the percentages of routes by id, all in one pass."""
    fields = {
        route: _fields(Mode.SERVICE if percent == 100 else Mode.CANARY, percent)
        for route, percent in percents.items()
    }
    return _with_fields(text, fields)


def without_service(text: str, name: str | None) -> str:
    """Send everybody on a route, on all of a service, or on all routes back to the monolith.

    Raises:
        PlanError: the route is retired; those of a service, or of all, are left out.
    """
    cutover = load_cutover(text, file=FILE)
    return _with_fields(
        text, {route.id: _fields(Mode.MONOLITH, 0) for route in movable(cutover, name)}
    )


def movable(cutover: Cutover, name: str | None) -> tuple[Route, ...]:
    """Return the routes of this name that can be moved: a retired one has no way back.

    Raises:
        PlanError: the name is that of a retired route.
        UnknownNameError: neither a route nor a service has it.
    """
    routes = matching(cutover, name)
    found = tuple(route for route in routes if route.mode is not Mode.RETIRED)
    if not found and [route.id for route in routes] == [name]:
        raise PlanError(
            f"route {name!r} is retired: the monolith has no code for it any more",
            hint=f"where it has again, set its mode in {FILE} by hand",
        )
    return found


def matching(cutover: Cutover, name: str | None) -> tuple[Route, ...]:
    """Return the routes of this name, all where there is none."""
    return cutover.routes if name is None else find_routes(cutover, name)


def find_routes(cutover: Cutover, name: str) -> tuple[Route, ...]:
    """Return the route with this id, or the routes of the service with this name.

    Raises:
        UnknownNameError: neither exists.
    """
    routes = tuple(route for route in cutover.routes if route.id == name) or tuple(
        route for route in cutover.routes if route.service == name
    )
    if not routes:
        names = {route.id for route in cutover.routes} | set(cutover.origins.services)
        hint = f"known are: {', '.join(sorted(names))}" if names else "add a service first"
        raise UnknownNameError(f"no route or service {name!r}{nearest(name, names)}", hint=hint)
    return routes


def _with_fields(text: str, fields: Mapping[str, Mapping[str, str | float]]) -> str:
    routes = load_cutover(text, file=FILE).routes
    changes = {at: fields[route.id] for at, route in enumerate(routes) if route.id in fields}
    edited = set_fields(text, "routes", changes) if changes else text
    load_cutover(edited, file=FILE)  # a percentage that cannot be is refused here
    return edited


def _fields(mode: Mode, percent: float) -> dict[str, str | float]:
    return {"mode": mode.value, "percent": int(percent) if percent % 1 == 0 else percent}


def _entry(
    name: str, method: str, path: str, service: str, response: ResponseStyle
) -> dict[str, str | int]:
    entry: dict[str, str | int] = {"id": name, "method": method, "path": path, "service": service}
    entry |= {"mode": Mode.MONOLITH.value, "percent": 0}
    return entry if response is ResponseStyle.LEGACY else {**entry, "response": response.value}


def _template(route: HttpRoute) -> str:
    """Take the path, where ``<path:name>`` spans segments."""
    path = route.path
    for piece in route.declared.split("<path:")[1:]:
        name = piece.partition(">")[0]
        path = path.replace(f"{{{name}}}", f"{{{name}+}}")
    return path
