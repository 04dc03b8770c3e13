"""Steps of a scenario into requests, spelled as a browser behind a load balancer sends them."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from migrator.errors import PlanError
from migrator.model.parity import HttpRequest, Payload
from migrator.model.scenario import Scenario, Step, Upload, Values
from migrator.parity.saved import fill_in

BOUNDARY = "----migrator-7d4a6d158c9f"
PEER = "203.0.113.7"
_SAFE = "/:@!$&'()*+,;=~-._%"


def build_request(
    step: Step,
    scenario: Scenario,
    cookies: Sequence[tuple[str, str]],
    saved: Mapping[str, str],
) -> HttpRequest:
    """Return the request of ``step`` with the client's ``cookies`` and ``saved`` values."""
    step = _filled(step, saved)
    base = urlsplit(scenario.base_url)
    path, _, inline_query = step.path.partition("?")
    query = "&".join(filter(None, (inline_query, urlencode(pairs(step.query)))))
    content_type, body = build_body(step)
    headers = {
        "Host": base.netloc,
        "User-Agent": "migrator-parity",
        "Accept": "*/*",
        "X-Forwarded-For": PEER,
        "X-Forwarded-Port": str(base.port or {"https": 443}.get(base.scheme, 80)),
        "X-Forwarded-Proto": base.scheme,
    }
    if body or step.method in {"POST", "PUT", "PATCH"}:
        headers["Content-Length"] = str(len(body))
    if content_type:
        headers["Content-Type"] = content_type
    if sent := list(dict([*cookies, *step.cookies.items()]).items()):
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in sent)
    return HttpRequest(
        step.method,
        quote(base.path.rstrip("/") + path, safe=_SAFE),
        query,
        _override(headers, {**scenario.headers, **step.headers}),
        Payload.of(body),
        base.scheme,
        PEER,
    )


def build_body(step: Step) -> tuple[str, bytes]:
    """Return content type and bytes of the step's body."""
    given = [step.json is not msgspec.UNSET, step.body is not None, bool(_form(step))]
    if sum(given) > 1:
        raise PlanError(f"step {step.name!r}: json, body, form and files exclude each other")
    if step.json is not msgspec.UNSET:
        return "application/json", msgspec.json.encode(step.json)
    if step.body is not None:
        return "text/plain; charset=utf-8", step.body.encode()
    if step.files:
        fields = pairs(step.form or {})
        return f"multipart/form-data; boundary={BOUNDARY}", _multipart(fields, step.files)
    if step.form is not None:
        return "application/x-www-form-urlencoded", urlencode(pairs(step.form)).encode()
    return "", b""


def pairs(values: Values) -> list[tuple[str, str]]:
    """Flatten a mapping or list of pairs; a list as value repeats its key."""
    items: Iterable[tuple[str, object]]
    items = values.items() if isinstance(values, dict) else values
    flat: list[tuple[str, str]] = []
    for name, value in items:
        flat.extend((name, _text(v)) for v in (value if isinstance(value, list) else [value]))
    return flat


def _filled(step: Step, saved: Mapping[str, str]) -> Step:
    named = ("path", "query", "headers", "cookies", "json", "form", "body")
    changes = {name: fill_in(getattr(step, name), saved) for name in named}
    return msgspec.structs.replace(step, **changes)


def _form(step: Step) -> bool:
    return step.form is not None or bool(step.files)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _override(headers: Mapping[str, str], own: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    lowered = {name.lower() for name in own}
    kept = [(name, value) for name, value in headers.items() if name.lower() not in lowered]
    return (*kept, *own.items())


def _multipart(fields: Sequence[tuple[str, str]], uploads: Sequence[Upload]) -> bytes:
    parts = [_part(f'form-data; name="{name}"', "", value.encode()) for name, value in fields]
    for upload in uploads:
        content = base64.b64decode(upload.base64) if upload.base64 else upload.text.encode()
        disposition = f'form-data; name="{upload.field}"; filename="{upload.filename}"'
        parts.append(_part(disposition, upload.content_type, content))
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def _part(disposition: str, content_type: str, content: bytes) -> bytes:
    head = f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n"
    if content_type:
        head += f"Content-Type: {content_type}\r\n"
    return head.encode() + b"\r\n" + content + b"\r\n"
