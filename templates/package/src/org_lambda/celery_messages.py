"""What Celery puts on an SQS queue, taken apart.

The body of a message is JSON, as a rule in base64: what kombu needs to deliver it (``headers``,
``properties``), and the task's own body, encoded again.
https://docs.celeryq.dev/en/stable/internals/protocol.html
https://docs.celeryq.dev/projects/kombu/en/stable/reference/kombu.transport.SQS.html
"""

import json
from base64 import b64decode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import kombu.message
import kombu.serialization

# They have annotations in part only.
_Message: Final[Any] = kombu.message.Message
_accepting: Final[Any] = kombu.serialization.prepare_accept_content
CORRELATION: Final = ("x-correlation-id", "correlation_id", "x-request-id")


class UnreadableMessage(Exception):
    """A message is not what Celery sends."""


@dataclass(frozen=True)
class TaskMessage:
    """One call of a task.

    ``embed`` has what runs after it: callbacks, chain, chord. ``eta`` and ``expires`` are None
    where nobody asked for them.
    """

    id: str
    name: str
    retries: int
    args: list[Any]
    kwargs: dict[str, Any]
    embed: dict[str, Any]
    headers: dict[str, Any]
    properties: dict[str, Any]
    eta: datetime | None
    expires: datetime | None

    @property
    def key(self) -> str:
        """Name this try of this call."""
        return f"{self.id}:{self.retries}"

    @property
    def correlating(self) -> dict[str, str]:
        """Return the headers that say to what it belongs, as those of a request."""
        given = {name.lower(): value for name, value in self.headers.items()}
        found = [value for name in CORRELATION if (value := given.get(name))]
        root = found[0] if found else given.get("root_id") or self.id
        return {"x-correlation-id": str(root)}

    def request(self, *, redelivered: bool) -> dict[str, Any]:
        """Return what Celery's worker knows of a call while it runs it."""
        delivered = self.properties.get("delivery_info") or {}
        return {
            **self.headers,
            **self.embed,
            "args": self.args,
            "kwargs": self.kwargs,
            "is_eager": False,
            "hostname": "lambda",
            "properties": self.properties,
            "reply_to": self.properties.get("reply_to"),
            "correlation_id": self.properties.get("correlation_id"),
            "delivery_info": {
                "exchange": delivered.get("exchange"),
                "routing_key": delivered.get("routing_key"),
                "priority": self.properties.get("priority"),
                "redelivered": redelivered,
            },
        }


def read(body: str, accepted: Collection[str]) -> TaskMessage:
    """Take a message apart.

    Args:
        body: of the SQS message.
        accepted: content types that the application takes, ``accept_content``.

    Raises:
        UnreadableMessage: it is not what Celery sends (protocol 2), or of another content type.
    """
    try:
        plain = (
            body if body.lstrip().startswith("{") else b64decode(body, validate=True)
        )
        envelope = json.loads(plain)
        headers, properties = envelope["headers"], envelope["properties"]
        payload = _payload(envelope, headers, properties, accepted)
        args, kwargs, embed = payload
        return TaskMessage(
            id=headers["id"],
            name=headers["task"],
            retries=headers.get("retries") or 0,
            args=list(args),
            kwargs=dict(kwargs),
            embed=dict(embed or {}),
            headers=headers,
            properties=properties,
            eta=moment_of(headers.get("eta")),
            expires=moment_of(headers.get("expires")),
        )
    except Exception as error:
        raise UnreadableMessage(f"{type(error).__name__}: {error}") from error


def _payload(
    envelope: Mapping[str, Any],
    headers: Mapping[str, Any],
    properties: Mapping[str, Any],
    accepted: Collection[str],
) -> Any:  # noqa: ANN401 - what was sent
    content = envelope["body"]
    if properties.get("body_encoding") == "base64":
        content = b64decode(content)
    message = _Message(
        body=content,
        content_type=envelope.get("content-type"),
        content_encoding=envelope.get("content-encoding"),
        headers=headers,
        properties=properties,
        accept=_accepting(accepted),
    )
    if message.errors:
        raise message.errors[0][1]
    return message.decode()


def moment_of(text: str | None) -> datetime | None:
    """Read a time; one without a zone is in UTC, and none is None."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
