"""Messages of a real producer, through a queue of moto's SQS, as Lambda delivers them."""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import boto3
import flask
import pytest
from celery import signals
from moto.server import ThreadedMotoServer

REGION = "eu-west-1"
TASKS = {
    "shop.double": "shop_jobs",
    "shop.fails": "shop_jobs",
    "shop.flaky": "shop_jobs",
    "shop.late": "shop_jobs",
}
JOBS = """\
from celery import Celery, shared_task, signals

RAN = []
celery = Celery("shop", broker="sqs://")
celery.conf.update(
    broker_transport_options={"region": "eu-west-1"},
    task_routes={"shop.*": {"queue": "shop-tasks"}},
    result_backend="cache+memory://",
)
celery.set_default()


@signals.worker_process_init.connect
def begin(**kwargs):
    RAN.append("begin")


@shared_task(name="shop.double")
def double(n, by=2):
    RAN.append(n * by)
    return n * by


@celery.task(name="shop.fails")
def fails():
    RAN.append("fails")
    raise ValueError("no such order")


@celery.task(name="shop.flaky", bind=True, autoretry_for=(OSError,), max_retries=2,
             retry_kwargs={"countdown": 60})
def flaky(self):
    RAN.append(self.request.retries)
    raise OSError("down")


@celery.task(name="shop.late", acks_late=True, ignore_result=True)
def late():
    RAN.append("late")


@celery.task(name="shop.other")
def other(): ...
"""


class Lambda:
    """What Lambda does with a queue: it hands messages over, and keeps those that failed."""

    aws_request_id = "r1"

    def __init__(self, client: Any, url: str) -> None:  # noqa: ANN401 - boto3's
        self.client, self.url = client, url
        self.answers: list[dict[str, Any]] = []
        self.remaining = 60_000

    def get_remaining_time_in_millis(self) -> int:
        return self.remaining

    def event(self) -> dict[str, Any]:
        found = self.client.receive_message(
            QueueUrl=self.url,
            MaxNumberOfMessages=10,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        return {"Records": [record(message) for message in found.get("Messages", [])]}

    def invoke(self, handler: Callable[[Any, Any], Any]) -> dict[str, Any]:
        event = self.event()
        answer: dict[str, Any] = handler(event, self)
        json.dumps(answer)
        failed = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
        for one in event["Records"]:
            if one["messageId"] not in failed:
                self.client.delete_message(QueueUrl=self.url, ReceiptHandle=one["receiptHandle"])
            else:
                self.client.change_message_visibility(
                    QueueUrl=self.url, ReceiptHandle=one["receiptHandle"], VisibilityTimeout=0
                )
        return answer

    def count(self, name: str) -> int:
        found = self.client.get_queue_attributes(QueueUrl=self.url, AttributeNames=["All"])
        return int(found["Attributes"][name])


def record(message: dict[str, Any]) -> dict[str, Any]:
    """Spell a message as an event source of Lambda does."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:123456789012:shop-tasks",
        "awsRegion": REGION,
    }


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def aws(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lambda]:
    for name, value in {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "TASK_RUNS_TABLE": "runs",
    }.items():
        monkeypatch.setenv(name, value)
    sqs, dynamodb = boto3.client("sqs"), boto3.client("dynamodb")
    url = sqs.create_queue(QueueName="shop-tasks")["QueueUrl"]
    monkeypatch.setenv("TASKS_QUEUE_URL", url)
    dynamodb.create_table(
        TableName="runs",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    yield Lambda(sqs, url)
    sqs.delete_queue(QueueUrl=url)
    dynamodb.delete_table(TableName="runs")


@pytest.fixture(scope="module")
def module(
    shop: ModuleType, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[ModuleType, ModuleType]]:
    """Import a monolith with tasks, and what runs them: Celery keeps both for good."""
    folder = tmp_path_factory.mktemp("jobs")
    (folder / "shop_jobs.py").write_text(JOBS)
    sys.path.insert(0, str(folder))
    names = (
        "celery_app",
        "celery_messages",
        "celery_tasks",
        "celery_testing",
        "correlation",
        "task_runs",
    )
    for name in names:
        importlib.import_module(f"{shop.__name__}.{name}")
    yield importlib.import_module("shop_jobs"), shop
    sys.path.remove(str(folder))


@pytest.fixture
def jobs(module: tuple[ModuleType, ModuleType]) -> ModuleType:
    module[0].RAN.clear()
    return module[0]


@pytest.fixture
def package(module: tuple[ModuleType, ModuleType], jobs: ModuleType, aws: Lambda) -> ModuleType:
    del jobs, aws
    return module[1]  # the package


def failures(answer: dict[str, Any]) -> int:
    return len(answer["batchItemFailures"])


def test_only_what_fails_is_reported(package: ModuleType, jobs: ModuleType, aws: Lambda) -> None:
    handler = package.celery_tasks.task_handler(None, TASKS)
    done = jobs.double.delay(4, by=3)
    failed = jobs.fails.delay()
    answer = aws.invoke(handler)
    assert (answer["status"], answer["message"], failures(answer)) == (
        "error",
        "1 of 2 messages failed",
        1,
    )
    assert jobs.RAN == ["begin", 12, "fails"]
    assert (done.get(), failed.state) == (12, "FAILURE")
    # It does not run again, and stays until the queue has enough of it.
    assert failures(aws.invoke(handler)) == 1
    assert jobs.RAN == ["begin", 12, "fails"]


def test_a_retry_is_a_new_message_that_waits(
    package: ModuleType, jobs: ModuleType, aws: Lambda
) -> None:
    handler = package.celery_tasks.task_handler(None, TASKS)
    jobs.flaky.delay()
    assert failures(aws.invoke(handler)) == 0
    assert jobs.RAN == ["begin", 0]
    assert aws.count("ApproximateNumberOfMessagesDelayed") == 1
    assert aws.count("ApproximateNumberOfMessages") == 0


def test_the_last_retry_fails(package: ModuleType, jobs: ModuleType, aws: Lambda) -> None:
    handler = package.celery_tasks.task_handler(None, TASKS)
    jobs.flaky.apply_async(retries=2)
    assert failures(aws.invoke(handler)) == 1
    assert jobs.RAN == ["begin", 2]
    assert aws.count("ApproximateNumberOfMessagesDelayed") == 0


def test_chains_go_on(package: ModuleType, jobs: ModuleType, aws: Lambda) -> None:
    handler = package.celery_tasks.task_handler(None, TASKS)
    (jobs.double.s(1) | jobs.double.s(by=10)).apply_async()
    for _ in range(2):
        assert failures(aws.invoke(handler)) == 0
    assert jobs.RAN == ["begin", 2, 20]


@pytest.mark.parametrize(("hours", "delayed"), [(0.1, 1), (30, 1), (-1, 0)])
def test_what_is_due_later_is_put_back(
    package: ModuleType, jobs: ModuleType, aws: Lambda, hours: float, delayed: int
) -> None:
    handler = package.celery_tasks.task_handler(None, TASKS)
    signals.before_task_publish.disconnect(package.celery_app.on_publish)  # as producers are
    jobs.double.apply_async((1,), eta=datetime.now(UTC) + timedelta(hours=hours))
    assert failures(aws.invoke(handler)) == 0
    assert jobs.RAN[1:] == ([] if delayed else [2])
    assert aws.count("ApproximateNumberOfMessagesDelayed") == delayed
    assert aws.count("ApproximateNumberOfMessages") == 0


def test_what_expired_does_not_run(package: ModuleType, jobs: ModuleType, aws: Lambda) -> None:
    handler = package.celery_tasks.task_handler(None, TASKS)
    result = jobs.double.apply_async((1,), expires=datetime.now(UTC) - timedelta(seconds=5))
    assert failures(aws.invoke(handler)) == 0
    assert (jobs.RAN, result.state) == (["begin"], "REVOKED")


@pytest.mark.parametrize("body", ["{}", "bm90IGpzb24=", "%%%", '{"headers": {}, "body": 1}'])
def test_what_celery_did_not_send_stays(
    package: ModuleType, aws: Lambda, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    aws.client.send_message(QueueUrl=aws.url, MessageBody=body)
    assert failures(aws.invoke(package.celery_tasks.task_handler(None, TASKS))) == 1
    assert "is none of Celery" in caplog.text


def test_a_task_of_others_stays(
    package: ModuleType, jobs: ModuleType, aws: Lambda, caplog: pytest.LogCaptureFixture
) -> None:
    handler = package.celery_tasks.task_handler(None, TASKS)
    jobs.other.delay()
    assert failures(aws.invoke(handler)) == 1
    assert "this service has no task shop.other" in caplog.text


def test_a_serializer_that_is_not_accepted(
    package: ModuleType, jobs: ModuleType, aws: Lambda
) -> None:
    handler = package.celery_tasks.task_handler(None, TASKS)
    jobs.double.apply_async((1,), serializer="pickle")
    assert failures(aws.invoke(handler)) == 1
    assert jobs.RAN == ["begin"]


def test_a_message_that_comes_twice_runs_once(
    package: ModuleType, jobs: ModuleType, aws: Lambda
) -> None:
    handler = package.celery_tasks.task_handler(None, TASKS)
    jobs.double.delay(1)
    event = aws.event()
    for _ in range(2):
        assert failures(handler(event, aws)) == 0
    assert jobs.RAN == ["begin", 2]


@pytest.mark.parametrize(
    ("known", "ran"),
    [
        pytest.param(("double", "running", 2), False, id="runs now"),
        pytest.param(("double", "cut short", 2), False, id="acknowledged early"),
        pytest.param(("late", "cut short", 2), True, id="acknowledged late"),
        pytest.param(("double", "failed", 2), False, id="failed"),
        pytest.param(("double", "failed", 1), True, id="sent back by an operator"),
        pytest.param(("double", "done", 1), False, id="done"),
    ],
)
def test_runs_that_are_known(
    package: ModuleType, jobs: ModuleType, aws: Lambda, known: tuple[str, str, int], ran: bool
) -> None:
    task, state, count = known
    handler = package.celery_tasks.task_handler(None, TASKS)
    arguments = (1,) if task == "double" else ()
    getattr(jobs, task).apply_async(arguments, task_id="t1")
    noted = package.task_runs.runs()
    noted.begin("t1:0", -1 if state == "cut short" else 60)
    if state in ("failed", "done"):
        noted.end("t1:0", package.task_runs.Begun(state))
    event = aws.event()
    event["Records"][0]["attributes"]["ApproximateReceiveCount"] = str(count)
    answer = handler(event, aws)
    assert (jobs.RAN[1:] != [], failures(answer)) == (ran, 0 if ran or state == "done" else 1)


def test_what_has_no_time_comes_again_at_once(
    package: ModuleType, jobs: ModuleType, aws: Lambda
) -> None:
    handler = package.celery_tasks.task_handler(None, TASKS)
    jobs.double.delay(1)
    jobs.double.delay(2)
    aws.remaining = 4_000
    assert failures(handler(aws.event(), aws)) == 1
    assert len(jobs.RAN) == 2
    assert len(aws.event()["Records"]) == 1


def test_a_result_that_cannot_be_stored_fails_one_message(
    package: ModuleType, jobs: ModuleType, aws: Lambda, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = package.celery_tasks.task_handler(None, TASKS)
    jobs.fails.delay()
    jobs.late.delay()

    def refuse(*_: object, **__: object) -> None:
        raise ConnectionError("no result backend")

    monkeypatch.setattr(jobs.celery.backend, "store_result", refuse)
    answer = aws.invoke(handler)
    assert (failures(answer), sorted(map(str, jobs.RAN))) == (1, ["begin", "fails", "late"])


def test_one_id_from_the_producer_on(
    package: ModuleType, jobs: ModuleType, aws: Lambda, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str] = []
    handler = package.celery_tasks.task_handler(None, TASKS)

    def note(**_: object) -> None:
        seen.append(package.correlation.correlation_id())

    signals.task_prerun.connect(note)
    chain = jobs.double.s(1) | jobs.double.s()
    chain.apply_async(headers={"x-correlation-id": "from-the-monolith"})
    caplog.set_level("INFO")
    aws.invoke(handler)
    aws.invoke(handler)
    assert seen == ["from-the-monolith", "from-the-monolith"]
    envelopes = [r.envelope for r in caplog.records if hasattr(r, "envelope")]
    assert [one["status"] for one in envelopes] == ["success", "success"]


def test_a_clock_starts_a_task(package: ModuleType, jobs: ModuleType, aws: Lambda) -> None:
    handler = package.celery_tasks.schedule_handler(None, "shop.double", "shop_jobs")
    event = {"args": [3], "kwargs": {"by": 5}}
    assert handler(event, aws) == {"status": "success", "message": "", "data": {}}
    assert jobs.RAN == ["begin", 15]
    fails = package.celery_tasks.schedule_handler(None, "shop.fails", "shop_jobs")
    with pytest.raises(package.celery_tasks.TaskFailed, match="ValueError: no such order"):
        fails({"source": "aws.events"}, aws)


def test_messages_are_written_as_celery_sends_them(
    package: ModuleType, jobs: ModuleType, aws: Lambda
) -> None:
    jobs.double.apply_async((1,), {"by": 3}, task_id="t1", ignore_result=True)
    (sent,) = aws.event()["Records"]
    made = package.celery_testing.written(jobs.celery, "shop.double", (1,), {"by": 3}, "t1")
    real, own = (
        vars(package.celery_messages.read(body, ["json"])) for body in (sent["body"], made)
    )
    assert own["headers"].keys() == real["headers"].keys()
    for name in ("id", "name", "retries", "args", "kwargs", "embed"):
        assert own[name] == real[name]


def test_a_task_that_is_not_there_is_an_error_at_start(package: ModuleType) -> None:
    with pytest.raises(ValueError, match=r"has no task shop\.lost"):
        package.celery_tasks.task_handler(None, {"shop.lost": "shop_jobs"})


def test_tasks_run_in_the_context_of_flask(
    package: ModuleType, jobs: ModuleType, aws: Lambda
) -> None:
    inside: list[bool] = []

    def note(**_: object) -> None:
        inside.append(flask.has_app_context())

    signals.task_prerun.connect(note)
    jobs.double.delay(1)
    aws.invoke(package.celery_tasks.task_handler(flask.Flask("shop"), TASKS))
    assert inside == [True]
