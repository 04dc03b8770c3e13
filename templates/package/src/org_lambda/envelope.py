"""The response envelope: one shape for every answer, and the way between it and HTTP.

The body has exactly three keys, ``status``, ``message`` and ``data``; the exact HTTP status stays
where it belongs, on the status line, so that no information is lost in either direction.
https://json-schema.org/draft/2020-12/schema
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from .status import HTTP_STATUS, Status, is_bodiless, phrase_of, status_of

Json: TypeAlias = (
    "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
)


MESSAGE_KEYS: Final = ("message", "error", "detail", "description", "title")
SCHEMA: Final[Mapping[str, Json]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Response envelope",
    "type": "object",
    "properties": {
        "status": {"enum": [status.value for status in Status]},
        "message": {"type": "string"},
        "data": {},
    },
    "required": ["status", "message", "data"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Envelope:
    """An answer; ``http_status`` 0 means the usual one of ``status``."""

    status: Status
    message: str = ""
    data: Json = field(default_factory=dict)
    http_status: int = 0

    def __post_init__(self) -> None:
        code = self.http_status or HTTP_STATUS[self.status]
        object.__setattr__(self, "http_status", code)
        if not _belongs(self.status, code):
            raise ValueError(f"HTTP {code} does not mean {self.status}")
        if is_bodiless(code) and (self.message or self.data != {}):
            raise ValueError(f"HTTP {code} carries no body")

    @classmethod
    def created(cls, data: Json, message: str = "") -> "Envelope":
        """Say that something new exists: success with HTTP 201."""
        return cls(Status.success, message, data, 201)

    def as_dict(self) -> dict[str, Json]:
        """Return the three keys of the wire format."""
        return {"status": self.status.value, "message": self.message, "data": self.data}


def to_http(envelope: Envelope) -> tuple[int, bytes]:
    """Return the status code and the body."""
    if is_bodiless(envelope.http_status):
        return envelope.http_status, b""
    return envelope.http_status, json.dumps(envelope.as_dict()).encode()


def from_http(
    status_code: int, body: bytes = b"", content_type: str = "application/json"
) -> Envelope:
    """Read an HTTP answer; an envelope is taken as it is, anything else becomes ``data``."""
    status = status_of(status_code)
    if is_bodiless(status_code) or not body:
        phrase = "" if status is Status.success else phrase_of(status_code)
        return Envelope(status, phrase, {}, status_code)
    text = _decode(body, content_type)
    data: Json = _parse(text) if _is_json(content_type) else text
    if (
        isinstance(data, Mapping)
        and (known := _existing(data, status_code)) is not None
    ):
        return known
    if status is Status.success:
        return Envelope(status, "", data, status_code)
    is_plain = content_type.startswith("text/plain")
    return Envelope(
        status, _message(data, is_plain) or phrase_of(status_code), data, status_code
    )


def _belongs(status: Status, http_status: int) -> bool:
    return status_of(http_status) is status or (status, http_status) == (
        Status.skipped,
        200,
    )


def _existing(data: Mapping[str, Json], http_status: int) -> Envelope | None:
    name, message = data.get("status"), data.get("message")
    if data.keys() != {"status", "message", "data"} or not isinstance(message, str):
        return None
    if not isinstance(name, str) or name not in Status.__members__:
        return None
    status = Status(name)
    if not _belongs(status, http_status):
        return None
    return Envelope(status, message, data["data"], http_status)


def _message(data: Json, is_plain: bool) -> str:
    if isinstance(data, str):
        return data.strip() if is_plain else ""
    if isinstance(data, Mapping):
        texts = (data.get(key) for key in MESSAGE_KEYS)
        return next((text for text in texts if isinstance(text, str) and text), "")
    return ""


def _is_json(content_type: str) -> bool:
    essence = content_type.partition(";")[0].strip().lower()
    return essence == "application/json" or essence.endswith("+json")


def _decode(body: bytes, content_type: str) -> str:
    _, _, charset = content_type.lower().partition("charset=")
    try:
        return body.decode(
            charset.partition(";")[0].strip(" \"'") or "utf-8", errors="replace"
        )
    except LookupError:
        return body.decode("utf-8", errors="replace")


def _parse(text: str) -> Json:
    try:
        parsed: Json = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return parsed
