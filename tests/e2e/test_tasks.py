"""Tasks of the example: the monolith sends them to SQS, the generated function runs them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.monolith import MONOLITH, interpreter

pytestmark = pytest.mark.slow

QUEUE = "clinic-billing-prod-tasks"
SEND = f"""
from clinic.app import create_app
from clinic.celery_app import celery

create_app()
celery.conf.task_routes = {{"clinic.billing.tasks.*": {{"queue": "{QUEUE}"}}}}
from clinic.billing.tasks import dun_invoice, send_invoice, submit_queued_claims

submit_queued_claims.delay()
dun_invoice.delay(99999, 1)
send_invoice.apply_async((1,), countdown=60)
"""
RUN = """
import json, sys
from handlers.tasks import handler

print(json.dumps(handler(json.load(sys.stdin), None)))
"""
CLOCK = """
from handlers.schedule_nightly_dunning import handler

print(json.dumps(handler({"source": "aws.events"}, None)))
"""


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield {
        **{k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "PYTHON"))},
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "CELERY_BROKER_URL": "sqs://",
        "DATABASE_URL": f"sqlite:///{tmp_path}/clinic.db",
        "SECRET_KEY": "x",
    }
    server.stop()


def python(*arguments: str, folder: Path, environment: dict[str, str], given: str = "") -> str:
    done = subprocess.run(
        [interpreter(), *arguments],
        cwd=folder,
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_monolith_sends_and_the_function_runs(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, environment[name])
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName=QUEUE)["QueueUrl"]
    boto3.client("dynamodb").create_table(
        TableName="runs",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    output = tmp_path / "out"
    command = ["extract", "clinic.billing", "--into", str(output)]
    subprocess.run([sys.executable, "-m", "migrator", *command], cwd=MONOLITH, check=True)
    python("-m", "clinic.seed", folder=MONOLITH, environment=environment)
    python("-c", SEND, folder=MONOLITH, environment=environment)
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"])
    records = [
        {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message["Attributes"],
            "eventSource": "aws:sqs",
        }
        for message in found["Messages"]
    ]
    service = environment | {
        "PYTHONPATH": str(output / "packages" / "clinic_lambda" / "src"),
        "SETTINGS_SOURCE": "environment",
        "TASKS_QUEUE_URL": url,
        "TASK_RUNS_TABLE": "runs",
    }
    folder = output / "services" / "billing"
    given = json.dumps({"Records": records})
    answer = json.loads(
        python("-c", RUN, folder=folder, environment=service, given=given).splitlines()[-1]
    )
    # There is no invoice 99999; the one that is due in a minute went back to the queue.
    assert answer["message"] == "1 of 3 messages failed"
    assert waiting(url) == 1
    clock = python("-c", f"import json{CLOCK}", folder=folder, environment=service)
    assert json.loads(clock.splitlines()[-1]) == {"status": "success", "message": "", "data": {}}
    python("-m", "pytest", "-q", "tests/test_tasks.py", folder=folder, environment=service)


def waiting(url: str) -> int:
    found = boto3.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
    return int(found["Attributes"]["ApproximateNumberOfMessagesDelayed"])
