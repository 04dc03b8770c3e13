"""What serverless.yml and resources.json say of tasks and clocks, as whole values."""

import json
from typing import Any

import pytest
from ruamel.yaml import YAML

from migrator.errors import PlanError
from migrator.generation.deployment.concurrency import allot
from migrator.generation.deployment.forbidden import find_forbidden
from migrator.generation.deployment.manifest import Deployed, manifest, resources_json
from migrator.generation.deployment.queues import TAKES, sends_elsewhere
from migrator.model.jobs import Clock, JobKind, Jobs, ScheduledJob, TaskQueue
from migrator.model.location import Location
from migrator.model.plan import Database, MigrationPlan, Monolith, Service

PLACE = Location("shop/celery.py", 4)
QUEUE = TaskQueue("tasks", (), 300, 5, is_guessed=False)


def job(*clocks: Clock, kind: JobKind = JobKind.TASK) -> ScheduledJob:
    return ScheduledJob("schedule_ship", kind, "ship", "shop.tasks", (), clocks)


def clock(*expressions: str, zone: str = "UTC", arguments: str = "") -> Clock:
    return Clock(expressions, zone, False, arguments, "", PLACE)


def written(jobs: Jobs, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:  # noqa: ANN401
    """Return the functions of serverless.yml, and resources.json."""
    it = Deployed("shop", Service("orders"), Monolith(), (), jobs=jobs, **changes)
    text = manifest(it)
    assert list(find_forbidden(text, file="serverless.yml")) == []
    functions: dict[str, Any] = YAML(typ="safe", pure=True).load(text)["functions"]
    return functions, json.loads(resources_json(it))["Resources"]


def test_tasks() -> None:
    functions, resources = written(Jobs(QUEUE), concurrency={"tasks": 4})
    assert functions == {
        "tasks": {
            "handler": "handlers.tasks.handler",
            "timeout": 300,
            "reservedConcurrency": 4,
            "environment": {
                "TASKS_QUEUE_URL": {"Ref": "TasksQueue"},
                "TASK_RUNS_TABLE": {"Ref": "TaskRuns"},
            },
            "events": [
                {
                    "sqs": {
                        "arn": {"Fn::GetAtt": ["TasksQueue", "Arn"]},
                        "batchSize": 5,
                        "maximumBatchingWindow": 1,
                        "functionResponseType": "ReportBatchItemFailures",
                        "maximumConcurrency": 4,
                    }
                }
            ],
        }
    }
    assert resources["TasksQueue"]["Properties"] == {
        "QueueName": "${self:service}-${sls:stage}-tasks",
        "VisibilityTimeout": 1800,
        "RedrivePolicy": {
            "deadLetterTargetArn": {"Fn::GetAtt": ["TasksDeadLetters", "Arn"]},
            "maxReceiveCount": 5,
        },
        "MessageRetentionPeriod": 1209600,
        "SqsManagedSseEnabled": True,
    }
    assert sorted(resources) == [
        "DeadLettersAlarm",
        "ErrorsAlarm",
        "OldestMessageAlarm",
        "TaskRuns",
        "TasksDeadLetters",
        "TasksQueue",
        "ThrottlesAlarm",
    ]
    watched = {name: resources[name]["Properties"] for name in resources if "Alarm" in name}
    assert {
        name: (alarm.get("MetricName"), alarm["Threshold"]) for name, alarm in watched.items()
    } == {
        "DeadLettersAlarm": ("ApproximateNumberOfMessagesVisible", 1),
        "ErrorsAlarm": (None, 1),
        "OldestMessageAlarm": ("ApproximateAgeOfOldestMessage", 1800),
        "ThrottlesAlarm": (None, 1),
    }


def test_without_a_budget_there_is_an_end_all_the_same() -> None:
    functions, _ = written(Jobs(QUEUE))
    assert functions["tasks"]["events"][0]["sqs"]["maximumConcurrency"] == 10
    assert "reservedConcurrency" not in functions["tasks"]


@pytest.mark.parametrize(
    ("one", "event"),
    [
        pytest.param(clock("rate(5 minutes)"), {"rate": ["rate(5 minutes)"]}, id="rule"),
        pytest.param(
            clock("cron(0 0 1 * ? *)", "cron(0 0 ? * MON *)"),
            {"rate": ["cron(0 0 1 * ? *)", "cron(0 0 ? * MON *)"]},
            id="two rules",
        ),
        pytest.param(
            clock("cron(0 3 * * ? *)", zone="Europe/Vienna", arguments='[[1], {"a": 2}]'),
            {
                "rate": ["cron(0 3 * * ? *)"],
                "method": "scheduler",
                "timezone": "Europe/Vienna",
                "roleArn": {"Fn::GetAtt": ["SchedulerRole", "Arn"]},
                "input": {"args": [1], "kwargs": {"a": 2}},
            },
            id="scheduler with arguments",
        ),
    ],
)
def test_clocks(one: Clock, event: dict[str, Any]) -> None:
    functions, resources = written(Jobs(None, (job(one),)))
    is_on = {"enabled": "${self:custom.clocks.${sls:stage}, false}"}
    assert functions == {
        "schedule_ship": {
            "handler": "handlers.schedule_ship.handler",
            "timeout": 900,
            "reservedConcurrency": 1,
            "maximumRetryAttempts": 0,
            "events": [{"schedule": event | is_on}],
        }
    }
    assert ("SchedulerRole" in resources) == ("method" in event)


@pytest.mark.parametrize(("kind", "expected"), [(JobKind.TASK, True), (JobKind.FUNCTION, False)])
def test_a_task_that_a_clock_starts_knows_the_queue(kind: JobKind, expected: bool) -> None:
    functions, _ = written(Jobs(QUEUE, (job(clock("rate(1 minute)"), kind=kind),)))
    assert ("environment" in functions["schedule_ship"]) is expected


def test_roles() -> None:
    text = manifest(
        Deployed(
            "shop",
            Service("orders"),
            Monolith(),
            (),
            jobs=Jobs(QUEUE),
            grants={"tasks": (*TAKES, sends_elsewhere(["a", "b", "c", "d"]))},
        )
    )
    assert "- '*'  # Celery looks queues up by name; AWS has no narrower resource\n" in text
    assert ":*'}  # queues of a, b, c and 1 more: name them\n" in text


def test_tasks_need_two_containers_and_a_clock_one() -> None:
    plan = MigrationPlan(database=Database(connections=9))
    jobs = Jobs(QUEUE, (job(clock("rate(1 minute)")),))
    shares = allot(plan, Service("orders"), ["get_a"], {"orders": 3}, jobs)
    assert shares == {"get_a": 4, "tasks": 4, "schedule_ship": 1}
    only_clocks = Jobs(None, jobs.scheduled)
    assert allot(plan, Service("orders"), [], {"orders": 1}, only_clocks) == {"schedule_ship": 1}
    small = MigrationPlan(database=Database(connections=3))
    with pytest.raises(PlanError, match="has 3 functions, but only 3 connections"):
        allot(small, Service("orders"), ["get_a"], {"orders": 3}, jobs)
