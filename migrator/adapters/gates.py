"""Ask the gates of a policy: an address, or a command of the user's."""

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping

from migrator.model.cutover import Gate, seconds

_LONGEST = 200  # characters of what a command says


class Gates:
    """Gates that the user named in cutover.yaml; whatever goes wrong is a reason not to agree."""

    def ask(self, gate: Gate, change: Mapping[str, object]) -> str:
        """Return why ``gate`` does not agree to ``change``, empty where it does."""
        body = json.dumps(change).encode()
        limit = seconds(gate.timeout)
        return _post(gate.webhook, body, limit) if gate.webhook else _run(gate, body, limit)


def _post(url: str, body: bytes, limit: int) -> str:
    headers = {"content-type": "application/json"}
    try:
        request = urllib.request.Request(url, body, headers)  # noqa: S310 - the user's own address
        with urllib.request.urlopen(request, timeout=limit):  # noqa: S310
            return ""
    except urllib.error.HTTPError as error:
        return f"answered {error.code}"
    except (OSError, ValueError) as error:
        return str(getattr(error, "reason", error))


def _run(gate: Gate, body: bytes, limit: int) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the user's own command
            gate.command, input=body, capture_output=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {gate.timeout}"
    except OSError as error:
        return f"cannot be run: {error.strerror or error}"
    if not done.returncode:
        return ""
    said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
    last = said[-1][:_LONGEST] if said else ""
    return f"exit status {done.returncode}{': ' if last else ''}{last}"
