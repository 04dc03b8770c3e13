"""The admin port of a proxy, which answers HTTP on this machine only."""

import http.client

_ASK_SECONDS = 2


def ask(port: int, path: str) -> bytes | None:
    """Return what is answered on ``path``; None where nobody answers, or not well."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_ASK_SECONDS)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return body if response.status == http.client.OK else None
