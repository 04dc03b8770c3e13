"""What a handler returned into the response that API Gateway makes of it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
import binascii

import msgspec

from migrator.model.parity import HttpResponse, Payload

MAX_BYTES = 6 * 1024 * 1024


class BadAnswerError(ValueError):
    """The handler returned what API Gateway answers with status 500."""


class _Answer(msgspec.Struct, rename="camel"):
    status_code: int
    headers: dict[str, str | int | float | bool] = {}
    cookies: list[str] = []
    body: str | None = None
    is_base64_encoded: bool = False


def gateway_message(status: int, message: str) -> HttpResponse:
    """Return a response of API Gateway's own: ``{"message":"Not Found"}``."""
    body = msgspec.json.encode({"message": message})
    return HttpResponse(status, (("content-type", "application/json"),), Payload.of(body))


def read_answer(value: object, *, method: str = "GET") -> HttpResponse:
    """Convert a handler's return value; without ``statusCode`` it is the JSON body of a 200."""
    if not isinstance(value, dict) or "statusCode" not in value:
        body = msgspec.json.encode(value)
        return HttpResponse(200, (("content-type", "application/json"),), Payload.of(body))
    try:
        answer = msgspec.convert(value, _Answer, strict=False)
    except msgspec.ValidationError as error:
        raise BadAnswerError(str(error)) from error
    headers = [(name.lower(), _text(content)) for name, content in answer.headers.items()]
    headers += [("set-cookie", cookie) for cookie in answer.cookies]
    body = b"" if method == "HEAD" else _body(answer)
    return HttpResponse(answer.status_code, tuple(headers), Payload.of(body))


def _body(answer: _Answer) -> bytes:
    text = answer.body or ""
    if len(text) > MAX_BYTES:
        raise BadAnswerError(f"the answer has {len(text)} bytes, Lambda allows {MAX_BYTES}")
    if not answer.is_base64_encoded:
        return text.encode()
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadAnswerError(f"body is not base64: {error}") from error


def _text(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
