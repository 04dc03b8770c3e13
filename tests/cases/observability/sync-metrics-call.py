"""Cases of observability/sync-metrics-call."""

import boto3
import datadog
from flask import Flask
from statsd import StatsClient

app = Flask(__name__)
# finding: observability/sync-metrics-call
statsd = StatsClient("localhost", 8125, prefix="shop")
# finding: observability/sync-metrics-call
datadog.initialize(statsd_host="localhost")


@app.get("/orders")
def orders():
    # ok: observability/sync-metrics-call
    statsd.incr("orders")
    # finding: observability/sync-metrics-call
    boto3.client("cloudwatch").put_metric_data(Namespace="shop", MetricData=[])
    return {}


@app.get("/alarms")
def alarms():
    # ok: observability/sync-metrics-call
    return boto3.client("cloudwatch").describe_alarms()
