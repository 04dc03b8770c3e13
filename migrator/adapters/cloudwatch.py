"""Counts from CloudWatch, through boto3 (the extra ``aws``).

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from migrator.adapters.counts import Key
from migrator.errors import ToolError, first_line
from migrator.model import cutover

MOST_QUERIES = 500  # of one request


class CloudWatch:
    """Asks for the sums of metrics that cutover.yaml names."""

    def __init__(self, source: cutover.CloudWatch, routes: Sequence[str]) -> None:
        self._source, self._routes = source, routes
        self._client: Any = None

    def count(self, kind: str, start: int, end: int) -> Mapping[Key, float]:
        """Sum a metric over a window; without a data point nothing is known.

        Raises:
            ToolError: boto3 is not there, or CloudWatch refuses or cannot say all.
        """
        name: str = getattr(self._source, kind)
        found: dict[Key, float] = {}
        every = list(product(self._routes, ("old", "new")))
        for first in range(0, len(every), MOST_QUERIES):
            keys = every[first : first + MOST_QUERIES]
            queries = [self._query(f"m{n}", name, key, end - start) for n, key in enumerate(keys)]
            for number, value in self._ask(queries, start, end):
                found[keys[number]] = found.get(keys[number], 0) + value
        return found

    def _query(self, identity: str, name: str, key: Key, period: int) -> dict[str, object]:
        dimensions = zip(
            (self._source.route_dimension, self._source.arm_dimension), key, strict=True
        )
        metric = {
            "Namespace": self._source.namespace,
            "MetricName": name,
            "Dimensions": [{"Name": one, "Value": value} for one, value in dimensions],
        }
        stat = {"Metric": metric, "Period": period, "Stat": "Sum"}
        return {"Id": identity, "MetricStat": stat, "ReturnData": True}

    def _ask(
        self, queries: list[dict[str, object]], start: int, end: int
    ) -> Iterator[tuple[int, float]]:
        times = [datetime.datetime.fromtimestamp(one, datetime.UTC) for one in (start, end)]
        options: dict[str, Any] = {
            "MetricDataQueries": queries, "StartTime": times[0], "EndTime": times[1],
        }  # fmt: skip
        client, errors = self._connected()
        while True:
            try:
                page = client.get_metric_data(**options)
            except errors as error:
                raise ToolError(f"CloudWatch: {first_line(error)}") from error
            more = page.get("NextToken")  # what is partial goes on in the next page
            for result in page["MetricDataResults"]:
                is_whole = result["StatusCode"] == "Complete"
                if not is_whole and not (result["StatusCode"] == "PartialData" and more):
                    raise ToolError(f"CloudWatch: {result['StatusCode']} for {result['Id']}")
                for value in result["Values"]:
                    yield int(result["Id"][1:]), value
            if not more:
                return
            options["NextToken"] = more

    def _connected(self) -> tuple[Any, tuple[type[Exception], ...]]:
        try:
            import boto3  # noqa: PLC0415 - an extra
            from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415
        except ImportError as error:
            raise ToolError(
                "CloudWatch needs boto3", hint="pip install 'migrator[aws]'"
            ) from error
        errors = (BotoCoreError, ClientError)
        if self._client is None:
            try:
                self._client = boto3.client(
                    "cloudwatch",
                    region_name=self._source.region or None,
                    endpoint_url=self._source.endpoint,
                )
            except errors as error:
                raise ToolError(f"CloudWatch: {first_line(error)}") from error
        return self._client, errors
