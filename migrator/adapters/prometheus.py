"""Counts from Prometheus.

https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries
"""

import math
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping

import msgspec

from migrator.adapters.counts import Key
from migrator.errors import ToolError, first_line
from migrator.model import cutover

_SECONDS = 10


class _Sample(msgspec.Struct):
    metric: dict[str, str]
    value: tuple[float, str]


class _Data(msgspec.Struct):
    resultType: str  # noqa: N815 - as Prometheus names it
    result: list[_Sample]


class _Answer(msgspec.Struct):
    status: str
    data: _Data | None = None
    error: str = ""


class Prometheus:
    """Asks the queries that cutover.yaml names."""

    def __init__(self, source: cutover.Prometheus) -> None:
        self._source = source

    def count(self, kind: str, start: int, end: int) -> Mapping[Key, float]:
        """Evaluate a query at the end of a window; what is no number is not known.

        Raises:
            ToolError: it cannot be reached, refuses, or returns no vector with our labels.
        """
        query: str = getattr(self._source, kind).replace("{seconds}", str(end - start))
        samples = self._ask({"query": query, "time": str(end)})
        found = {}
        for sample in samples:
            route, arm = (sample.metric.get(name) for name in ("route", "arm"))
            if route is None or arm is None:
                raise self._wrong(f"no labels route and arm in what `{query}` returns")
            number = float(sample.value[1])
            if math.isfinite(number):
                found[route, arm] = number
        return found

    def _ask(self, parameters: Mapping[str, str]) -> list[_Sample]:
        address = self._source.url.rstrip("/") + "/api/v1/query"
        body = urllib.parse.urlencode(parameters).encode()
        headers = {name: os.path.expandvars(text) for name, text in self._source.headers.items()}
        request = urllib.request.Request(address, body, headers)  # noqa: S310 - http, as loaded
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as response:  # noqa: S310
                said = response.read()
        except urllib.error.HTTPError as error:
            said = error.read()  # the reason is in the body
            if not said.startswith(b"{"):
                raise self._wrong(f"answered {error.code}") from error
        except OSError as error:
            raise self._wrong(str(getattr(error, "reason", error))) from error
        try:
            answer = msgspec.json.decode(said, type=_Answer)
        except msgspec.DecodeError as error:
            raise self._wrong(f"no instant vector: {first_line(error)}") from error
        if answer.status != "success" or answer.data is None:
            raise self._wrong(answer.error or answer.status)
        return answer.data.result

    def _wrong(self, what: str) -> ToolError:
        return ToolError(f"Prometheus at {self._source.url}: {what}")
