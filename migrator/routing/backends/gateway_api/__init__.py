"""A Gateway of Kubernetes as the facade: one HTTPRoute for each route.

Weights draw each request anew: the specification has no assignment by hash, and its session
persistence keeps visitors on an arm even at weight 0 (GEP-1619), so that nobody could be rolled
back. https://gateway-api.sigs.k8s.io/api-types/httproute/
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

from migrator.model.cutover import Cutover, Mode, Route
from migrator.model.files import RenderedFile
from migrator.routing.assignment import TOTAL_WEIGHT, weight
from migrator.routing.convention import ARM, FORCE, NEW, OLD, ROUTE, Refusal
from migrator.routing.paths import by_specificity, find_overlaps, methods_of, path_expression
from migrator.routing.yaml_text import dump

FILE = "httproutes.yaml"
MONOLITH = "monolith"
MARK = "migrate-cutover"
MANAGED = "app.kubernetes.io/managed-by"
ROUTE_NOTE = "migrate-cutover/route"
MONOLITH_NOTE = "migrate-cutover/monolith"
SAFE = ("GET", "HEAD")

# A Service by the name that it has inside of a cluster.
_SERVICE = re.compile(
    r"(?P<name>[a-z0-9-]+)\.(?P<namespace>[a-z0-9-]+)(\.svc(\.cluster\.local)?)?"
)

Object = dict[str, Any]


class Backend(msgspec.Struct, frozen=True):
    """A Service of Kubernetes, from an origin such as ``http://documents.shop.svc:8080``."""

    name: str
    namespace: str
    port: int

    def ref(self) -> Object:
        """Return how an HTTPRoute names it."""
        return {"name": self.name, "namespace": self.namespace, "port": self.port}


def render(cutover: Cutover, run_dir: str) -> tuple[RenderedFile, ...]:  # noqa: ARG001 - as of all
    """Render all objects as one file."""
    return (RenderedFile.of_text(FILE, "".join(f"---\n{dump(one)}" for one in objects(cutover))),)


def objects(cutover: Cutover) -> list[Object]:
    """Return the HTTPRoutes, the most specific first."""
    return [_object(cutover, route) for route in by_specificity(cutover.routes)]


def find_refusals(cutover: Cutover) -> Iterator[Refusal]:
    """Yield what the Gateway API cannot express."""
    if not re.fullmatch(r"[a-z0-9-]+/[a-z0-9.-]+", cutover.facade.gateway):
        yield Refusal("", "go without the Gateway as namespace/name: facade.gateway")
    for name in (MONOLITH, *sorted({route.service for route in cutover.routes})):
        if _backend(cutover, name) is None:
            yield Refusal("", f"reach {name!r}: an origin is a Service, http://NAME.NAMESPACE.svc")
    for route in cutover.routes:
        if route.is_split and cutover.facade.sticky:
            what = "keep a visitor on an arm; `facade: {sticky: false}` draws each request anew"
            yield Refusal(route.id, what)
        if route.mode is Mode.SHADOW and route.shadow_percent != 100:
            yield Refusal(route.id, f"copy {route.shadow_percent:g} % of the requests, only all")
    yield from _between(cutover)


def _between(cutover: Cutover) -> Iterator[Refusal]:
    """Yield which routes it cannot keep apart."""
    names: dict[str, str] = {}
    for route in cutover.routes:
        other = names.setdefault(_dns(route.id), route.id)
        if other != route.id:
            yield Refusal(route.id, f"tell it from {other}: both are {_dns(route.id)!r} there")
    for one, less in find_overlaps(cutover.routes):
        if "{" in one.path and _arm(one) != _arm(less):
            what = f"say whether it or {less.id} takes a path that both match"
            yield Refusal(one.id, what)


def shares(found: list[Object]) -> Mapping[str, float]:
    """Return each route's share of requests, from the HTTPRoutes that a cluster has."""
    result = {}
    for one in found:
        metadata = one.get("metadata", {})
        route = metadata.get("annotations", {}).get(ROUTE_NOTE)
        rules = one.get("spec", {}).get("rules", ())
        plain = [rule for rule in rules if not _is_forced(rule)]
        if route and plain:
            refs = plain[-1].get("backendRefs", ())
            total = sum(ref.get("weight", 1) for ref in refs)
            old = metadata["annotations"].get(MONOLITH_NOTE)
            new = sum(ref.get("weight", 1) for ref in refs if _name(ref) != old)
            result[route] = round(new * 100 / total, 2) if total else 0
    return result


def _object(cutover: Cutover, route: Route) -> Object:
    old, new = _ref(cutover, MONOLITH), _ref(cutover, route.service)
    namespace, _, gateway = cutover.facade.gateway.partition("/")
    return {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": {
            "name": f"migrate-{_dns(route.id)}",
            "namespace": old["namespace"],
            "labels": {MANAGED: MARK},
            "annotations": {ROUTE_NOTE: route.id, MONOLITH_NOTE: _name(old)},
        },
        "spec": {
            "parentRefs": [{"name": gateway, "namespace": namespace}],
            "rules": list(_rules(route, old, new)),
        },
    }


def _rules(route: Route, old: Object, new: Object) -> Iterator[Object]:
    """Yield rules: those for who asks for an arm, then that for everybody else."""
    if route.mode not in {Mode.MONOLITH, Mode.RETIRED}:
        yield _rule(route, [new], arm=NEW, asked=NEW)
        yield _rule(route, [old], arm=OLD, asked=OLD)
    share = weight(route.share)
    if route.is_split:
        weights = (({**new, "weight": share}), {**old, "weight": TOTAL_WEIGHT - share})
        yield _rule(route, list(weights))
    elif route.mode is Mode.SHADOW:
        if not methods_of(route):
            yield _rule(route, [old], arm=OLD)
        yield _rule(route, [old], arm=OLD, methods=SAFE, mirror=new)
    else:
        yield _rule(route, [new if share else old], arm=NEW if share else OLD)


def _rule(
    route: Route,
    refs: list[Object],
    *,
    arm: str = "",
    asked: str = "",
    methods: tuple[str, ...] | None = None,
    mirror: Object | None = None,
) -> Object:  # fmt: skip
    match: Object = {"path": _path(route.path)}
    if asked:
        match["headers"] = [{"name": FORCE, "value": asked}]
    wanted = methods_of(route) if methods is None else methods
    headers = [{"name": ROUTE, "value": route.id}]
    headers += [{"name": ARM, "value": arm}] if arm else []
    filters: list[Object] = [
        {"type": "ResponseHeaderModifier", "responseHeaderModifier": {"set": headers}}
    ]
    if mirror:
        filters.append({"type": "RequestMirror", "requestMirror": {"backendRef": mirror}})
    return {
        "matches": [{**match, "method": method} for method in wanted] or [match],
        "filters": filters,
        "backendRefs": refs,
    }


def _path(template: str) -> Object:
    if "{" in template or (template.endswith("/") and template != "/"):
        return {"type": "RegularExpression", "value": path_expression(template)}
    return {"type": "Exact", "value": template}


def _is_forced(rule: Object) -> bool:
    return any(match.get("headers") for match in rule.get("matches", ()))


def _arm(route: Route) -> tuple[Mode, float, str]:
    return (route.mode, route.share, route.service)


def _ref(cutover: Cutover, name: str) -> Object:
    found = _backend(cutover, name)
    return found.ref() if found else {"name": name, "namespace": "default", "port": 80}


def _backend(cutover: Cutover, name: str) -> Backend | None:
    origin = cutover.origins.old if name == MONOLITH else cutover.origins.new(name)
    parts = urlsplit(origin.url)
    match = _SERVICE.fullmatch(parts.hostname or "")
    if match is None or parts.scheme != "http" or re.fullmatch(r"[0-9.]+", parts.hostname or ""):
        return None
    return Backend(match["name"], match["namespace"], parts.port or 80)


def _name(ref: Object) -> str:
    return f"{ref.get('namespace', '')}/{ref['name']}:{ref.get('port', '')}"


def _dns(name: str) -> str:
    """Write a route's id as Kubernetes takes names."""
    return re.sub(r"[^a-z0-9-]", "-", name.lower()).strip("-")[:200]
