"""Messages as Celery sends them, for tests and for calls by hand.

https://docs.celeryq.dev/en/stable/internals/protocol.html
"""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4


def written(
    celery: Any,  # noqa: ANN401 - the application, of Celery
    name: str,
    args: Sequence[Any] = (),
    kwargs: Mapping[str, Any] | None = None,
    task_id: str = "",
) -> str:
    """Write the body of a message that asks for a task, for tests and for calls by hand."""
    made = celery.amqp.as_task_v2(
        task_id or str(uuid4()), name, args, kwargs, ignore_result=True
    )
    content = b64encode(json.dumps(made.body).encode()).decode()
    delivered = {"exchange": "", "routing_key": celery.conf.task_default_queue}
    envelope = {
        "body": content,
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": made.headers,
        "properties": {
            **made.properties,
            "body_encoding": "base64",
            "delivery_info": delivered,
        },
    }
    return b64encode(json.dumps(envelope).encode()).decode()
