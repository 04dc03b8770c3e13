"""Write migrator/analysis/boto3_model.json anew, from the models in boto3 and botocore.

    python tooling/boto3_model.py

Of services that web applications call: what the resources of boto3 do, by their names in Python;
what waiters ask; how IAM spells services and operations where that does not follow from their
names in Python (``rds.describe_db_instances``).
"""

import json
from pathlib import Path
from typing import Any

import boto3
import botocore.session
from botocore import xform_name
from botocore.exceptions import UnknownServiceError

OUT = Path(__file__).parents[1] / "migrator" / "analysis" / "boto3_model.json"
RESOURCES = ("cloudformation", "cloudwatch", "dynamodb", "s3", "sns", "sqs")
SERVICES = (
    *("acm", "apigateway", "apigatewaymanagementapi", "athena", "autoscaling", "batch"),
    *("bedrock-agent-runtime", "bedrock-runtime", "cloudformation", "cloudfront", "cloudwatch"),
    *("codebuild", "cognito-identity", "cognito-idp", "comprehend", "dynamodb", "dynamodbstreams"),
    *("ec2", "ecr", "ecs", "efs", "eks", "elasticache", "elb", "elbv2", "emr", "es", "events"),
    *("firehose", "glue", "iam", "iot", "iot-data", "kinesis", "kms", "lambda", "logs"),
    *("mediaconvert", "opensearch", "organizations", "pinpoint", "polly", "rds", "rds-data"),
    *("redshift", "redshift-data", "rekognition", "route53", "s3", "sagemaker"),
    *("sagemaker-runtime", "scheduler", "secretsmanager", "ses", "sesv2", "sns", "sqs", "ssm"),
    *("stepfunctions", "sts", "textract", "transcribe", "translate"),
)


def main() -> None:
    """Write the file."""
    session = botocore.session.get_session()
    waiters: dict[str, str] = {}
    spellings: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for service in SERVICES:
        model = session.get_service_model(service)
        if model.signing_name != service:
            prefixes[service] = model.signing_name
        for name in model.operation_names:
            plain = "".join(word.capitalize() for word in xform_name(name).split("_"))
            if plain != name:
                spellings[f"{service}.{xform_name(name)}"] = name
        try:
            waiting = session.get_waiter_model(service)
        except (UnknownServiceError, ValueError):
            continue
        for name in waiting.waiter_names:
            waiters[f"{service}.{xform_name(name)}"] = waiting.get_waiter(name).operation
    document = {
        "prefixes": prefixes,
        "resources": {service: _resources(service, session) for service in RESOURCES},
        "spellings": spellings,
        "waiters": waiters,
    }
    OUT.write_text(
        json.dumps(document, indent=0, sort_keys=True, separators=(",", ":")) + "\n", "utf-8"
    )


def _resources(service: str, session: botocore.session.Session) -> dict[str, dict[str, list[str]]]:
    newest = max((Path(boto3.__file__).parent / "data" / service).iterdir())
    model = json.loads((newest / "resources-1.json").read_text("utf-8"))
    everything = {"": model["service"], **model["resources"]}
    try:
        waiting = session.get_waiter_model(service)
        operations = {name: waiting.get_waiter(name).operation for name in waiting.waiter_names}
    except (UnknownServiceError, ValueError):
        operations = {}
    return {name: _resource(each, operations) for name, each in everything.items()}


def _resource(model: dict[str, Any], waits: dict[str, str]) -> dict[str, list[str]]:
    """Map members to the operation that they are (or none), and the resource that they give."""
    members: dict[str, list[str]] = {}
    for name, action in model.get("actions", {}).items():
        members[xform_name(name)] = [_operation(action), _given(action)]
    for name, batch in model.get("batchActions", {}).items():
        members[f"[].{xform_name(name)}"] = [_operation(batch), ""]
    for name, inner in model.get("has", {}).items():
        members[name] = ["", _given(inner)]
    for name, many in model.get("hasMany", {}).items():
        members[f"{xform_name(name)}[]"] = [_operation(many), _given(many)]
    for name, waiter in model.get("waiters", {}).items():
        members[f"wait_until_{xform_name(name)}"] = [waits[waiter["waiterName"]], ""]
    if "load" in model:
        members["load"] = members["reload"] = [_operation(model["load"]), ""]
    return members


def _operation(action: dict[str, dict[str, str]]) -> str:
    return action["request"]["operation"]


def _given(action: dict[str, dict[str, str]]) -> str:
    return action.get("resource", {}).get("type", "")


if __name__ == "__main__":
    main()
