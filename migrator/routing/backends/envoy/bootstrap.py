"""The part of Envoy's configuration that never changes while it runs.

https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/bootstrap/v3/bootstrap.proto
"""

from typing import Any

from migrator.model.cutover import Facade, Identity
from migrator.routing.backends.envoy.headers import MINT
from migrator.routing.convention import ARM, ROUTE

_TYPE = "type.googleapis.com/envoy.extensions"
_MUTATION = "envoy.http.early_header_mutation.header_mutation"

_ACCESS_LOG = {
    "time": "%START_TIME%",
    "request_id": "%REQ(X-REQUEST-ID)%",
    "method": "%REQ(:METHOD)%",
    "path": "%PATH(NQ)%",  # without the query: it may hold what logs must not
    "route": f"%RESP({ROUTE})%",
    "arm": f"%RESP({ARM})%",
    "origin": "%UPSTREAM_METADATA(cutover:origin)%",  # arm new, origin monolith: a fallback
    "attempts": "%UPSTREAM_REQUEST_ATTEMPT_COUNT%",
    "status": "%RESPONSE_CODE%",
    "flags": "%RESPONSE_FLAGS%",
    "duration_ms": "%DURATION%",
}


def bootstrap(facade: Facade, identity: Identity, run_dir: str) -> dict[str, Any]:
    """Return the bootstrap that reads clusters and routes from watched files."""
    routes = {"route_config_name": "facade", "config_source": _watched(run_dir, "routes.yaml")}
    return {
        **_frame(facade),
        "dynamic_resources": {"cds_config": _watched(run_dir, "clusters.yaml")},
        "static_resources": {
            "listeners": [
                _listener(facade, _access_log(f"{run_dir}/access.log", identity), {"rds": routes})
            ]
        },
    }


def static_bootstrap(
    facade: Facade, identity: Identity, clusters: list[dict[str, Any]], routes: dict[str, Any]
) -> dict[str, Any]:
    """Return a bootstrap that holds clusters and routes itself, and writes no log."""
    log = _access_log("/dev/null", identity)
    listener = _listener(facade, log, {"route_config": {**routes, "validate_clusters": True}})
    return {
        **_frame(facade),
        "static_resources": {"listeners": [listener], "clusters": clusters},
    }


def _frame(facade: Facade) -> dict[str, Any]:
    return {
        "node": {"id": "facade", "cluster": "facade"},
        "admin": {"address": _address("127.0.0.1", facade.admin_port)},
    }


def _watched(run_dir: str, name: str) -> dict[str, Any]:
    path = {"path": f"{run_dir}/{name}", "watched_directory": {"path": run_dir}}
    return {"resource_api_version": "V3", "path_config_source": path}


def _listener(facade: Facade, log: dict[str, Any], routes: dict[str, Any]) -> dict[str, Any]:
    manager = {
        "name": "envoy.filters.network.http_connection_manager",
        "typed_config": _connection_manager(log, routes),
    }
    return {
        "name": "facade",
        "address": _address(facade.host, facade.port),
        "filter_chains": [{"filters": [manager]}],
    }


def _connection_manager(log: dict[str, Any], routes: dict[str, Any]) -> dict[str, Any]:
    """Change nothing of a request or response but what a facade must."""
    return {
        "@type": f"{_TYPE}.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "facade",
        "use_remote_address": True,  # X-Forwarded-For gets the peer's address
        "normalize_path": False,  # the monolith sees the path that the client sent
        "merge_slashes": False,
        "path_with_escaped_slashes_action": "KEEP_UNCHANGED",
        "server_header_transformation": "PASS_THROUGH",
        "http_protocol_options": {"accept_http_10": True},
        "upgrade_configs": [{"upgrade_type": "websocket"}],
        "early_header_mutation_extensions": [_minting()],
        "access_log": [log],
        **routes,
        "http_filters": [
            {
                "name": "envoy.filters.http.router",
                "typed_config": {
                    "@type": f"{_TYPE}.filters.http.router.v3.Router",
                    "suppress_envoy_headers": True,
                },
            }
        ],
    }


def _minting() -> dict[str, Any]:
    """Give each request a candidate identity before its route is chosen."""
    add = {"header": {"key": MINT, "value": "%UNIQUE_ID%"}, "append_action": "ADD_IF_ABSENT"}
    return {
        "name": _MUTATION,
        "typed_config": {
            "@type": f"{_TYPE}.http.early_header_mutation.header_mutation.v3.HeaderMutation",
            "mutations": [{"remove": MINT}, {"append": add}],
        },
    }


def _access_log(log: str, identity: Identity) -> dict[str, Any]:
    return {
        "name": "envoy.access_loggers.file",
        "typed_config": {
            "@type": f"{_TYPE}.access_loggers.file.v3.FileAccessLog",
            "path": log,
            "log_format": {"json_format": {**_ACCESS_LOG, "visitor": _visitor(identity)}},
        },
    }


def _visitor(identity: Identity) -> str:
    """Return the expression for whoever was assigned: header, else cookie, else the minted one.

    https://www.envoyproxy.io/docs/envoy/latest/xds/type/v3/cel.proto
    """
    header, mint, cookie = (
        f'request.headers["{name}"]' for name in (identity.header, MINT, "cookie")
    )
    place = f"^(?:.*; ?)?{identity.cookie}=([^;]+).*$"
    known = f'"cookie" in request.headers && {cookie}.matches("{place}")'
    extracted = f're.extract({cookie}, "{place}", "\\\\1")'
    by_cookie = f"({known} ? {extracted} : {mint})"
    return f'%CEL("{identity.header}" in request.headers ? {header} : {by_cookie})%'


def _address(host: str, port: int) -> dict[str, Any]:
    return {"socket_address": {"address": host, "port_value": port}}
