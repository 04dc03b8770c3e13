"""What both kinds of nginx share: origins, and the line of the access log.

https://nginx.org/en/docs/http/ngx_http_proxy_module.html
"""

from urllib.parse import urlsplit

import msgspec

from migrator.model.cutover import Cutover
from migrator.routing import convention
from migrator.routing.origins import SYSTEM_CERTIFICATES, port_of

MODULES = "/usr/lib/nginx/modules"  # where Debian has them
MONOLITH = "monolith"

LOG_FORMAT = ",".join(
    (
        '{"time":"$time_iso8601"',
        '"request_id":"$cutover_request_id"',
        '"method":"$request_method"',
        '"path":"$cutover_path"',
        '"route":"$cutover_route"',
        '"arm":"$cutover_arm"',
        '"origin":"$cutover_origin"',
        '"visitor":"$cutover_visitor"',
        '"status":$status',
        '"duration_ms":$cutover_ms}',
    )
)


class Upstream(msgspec.Struct, frozen=True):
    """An origin as the templates need it.

    Attributes:
        name: the service's.
        upstream: the name of its `upstream` block.
        address: host and port.
        target: what `proxy_pass` gets.
        headers: directives for a host that wants to be called by its own name; else none.
    """

    name: str
    upstream: str
    address: str
    target: str
    headers: str


def monolith_of(cutover: Cutover) -> Upstream:
    """Return the monolith."""
    return _upstream(MONOLITH, MONOLITH, cutover.origins.old.url)


def services_of(cutover: Cutover) -> list[Upstream]:
    """Return the services by name."""
    return [
        _upstream(name, f"service_{name}", cutover.origins.new(name).url)
        for name in sorted(cutover.origins.services)
    ]


def values(cutover: Cutover, run_dir: str) -> dict[str, object]:
    """Return what all templates of nginx are given."""
    return {
        "run_dir": run_dir,
        "facade": cutover.facade,
        "identity": cutover.identity,
        "monolith": monolith_of(cutover),
        "services": services_of(cutover),
        "certificates": SYSTEM_CERTIFICATES,
        "modules": MODULES,
        "log_format": LOG_FORMAT,
        "no_route": convention.NO_ROUTE,
        "old": convention.OLD,
        "new": convention.NEW,
        "arm": convention.ARM,
        "route": convention.ROUTE,
        "force_variable": convention.FORCE.replace("-", "_"),
        "force_cookie": convention.FORCE_COOKIE,
        "year_seconds": convention.YEAR_SECONDS,
    }


def _upstream(name: str, upstream: str, url: str) -> Upstream:
    parts = urlsplit(url)
    port = port_of(url)
    return Upstream(
        name,
        upstream,
        f"{parts.hostname}:{port}",
        f"{parts.scheme}://{upstream}",
        _own_name(parts.hostname or "") if parts.scheme == "https" else "",
    )


def _own_name(host: str) -> str:
    """Call an origin by its own name; one `proxy_set_header` takes all inherited ones away."""
    headers = {
        "Host": host,
        "Connection": "$cutover_connection",
        "Upgrade": "$http_upgrade",
        "X-Request-Id": "$cutover_request_id",
        "X-Forwarded-For": "$proxy_add_x_forwarded_for",
        "X-Forwarded-Host": "$http_host",
        "X-Forwarded-Proto": "$scheme",
    }
    lines = [f"proxy_set_header {name} {value};" for name, value in headers.items()]
    return "\n      ".join([f"proxy_ssl_name {host};", *lines])
