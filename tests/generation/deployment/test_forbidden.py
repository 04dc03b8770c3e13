import pytest

from migrator.generation.deployment.forbidden import concurrency_of, find_forbidden
from migrator.generation.deployment.includes import included
from migrator.model.strict_yaml import Mistake

STATEMENT = """\
provider:
  iam:
    role:
      statements:
        - Effect: Allow
          Action: {action}
          Resource: {resource}
"""


def test_what_others_own_is_not_created() -> None:
    text = """\
resources:
  - Resources:
      Key:
        Type: AWS::KMS::Key
      Zone: {Type: AWS::Route53::HostedZone}
      Record: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: !Ref ZoneId}}
  - Resources:
      Network:
        Properties: {CidrBlock: 10.0.0.0/16}
        Type: AWS::EC2::VPC
"""
    end = "is created here: services refer to those that exist, by parameter"
    assert list(find_forbidden(text, file="serverless.yml")) == [
        Mistake(4, f"a KMS key (AWS::KMS::Key) {end}"),
        Mistake(5, f"a DNS zone (AWS::Route53::HostedZone) {end}"),
        Mistake(10, f"a VPC (AWS::EC2::VPC) {end}"),
    ]


@pytest.mark.parametrize(
    ("action", "resource", "lines"),
    [
        ("s3:GetObject", '"*"', [7]),
        ("s3:GetObject", '"*"  # the bucket is a setting', []),
        ("s3:GetObject", '["*"]', [7]),
        ("s3:GetObject", "\n            - '*'", [8]),
        ("s3:GetObject", "\n            # the bucket is a setting\n            - '*'", []),
        ("s3:GetObject", "arn:aws:s3:::invoices/*", []),
        ("'*'", "arn:aws:s3:::invoices/*", [6]),
        ("s3:*", "arn:aws:s3:::invoices/*", []),
    ],
)
def test_stars_have_a_reason(action: str, resource: str, lines: list[int]) -> None:
    text = STATEMENT.format(action=action, resource=resource)
    assert [mistake.line for mistake in find_forbidden(text, file="x")] == lines


def test_concurrency() -> None:
    text = """\
functions:
  a: {handler: x.y, reservedConcurrency: 3, events: [{sqs: {arn: q, maximumConcurrency: 9}}]}
  b: {handler: x.z}
  c: {handler: x.z, events: [{sqs: {arn: q, maximumConcurrency: 2}}]}
  d: {handler: x.z, events: [{sqs: {arn: q, maximumConcurrency: 2}}, {schedule: rate(1 hour)}]}
  e: {handler: x.z, reservedConcurrency: 0}
"""
    assert concurrency_of(text, file="x") == {
        "a": 3,
        "b": None,
        "c": 2,
        "d": None,
        "e": 0,
    }


def test_json_has_no_comments_for_a_reason() -> None:
    text = '{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}'
    (mistake,) = find_forbidden(text, file="resources.json")
    assert mistake == Mistake(
        1,
        "Resource is `*` without a reason: name what is meant, or say why in a comment of YAML, "
        "which JSON has not",
    )


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("resources: ${file(resources.json)}", ("resources.json",)),
        ("- ${file(../vpc.yml):resources.Vpc, ''}", ("../vpc.yml",)),
        ("- ${file(./vpc.${sls:stage}.yaml):a}\n- ${file( a.yml )}", ("./vpc.*.yaml", "a.yml")),
        ("- ${self:custom.x, file(b.yml):y}", ("b.yml",)),
        ("- ${file(made.js):y}", ()),
        ("- ${file(a.yml)} ${file(a.yml):b}", ("a.yml",)),
    ],
)
def test_included(text: str, patterns: tuple[str, ...]) -> None:
    assert included(text) == patterns
