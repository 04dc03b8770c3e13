"""Clocks that start functions: rules of EventBridge in UTC, EventBridge Scheduler elsewhere.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

import json
from collections.abc import Iterable
from typing import Any

from migrator.generation.deployment.queues import environment
from migrator.generation.deployment.roles import role_for
from migrator.generation.deployment.routes import normalized
from migrator.generation.deployment.yaml_text import on_one_line
from migrator.model.jobs import LONGEST, UTC, Clock, JobKind, ScheduledJob

ROLE = "SchedulerRole"
SWITCH = {"prod": False}  # in ``custom.clocks``: the monolith's clock runs until somebody says so
IS_ON = "${self:custom.clocks.${sls:stage}, false}"


def function(job: ScheduledJob, role: str | None, *, has_queue: bool) -> dict[str, Any]:
    """Make a function that runs once at a time, with the logical id of its role if it has one.

    What fails is an error of the function, which is not started again for it: neither does the
    monolith's clock.
    """
    sends = job.kind is JobKind.TASK and has_queue
    return {
        "handler": f"handlers.{job.name}.handler",
        **({"role": role} if role else {}),
        "timeout": LONGEST,
        "reservedConcurrency": 1,
        "maximumRetryAttempts": 0,
        **({"environment": environment(has_runs=False)} if sends else {}),
        "events": [{"schedule": on_one_line(_event(clock))} for clock in job.clocks],
    }


def resources(jobs: Iterable[ScheduledJob]) -> dict[str, Any]:
    """Make the role by which Scheduler starts functions, where one has a time zone."""
    started = [job for job in jobs if any(clock.timezone != UTC for clock in job.clocks)]
    if not started:
        return {}
    arns = [{"Fn::GetAtt": [f"{normalized(job.name)}LambdaFunction", "Arn"]} for job in started]
    starts = {"Effect": "Allow", "Action": ["lambda:InvokeFunction"], "Resource": arns}
    of_this_account = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    return {ROLE: role_for("scheduler", "start", [starts], condition=of_this_account)}


def count(job: ScheduledJob) -> int:
    """Count what osls makes of one job beside the function and its log group.

    That is a rule and a permission for each expression, or one schedule; and what says that
    nothing is tried again.
    """
    each = (len(c.expressions) * (2 if c.timezone == UTC else 1) for c in job.clocks)
    return 1 + sum(each)


def _event(clock: Clock) -> dict[str, Any]:
    args, kwargs = json.loads(clock.arguments) if clock.arguments else ([], {})
    given = {**({"args": args} if args else {}), **({"kwargs": kwargs} if kwargs else {})}
    zone = {
        "method": "scheduler",
        "timezone": clock.timezone,
        "roleArn": {"Fn::GetAtt": [ROLE, "Arn"]},
    }
    return {
        "rate": list(clock.expressions),
        "enabled": IS_ON,
        **(zone if clock.timezone != UTC else {}),
        **({"input": given} if given else {}),
    }
