import json
import logging
from types import ModuleType
from typing import Any

import pytest


def message(number: int, body: str, group: str = "") -> dict[str, Any]:
    suffix = ".fifo" if group else ""
    return {
        "messageId": f"m{number}",
        "body": body,
        "attributes": {"MessageGroupId": group} if group else {},
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:eu-west-1:1:orders{suffix}",
    }


def double(body: dict[str, int]) -> dict[str, int]:
    return {"twice": body["n"] * 2}


@pytest.mark.parametrize("event", [{"n": 2}, {"n": 2, "source": "aws.events"}])
def test_direct_and_scheduled(shop: ModuleType, event: dict[str, Any]) -> None:
    answer = shop.envelope_handler(double)(event, None)
    assert answer == {"status": "success", "message": "", "data": {"twice": 4}}


@pytest.mark.parametrize("value", [None, "text", [1]])
def test_data_of_any_kind(shop: ModuleType, value: object) -> None:
    answer = shop.envelope_handler(lambda _: value)({}, None)
    assert answer["data"] == ({} if value is None else value)


def test_outcomes(shop: ModuleType, caplog: pytest.LogCaptureFixture) -> None:
    def skip(_: object) -> None:
        raise shop.Skipped("nothing due")

    skipped = {"status": "skipped", "message": "nothing due", "data": {}}
    assert shop.envelope_handler(skip)({}, None) == skipped
    with caplog.at_level(logging.ERROR):
        answer = shop.envelope_handler(double)({}, None)
    assert answer["status"] == "error"
    assert "KeyError" in caplog.text
    with pytest.raises(KeyError):
        shop.envelope_handler(double, is_retried=True)({}, None)


def test_partial_batch(shop: ModuleType) -> None:
    records = [message(1, '{"n": 1}'), message(2, "no json"), message(3, '{"n": 3}')]
    answer = shop.envelope_handler(double)({"Records": records}, None)
    assert json.loads(json.dumps(answer)) == {
        "status": "error",
        "message": "1 of 3 messages failed",
        "data": {"received": 3, "failed": 1},
        "batchItemFailures": [{"itemIdentifier": "m2"}],
    }


def test_fifo_keeps_the_order_of_a_group(shop: ModuleType) -> None:
    records = [
        message(1, "{}", "a"),
        message(2, '{"n": 2}', "b"),
        message(3, '{"n": 3}', "a"),
    ]
    answer = shop.envelope_handler(double)({"Records": records}, None)
    assert [f["itemIdentifier"] for f in answer["batchItemFailures"]] == ["m1", "m3"]


def test_without_partial_failures_nothing_is_lost(shop: ModuleType) -> None:
    handler = shop.envelope_handler(double, is_partial=False)
    assert handler({"Records": [message(1, '{"n": 1}')]}, None)["batchItemFailures"] == []
    with pytest.raises(shop.BatchError, match="1 of 1 messages failed"):
        handler({"Records": [message(1, "{}")]}, None)


def test_envelope_is_taken_as_it_is(shop: ModuleType) -> None:
    created = shop.Envelope.created({"id": 7}, "new")
    answer = shop.envelope_handler(lambda _: created)({}, None)
    assert answer == {"status": "success", "message": "new", "data": {"id": 7}}
