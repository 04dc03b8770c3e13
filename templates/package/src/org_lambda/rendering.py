"""An answer in the form of Lambda: text or base64, headers merged or not, too large or not.

https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import json
import logging
from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any, Final

from .envelope import Envelope
from .gateway import LEAST_LIMIT, MIB, Gateway, recognize
from .responses import Headers, Response, of_envelope, without_body
from .status import Status, is_bodiless

TEXT: Final = frozenset(
    {"application/json", "application/javascript", "application/xml"}
    | {"application/x-www-form-urlencoded"}
)
log = logging.getLogger(__name__)


def _combined(headers: Headers, gateway: Gateway, *, is_multi: bool) -> Headers:
    """Merge equal names as far as the form of the answer demands; cookies are never merged.

    Format 2.0 has a list of cookies, else one value a name. Format 1.0 has lists for all. A load
    balancer without multi-value headers has neither: there the spelling of ``Set-Cookie`` varies.
    """
    merged: dict[str, tuple[str, list[str]]] = {}
    cookies = _cookies(headers)
    for name, value in headers:
        if name.lower() != "set-cookie":
            merged.setdefault(name.lower(), (name, []))[1].append(value)
    if is_multi:
        plain = tuple(
            (name, value) for name, values in merged.values() for value in values
        )
    else:
        plain = tuple((name, ", ".join(values)) for name, values in merged.values())
    if gateway is Gateway.load_balancer and not is_multi:
        return plain + tuple(zip(_spellings("set-cookie"), cookies, strict=False))
    return plain + tuple(("Set-Cookie", value) for value in cookies)


def spell(body: bytes, essence: str, encoding: str = "") -> tuple[str, bool]:
    """Return the body as JSON carries it, and whether that is base64; the shorter if long."""
    is_text = (
        essence.startswith("text/")
        or essence in TEXT
        or essence.endswith(("+json", "+xml"))
    )
    if is_text and not encoding:
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return b64encode(body).decode(), True
        if len(body) <= MIB or len(json.dumps(text)) <= len(body) * 4 // 3:
            return text, False
    return (b64encode(body).decode(), True) if body else ("", False)


def answer_of(
    response: Response, event: Mapping[str, Any], *, is_head: bool
) -> dict[str, Any]:
    """Put an answer into the form that the gateway of the event expects.

    One that is too large becomes an error; there is no body where HTTP allows none.
    """
    if _is_too_large(response, event):
        log.error(
            "the response of %d bytes is too large for Lambda", len(response.body)
        )
        message = "The response is too large."
        response = of_envelope(Envelope(Status.badRequest, message, {}, 413))
    if is_head or is_bodiless(response.code):
        response = without_body(response)
    headers = response.headers
    is_multi = "multiValueHeaders" in event
    last = {name.lower(): value for name, value in headers}
    if len(last) != len(headers):
        headers = _combined(headers, recognize(event), is_multi=is_multi)
    essence = last.get("content-type", "").partition(";")[0].strip().lower()
    body, is_base64 = spell(response.body, essence, last.get("content-encoding", ""))
    answer: dict[str, Any] = {
        "statusCode": response.code,
        "isBase64Encoded": is_base64,
        "body": body,
    }
    if "rawPath" in event:
        has_cookies = "set-cookie" in last
        answer["headers"] = _without_cookies(headers) if has_cookies else dict(headers)
        answer["cookies"] = _cookies(headers) if has_cookies else []
    elif is_multi:
        lists: dict[str, list[str]] = {}
        for name, value in headers:
            lists.setdefault(name, []).append(value)
        answer["multiValueHeaders"] = lists
    else:
        answer["headers"] = dict(headers)
    if "rawPath" not in event and recognize(event) is Gateway.load_balancer:
        answer["statusDescription"] = response.status
    return answer


def _without_cookies(headers: Headers) -> dict[str, str]:
    return {name: value for name, value in headers if name.lower() != "set-cookie"}


def _cookies(headers: Headers) -> list[str]:
    return [value for name, value in headers if name.lower() == "set-cookie"]


def _is_too_large(response: Response, event: Mapping[str, Any]) -> bool:
    """Tell whether Lambda or the gateway would refuse it; measured only where it is close."""
    # JSON writes a byte with six characters at most.
    if len(response.body) * 6 <= LEAST_LIMIT:
        return False
    limit = recognize(event).response_limit
    return len(json.dumps(spell(response.body, response.essence)[0])) > limit


def _spellings(name: str) -> Iterable[str]:
    """Yield ``name`` in ever new cases, as there can be only one value for each."""
    letters = [index for index, letter in enumerate(name) if letter.isalpha()]
    for number in range(2 ** len(letters)):
        upper = {index for bit, index in enumerate(letters) if number >> bit & 1}
        yield "".join(c.upper() if i in upper else c for i, c in enumerate(name))
