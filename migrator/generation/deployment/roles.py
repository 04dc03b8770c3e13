"""IAM roles: one for all functions that may do the same, so that each may do no more than it does.

https://www.serverless.com/framework/docs/providers/aws/guide/iam
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from migrator.generation.deployment.iam import Grant
from migrator.generation.deployment.yaml_text import on_one_line, with_comments
from migrator.model.plan import Deployment

ARN = "arn:${AWS::Partition}"
SETTINGS = "${self:custom.settings}"  # the folder in Parameter Store
HERE = "${AWS::Region}:${AWS::AccountId}"
LOGS = f"{ARN}:logs:{HERE}:log-group:/aws/lambda/${{self:service}}-${{sls:stage}}-*:*"
IN_VPC = f"{ARN}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"


class Roles(msgspec.Struct, frozen=True):
    """Roles of a service.

    Attributes:
        common: statements of the role that osls makes for all functions without another.
        names: the logical id of the role of each function that has another.
        resources: those roles, by logical id.
    """

    common: list[dict[str, Any]]
    names: dict[str, str]
    resources: dict[str, Any]


def roles(grants: Mapping[str, tuple[Grant, ...]], deployment: Deployment) -> Roles:
    """Make the roles: none of our own where all functions may do the same."""
    base = _base(deployment)
    different = sorted(set(grants.values()))
    if len(different) <= 1:
        every = different[0] if different else ()
        return Roles([*base, *map(_statement, every)], {}, {})
    own = [granted for granted in different if granted]
    ids = {granted: f"Role{number}" for number, granted in enumerate(own, 1)}
    return Roles(
        common=base,
        names={name: ids[granted] for name, granted in sorted(grants.items()) if granted},
        resources={
            ids[granted]: _role([*base, *map(_statement, granted)], deployment) for granted in own
        },
    )


def vpc() -> dict[str, Any]:
    """Name subnets and security groups by parameters: networks are made elsewhere."""
    return {
        "securityGroupIds": on_one_line({"Fn::Split": [",", {"Ref": "SecurityGroups"}]}),
        "subnetIds": on_one_line({"Fn::Split": [",", {"Ref": "Subnets"}]}),
    }


def parameters(deployment: Deployment) -> dict[str, Any]:
    """Say where the values of the stack's parameters are in Parameter Store."""
    made = {}
    if deployment.vpc:
        made["SecurityGroups"] = _stored("security-groups")
        made["Subnets"] = _stored("subnets")
    if deployment.kms:
        made["KmsKeyArn"] = _stored("kms-key-arn")
    return made


def _stored(name: str) -> Any:  # noqa: ANN401 - a YAML mapping
    return on_one_line(
        {
            "Type": "AWS::SSM::Parameter::Value<String>",
            "Default": f"{SETTINGS}/deployment/{name}",
        }
    )


def _base(deployment: Deployment) -> list[dict[str, Any]]:
    settings = f"{ARN}:ssm:{HERE}:parameter{SETTINGS}/*"
    statements = [_statement(Grant((settings,), ("ssm:GetParameters",)))]
    if deployment.kms:
        decrypt = _statement(Grant((), ("kms:Decrypt",)))
        statements.append({**decrypt, "Resource": on_one_line({"Ref": "KmsKeyArn"})})
    return statements


def _statement(grant: Grant) -> dict[str, Any]:
    resources = [
        (resource if resource == "*" else on_one_line({"Fn::Sub": resource}), grant.why)
        for resource in grant.resources
    ]
    return {
        "Effect": "Allow",
        "Action": list(grant.actions),
        "Resource": with_comments(resources),
    }


def _role(statements: list[dict[str, Any]], deployment: Deployment) -> dict[str, Any]:
    writes_logs = Grant((LOGS,), ("logs:CreateLogStream", "logs:PutLogEvents"))
    managed = [on_one_line({"Fn::Sub": IN_VPC})] if deployment.vpc else []
    return role_for("lambda", "service", [_statement(writes_logs), *statements], managed)


def role_for(
    service: str,
    policy: str,
    statements: list[dict[str, Any]],
    managed: Sequence[Any] = (),
    condition: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Make a role that a service of AWS may take.

    Args:
        service: ``lambda``.
        policy: what its own policy is called.
        statements: of that policy.
        managed: ARNs of policies that it has as well.
        condition: under which it may be taken.
    """
    trusted = {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sts:AssumeRole",
        **({"Condition": condition} if condition else {}),
    }
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": _document([on_one_line(trusted)]),
            **({"ManagedPolicyArns": list(managed)} if managed else {}),
            "Policies": [{"PolicyName": policy, "PolicyDocument": _document(statements)}],
        },
    }


def _document(statements: list[Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": statements}
