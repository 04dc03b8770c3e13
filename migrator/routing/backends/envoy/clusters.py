"""The origins as Envoy clusters: the monolith, each service with the monolith behind it, shadows.

https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/cluster.proto
"""

from typing import Any
from urllib.parse import urlsplit

from migrator.model.cutover import Cutover, Mode
from migrator.routing.origins import is_address, port_of

MONOLITH = "monolith"

_TYPE = "type.googleapis.com/envoy.extensions"
_PROTOCOL = f"{_TYPE}.upstreams.http.v3.HttpProtocolOptions"
_TLS = f"{_TYPE}.transport_sockets.tls.v3.UpstreamTlsContext"
_RAW = f"{_TYPE}.transport_sockets.raw_buffer.v3.RawBuffer"


def service_cluster(name: str) -> str:
    """Return the name of the cluster that answers for service ``name``."""
    return f"service_{name}"


def alone_cluster(name: str) -> str:
    """Return the name of the cluster for service ``name`` that has nothing behind it.

    Copies must never reach the monolith, nor what a route without a fallback sends.
    """
    return f"alone_{name}"


def is_foreign(url: str) -> bool:
    """Say whether the origin wants to be called by its own host name, as those of AWS do."""
    return url.startswith("https://")


def clusters(cutover: Cutover, certificates: str) -> list[dict[str, Any]]:
    """Return all clusters, the monolith first, then services by name."""
    monolith = (MONOLITH, cutover.origins.old.url)
    alone = {
        route.service
        for route in cutover.routes
        if route.mode is Mode.SHADOW or not route.falls_back
    }
    # Retries belong to the services: what the monolith answers stands, as it did without us.
    result = [_cluster(MONOLITH, (monolith,), certificates, max_retries=0)]
    for name in sorted(cutover.origins.services):
        service = (name, cutover.origins.new(name).url)
        backed = _cluster(service_cluster(name), (service, monolith), certificates)
        result.append({**backed, **_ejection()})
        if name in alone:
            result.append(_cluster(alone_cluster(name), (service,), certificates))
    return result


def _cluster(
    name: str, origins: tuple[tuple[str, str], ...], certificates: str, *, max_retries: int = 100
) -> dict[str, Any]:
    """Return a cluster that uses the first of ``origins`` (name, URL) while it is alive."""
    is_static = all(is_address(urlsplit(url).hostname or "") for _, url in origins)
    limits = {"max_connections": 10_000, "max_pending_requests": 10_000, "max_requests": 10_000}
    endpoints = [
        {"priority": priority, "lb_endpoints": [_endpoint(origin, url)]}
        for priority, (origin, url) in enumerate(origins)
    ]
    return {
        "name": name,
        "type": "STATIC" if is_static else "STRICT_DNS",
        "dns_lookup_family": "V4_PREFERRED",
        "connect_timeout": "1s",
        "circuit_breakers": {"thresholds": [{**limits, "max_retries": max_retries}]},
        "typed_extension_protocol_options": {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": _protocol(origins)
        },
        "transport_socket_matches": _sockets(certificates, origins),
        "load_assignment": {"cluster_name": name, "endpoints": endpoints},
    }


def _ejection() -> dict[str, Any]:
    """Take a service that is unreachable out for a while; the monolith answers meanwhile."""
    return {
        "common_lb_config": {"healthy_panic_threshold": {"value": 0}},
        "outlier_detection": {
            "consecutive_gateway_failure": 3,
            "enforcing_consecutive_gateway_failure": 100,
            "enforcing_consecutive_5xx": 0,  # an error of the application is an answer
            "enforcing_success_rate": 0,
            "interval": "1s",
            "base_ejection_time": "5s",
            "max_ejection_time": "30s",
            "max_ejection_percent": 100,
        },
    }


def _endpoint(origin: str, url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    port = port_of(url)
    address = {"socket_address": {"address": parts.hostname, "port_value": port}}
    metadata = {
        "cutover": {"origin": origin},
        "envoy.transport_socket_match": {"scheme": parts.scheme},
    }
    name = {"hostname": parts.hostname} if is_foreign(url) else {}
    return {
        "endpoint": {"address": address, **name},
        "metadata": {"filter_metadata": metadata},
    }


def _protocol(origins: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Close idle connections before Python servers do (gunicorn: 2 s), else requests are lost."""
    idle = "30s" if is_foreign(origins[0][1]) else "1s"
    return {
        "@type": _PROTOCOL,
        "common_http_protocol_options": {"idle_timeout": idle},
        "explicit_http_config": {"http_protocol_options": {}},
    }


def _sockets(certificates: str, origins: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    tls = {
        "@type": _TLS,
        "auto_host_sni": True,
        "auto_sni_san_validation": True,
        "common_tls_context": {"validation_context": {"trusted_ca": {"filename": certificates}}},
    }
    matches = {
        "http": {"name": "envoy.transport_sockets.raw_buffer", "typed_config": {"@type": _RAW}},
        "https": {"name": "envoy.transport_sockets.tls", "typed_config": tls},
    }
    schemes = sorted({urlsplit(url).scheme for _, url in origins})
    return [
        {"name": scheme, "match": {"scheme": scheme}, "transport_socket": matches[scheme]}
        for scheme in schemes
    ]
