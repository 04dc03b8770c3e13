"""Alarms of a service: errors, throttles, slow answers, and 5xx of its API.

One alarm watches several functions, because CloudWatch takes ten metrics for one, and a stack 500
resources. Who is told is a parameter of the stack, ``AlarmTopic``: no topic is created.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

from collections.abc import Iterator, Sequence
from typing import Any

WATCHED_AT_ONCE = 9  # and the expression over them
PERIOD_SECONDS = 300
CLOSE_TO_TIMEOUT = 0.8


def alarms(
    functions: Sequence[str], service: str, timeout: int, jobs: Sequence[str] = ()
) -> dict[str, Any]:
    """Make the alarms, by logical id.

    Args:
        functions: logical ids of the functions of routes, as CloudFormation has them.
        service: for descriptions.
        timeout: seconds.
        jobs: logical ids of functions that nobody waits for.
    """
    made: dict[str, Any] = {}
    for mark, group in _groups([*functions, *jobs]):
        made[f"ErrorsAlarm{mark}"] = alarm(
            f"{service}: a function failed", _of_functions(group, "Errors", "Sum"), 1
        )
        made[f"ThrottlesAlarm{mark}"] = alarm(
            f"{service}: requests were refused, reserved concurrency is used up",
            _of_functions(group, "Throttles", "Sum"),
            1,
        )
    milliseconds = int(timeout * 1000 * CLOSE_TO_TIMEOUT)
    for mark, group in _groups(functions):
        made[f"DurationAlarm{mark}"] = alarm(
            f"{service}: answers take nearly the {timeout} seconds that they may",
            _of_functions(group, "Duration", "Maximum"),
            milliseconds,
        )
    if functions:
        made["ServerErrorsAlarm"] = alarm(f"{service}: the API answers 5xx", _OF_API, 5)
    return made


def _groups(functions: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Divide functions into as many as one alarm watches, each with the end of its name."""
    starts = range(0, len(functions), WATCHED_AT_ONCE)
    for number, start in enumerate(starts, 1):
        mark = str(number) if len(starts) > 1 else ""
        yield mark, functions[start : start + WATCHED_AT_ONCE]


_OF_API = {
    "Namespace": "AWS/ApiGateway",
    "MetricName": "5xx",
    "Dimensions": [({"Name": "ApiId", "Value": {"Ref": "HttpApi"}})],
    "Statistic": "Sum",
    "Period": PERIOD_SECONDS,
}


def of_queue(queue: str, metric: str) -> dict[str, Any]:
    """Name what an alarm watches of a queue, by its logical id."""
    return {
        "Namespace": "AWS/SQS",
        "MetricName": metric,
        "Dimensions": [{"Name": "QueueName", "Value": {"Fn::GetAtt": [queue, "QueueName"]}}],
        "Statistic": "Maximum",
        "Period": PERIOD_SECONDS,
    }


def alarm(description: str, watched: dict[str, Any], threshold: int) -> dict[str, Any]:
    """Make an alarm that tells the stack's topic, where it has one."""
    topic = {"Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopic"}], {"Ref": "AWS::NoValue"}]}
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": description,
            "AlarmActions": (topic),
            **watched,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "Threshold": threshold,
            "EvaluationPeriods": 1,
            "TreatMissingData": "notBreaching",
        },
    }


def _of_functions(functions: Sequence[str], metric: str, statistic: str) -> dict[str, Any]:
    total = "SUM" if statistic == "Sum" else "MAX"
    return {
        "Metrics": [
            ({"Id": "all", "Expression": f"{total}(METRICS())", "ReturnData": True}),
            *(
                (_metric(f"m{number}", function, metric, statistic))
                for number, function in enumerate(functions, 1)
            ),
        ]
    }


def _metric(name: str, function: str, metric: str, statistic: str) -> dict[str, Any]:
    where = {"Name": "FunctionName", "Value": {"Ref": function}}
    source = {"Namespace": "AWS/Lambda", "MetricName": metric, "Dimensions": [where]}
    measured = {"Metric": source, "Period": PERIOD_SECONDS, "Stat": statistic}
    return {"Id": name, "MetricStat": measured, "ReturnData": False}
