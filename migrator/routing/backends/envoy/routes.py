"""The route table: for each route who is forced, who is new, who is known, in that order.

https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto
"""

from typing import Any

from migrator.model.cutover import Cutover, Mode, Route
from migrator.routing.assignment import TOTAL_WEIGHT, weight
from migrator.routing.backends.envoy.clusters import (
    MONOLITH,
    alone_cluster,
    is_foreign,
    service_cluster,
)
from migrator.routing.backends.envoy.headers import answered_by, set_header
from migrator.routing.backends.envoy.matching import (
    cookie_matches,
    header_matches,
    identity_cookie,
    identity_hashes,
    is_unknown,
    minted_hash,
    path_match,
)
from migrator.routing.convention import FORCE, FORCE_COOKIE, NEW, NO_ROUTE, OLD
from migrator.routing.paths import ODD_PATH, by_specificity, path_expression

# An unsafe request is only sent again where the first attempt cannot have been received.
_RETRY_UNSAFE = "connect-failure,refused-stream"
_RETRY_SAFE = "connect-failure,refused-stream,reset,gateway-error"
_PRIORITIES = "envoy.retry_priorities.previous_priorities"
_PRIORITIES_TYPE = (
    "type.googleapis.com/envoy.extensions.retry.priority.previous_priorities.v3"
    ".PreviousPrioritiesConfig"
)

Data = dict[str, Any]


def route_configuration(cutover: Cutover) -> Data:
    """Return the whole table; whatever is not in cutover.yaml stays with the monolith."""
    odd = {"name": "odd-path", **_to_monolith(path_match(ODD_PATH), NO_ROUTE)}
    other = {"name": "other", **_to_monolith({"prefix": "/"}, NO_ROUTE)}
    blocks = [
        block
        for route in by_specificity(cutover.routes)
        for methods in _method_groups(route.method)
        for block in _Table(cutover, route, methods).blocks()
    ]
    hosts = [{"name": "facade", "domains": ["*"], "routes": [odd, *blocks, other]}]
    return {
        "name": "facade",
        "virtual_hosts": hosts,
        "request_headers_to_add": [set_header("x-forwarded-host", "%REQ(:AUTHORITY)%")],
    }


def _method_groups(method: str) -> tuple[str, ...]:
    """Return expressions of methods; safe ones apart, since they may be retried."""
    if method == "ANY":
        return "GET|HEAD", "[A-Z]+"
    return ("GET|HEAD",) if method == "GET" else (method,)


class _Table:
    """The blocks of one route and one group of methods."""

    def __init__(self, cutover: Cutover, route: Route, methods: str) -> None:
        self.route = route
        self.identity = cutover.identity
        self.url = cutover.origins.new(route.service).url
        self.is_safe = methods in {"GET|HEAD", "HEAD"}
        self.conditions: list[Data] = [header_matches(":method", methods)]

    def blocks(self) -> list[Data]:
        """Return the blocks, the first that matches wins."""
        match self.route.mode:
            case Mode.MONOLITH:  # nobody, not even those who ask for it
                return [self._old("")]
            case Mode.SHADOW:
                return [*self._forced(), self._shadowed()]
            case Mode.CANARY:
                return [*self._forced(), self._first_visit(), self._known_visitor()]
            case Mode.SERVICE:
                return [*self._forced(), self._new("")]
            case Mode.RETIRED:  # the monolith has no code for those who ask for it
                return [self._new("")]

    def _forced(self) -> list[Data]:
        """The header counts more than the cookie."""
        cookie = {arm: cookie_matches(FORCE_COOKIE, arm) for arm in (NEW, OLD)}
        return [
            self._new("force-new", header_matches(FORCE, NEW)),
            self._old("force-old", header_matches(FORCE, OLD)),
            self._new("cookie-new", cookie[NEW]),
            self._old("cookie-old", cookie[OLD]),
        ]

    def _old(self, name: str, *conditions: Data) -> Data:
        match = self._match(*conditions)
        return {"name": self._name(name), **_to_monolith(match, self.route.id)}

    def _new(self, name: str, *conditions: Data) -> Data:
        action = {"cluster": self._cluster(), **self._action()}
        return {
            "name": self._name(name),
            "match": self._match(*conditions),
            "route": action,
            "response_headers_to_add": answered_by(NEW, self.route.id),
        }

    def _shadowed(self) -> Data:
        block = self._old("")
        if self.is_safe:
            share = {"numerator": weight(self.route.shadow_percent), "denominator": "TEN_THOUSAND"}
            mirror = {
                "cluster": alone_cluster(self.route.service),
                "runtime_fraction": {"default_value": share},
            }
            block["route"]["request_mirror_policies"] = [mirror]
        return block

    def _first_visit(self) -> Data:
        """No identity yet: decide by a fresh one and hand it out as the cookie."""
        return {
            "name": self._name("first-visit"),
            "match": self._match(*is_unknown(self.identity)),
            "route": self._split(minted_hash(self.route.id)),
            "response_headers_to_add": [identity_cookie(self.identity)],
        }

    def _known_visitor(self) -> Data:
        return {
            "name": self._name(""),
            "match": self._match(),
            "route": self._split(identity_hashes(self.route.id, self.identity)),
        }

    def _split(self, hash_policy: list[Data]) -> Data:
        """Sticky and monotone: a hash, one order of arms, and a total that never changes."""
        new = weight(self.route.share)
        arms = (
            (self._cluster(), new, NEW),
            (MONOLITH, TOTAL_WEIGHT - new, OLD),
        )
        clusters = [
            {
                "name": cluster,
                "weight": share,
                "response_headers_to_add": answered_by(arm, self.route.id),
            }
            for cluster, share, arm in arms
        ]
        return {
            "weighted_clusters": {"clusters": clusters, "use_hash_policy": True},
            "hash_policy": hash_policy,
            **self._action(),
        }

    def _cluster(self) -> str:
        name = self.route.service
        return service_cluster(name) if self.route.falls_back else alone_cluster(name)

    def _action(self) -> Data:
        priority = {
            "name": _PRIORITIES,
            "typed_config": {"@type": _PRIORITIES_TYPE, "update_frequency": 1},
        }
        policy = {
            "retry_on": _RETRY_SAFE if self.is_safe else _RETRY_UNSAFE,
            "num_retries": 1,
            "retry_priority": priority,
        }
        retries = {"retry_policy": policy} if self.route.falls_back else {}
        rewrite = {"auto_host_rewrite": True} if is_foreign(self.url) else {}
        return {"timeout": "0s", **retries, **rewrite}

    def _match(self, *conditions: Data) -> Data:
        headers = [*self.conditions, *conditions]
        return {**path_match(path_expression(self.route.path)), "headers": headers}

    def _name(self, suffix: str) -> str:
        return f"{self.route.id}!{suffix}" if suffix else self.route.id


def _to_monolith(match: Data, route: str) -> Data:
    return {
        "match": match,
        "route": {"cluster": MONOLITH, "timeout": "0s"},
        "response_headers_to_add": answered_by(OLD, route),
    }
