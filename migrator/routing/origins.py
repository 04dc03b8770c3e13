"""Addresses of origins, as every proxy needs them."""

import ipaddress
from urllib.parse import urlsplit

SYSTEM_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"  # where Debian has them


def port_of(url: str) -> int:
    """Return the port of an origin, by its scheme where it names none."""
    parts = urlsplit(url)
    return parts.port or (443 if parts.scheme == "https" else 80)


def is_address(host: str) -> bool:
    """Tell an address from a name that has to be resolved."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
