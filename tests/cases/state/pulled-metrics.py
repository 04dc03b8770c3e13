"""Cases of state/pulled-metrics."""

# ok: state/pulled-metrics
import statsd
from flask import Flask

# finding: state/pulled-metrics
from prometheus_client import Counter

app = Flask(__name__)
ORDERS = Counter("orders", "Orders that were placed")
gauge = statsd.StatsClient()
