"""Cases of observability/apm-agent-init."""

import newrelic.agent
from elasticapm.contrib.flask import ElasticAPM
from flask import Flask
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

# finding: observability/apm-agent-init
newrelic.agent.initialize("newrelic.ini")

app = Flask(__name__)
# finding: observability/apm-agent-init
apm = ElasticAPM(app)

provider = TracerProvider()
# finding: observability/apm-agent-init
provider.add_span_processor(BatchSpanProcessor(None))
# ok: observability/apm-agent-init
provider.add_span_processor(SimpleSpanProcessor(None))
# ok: observability/apm-agent-init
trace.set_tracer_provider(provider)


@app.get("/orders")
def orders():
    # ok: observability/apm-agent-init
    newrelic.agent.add_custom_attribute("orders", 0)
    return {}
