"""The queue of a service: what takes its messages, where they go at last, who is told.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
"""

from collections.abc import Sequence
from typing import Any

from migrator.generation.deployment.alarms import alarm, of_queue
from migrator.generation.deployment.iam import Grant
from migrator.generation.deployment.yaml_text import on_one_line
from migrator.model.jobs import TaskQueue

QUEUE, DEAD_LETTERS, RUNS = "TasksQueue", "TasksDeadLetters", "TaskRuns"
TIMES_TIMEOUT = 6  # of the function, before a message shows again: what AWS asks for
RECEIVES = 5  # a message that fails does not run again, but throttles count as well
LONGEST_KEPT = 14 * 86400
WINDOW = 1  # seconds in which messages are gathered
AT_A_TIME = 10  # where no budget says how many: never as many as there are messages

ANY_QUEUE = "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:*"
MOST_NAMED = 3
SENDS = Grant((f"${{{QUEUE}.Arn}}",), ("sqs:SendMessage",))
LOOKS_UP = Grant(
    ("*",), ("sqs:ListQueues",), "Celery looks queues up by name; AWS has no narrower resource"
)
TAKES = (
    Grant((f"${{{RUNS}.Arn}}",), ("dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem")),
    Grant(
        (f"${{{QUEUE}.Arn}}",),
        (
            "sqs:ChangeMessageVisibility",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:ReceiveMessage",
            "sqs:SendMessage",
        ),
    ),
    LOOKS_UP,
)


def sends_elsewhere(tasks: Sequence[str]) -> Grant:
    """Allow to send tasks that others take: which queues these are, the source does not say."""
    shown = ", ".join(tasks[:MOST_NAMED])
    more = f" and {len(tasks) - MOST_NAMED} more" if len(tasks) > MOST_NAMED else ""
    return Grant((ANY_QUEUE,), ("sqs:SendMessage",), f"queues of {shown}{more}: name them")


def environment(*, has_runs: bool) -> dict[str, Any]:
    """Say to a function where tasks of its service are sent, and where their runs are noted."""
    named = {"TASKS_QUEUE_URL": on_one_line({"Ref": QUEUE})}
    return {**named, "TASK_RUNS_TABLE": on_one_line({"Ref": RUNS})} if has_runs else named


def function(queue: TaskQueue, role: str | None, reserved: int | None) -> dict[str, Any]:
    """Make the function that takes tasks, with the logical id of its role if it has its own."""
    event = {
        "arn": {"Fn::GetAtt": [QUEUE, "Arn"]},
        "batchSize": queue.batch,
        "maximumBatchingWindow": WINDOW,
        "functionResponseType": "ReportBatchItemFailures",
        "maximumConcurrency": reserved or AT_A_TIME,
    }
    return {
        "handler": f"handlers.{queue.name}.handler",
        **({"role": role} if role else {}),
        "timeout": queue.timeout,
        **({"reservedConcurrency": reserved} if reserved else {}),
        "environment": environment(has_runs=True),
        "events": [{"sqs": on_one_line(event)}],
    }


def resources(queue: TaskQueue, stack: str) -> dict[str, Any]:
    """Make the queues, the table of runs and the alarms, by logical id."""
    shows_again = queue.timeout * TIMES_TIMEOUT
    dead = {"deadLetterTargetArn": {"Fn::GetAtt": [DEAD_LETTERS, "Arn"]}}
    kept = {"MessageRetentionPeriod": LONGEST_KEPT, "SqsManagedSseEnabled": True}
    return {
        QUEUE: _queue(
            "tasks",
            {
                "VisibilityTimeout": shows_again,
                "RedrivePolicy": {**dead, "maxReceiveCount": RECEIVES},
                **kept,
            },
        ),
        DEAD_LETTERS: _queue("dead-letters", kept),
        RUNS: {
            "Type": "AWS::DynamoDB::Table",
            "Properties": {
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                "BillingMode": "PAY_PER_REQUEST",
                "TimeToLiveSpecification": {"AttributeName": "expiration", "Enabled": True},
            },
        },
        "DeadLettersAlarm": alarm(
            f"{stack}: a task failed, its message is in the dead-letter queue",
            of_queue(DEAD_LETTERS, "ApproximateNumberOfMessagesVisible"),
            1,
        ),
        "OldestMessageAlarm": alarm(
            f"{stack}: a task has waited for {shows_again} seconds",
            of_queue(QUEUE, "ApproximateAgeOfOldestMessage"),
            shows_again,
        ),
    }


def _queue(name: str, properties: dict[str, Any]) -> dict[str, Any]:
    named = {"QueueName": f"${{self:service}}-${{sls:stage}}-{name}"}
    return {"Type": "AWS::SQS::Queue", "Properties": {**named, **properties}}
