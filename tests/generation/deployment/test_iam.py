import pytest

from migrator.generation.deployment.iam import Grant, arns_of, grants_of
from migrator.model.location import Location
from migrator.model.program import AwsCall

HERE = "${AWS::Region}:${AWS::AccountId}"


def call(action: str, resource: str = "", line: int = 1) -> AwsCall:
    return AwsCall(action, "shop.store:save", Location("shop/store.py", line), resource)


@pytest.mark.parametrize(
    ("action", "name", "arns"),
    [
        ("s3:PutObject", "invoices", ("arn:${AWS::Partition}:s3:::invoices/*",)),
        ("s3:ListBucket", "invoices", ("arn:${AWS::Partition}:s3:::invoices",)),
        ("s3:GetObject", "arn:aws:s3:::invoices", ("arn:aws:s3:::invoices/*",)),
        ("sqs:SendMessage", "mail", (f"arn:${{AWS::Partition}}:sqs:{HERE}:mail",)),
        (
            "sqs:SendMessage",
            "https://sqs.eu-west-1.amazonaws.com/123456789012/mail",
            (f"arn:${{AWS::Partition}}:sqs:{HERE}:mail",),
        ),
        ("sns:Publish", "arn:aws:sns:eu-west-1:1:news", ("arn:aws:sns:eu-west-1:1:news",)),
        (
            "dynamodb:Query",
            "orders",
            (
                f"arn:${{AWS::Partition}}:dynamodb:{HERE}:table/orders",
                f"arn:${{AWS::Partition}}:dynamodb:{HERE}:table/orders/index/*",
            ),
        ),
        (
            "dynamodb:PutItem",
            "orders",
            (f"arn:${{AWS::Partition}}:dynamodb:{HERE}:table/orders",),
        ),
        (
            "secretsmanager:GetSecretValue",
            "shop/mail",
            (f"arn:${{AWS::Partition}}:secretsmanager:{HERE}:secret:shop/mail-??????",),
        ),
        ("ssm:GetParameter", "/shop/x", (f"arn:${{AWS::Partition}}:ssm:{HERE}:parameter/shop/x",)),
        ("kms:Decrypt", "alias/shop", ()),  # an alias is no key
        ("s3:PutObject", "", ()),
        ("s3:ListAllMyBuckets", "invoices", ()),
        ("pinpoint:SendMessages", "app", ()),  # nothing is known of this service
    ],
)
def test_arns(action: str, name: str, arns: tuple[str, ...]) -> None:
    assert arns_of(action, name) == arns


def test_grants_name_what_is_constant_and_say_why_something_is_not() -> None:
    calls = [
        call("s3:PutObject", "invoices"),
        call("s3:GetObject", "invoices"),
        call("s3:GetObject", "letters"),
        call("s3:ListAllMyBuckets"),
        *(call("sqs:SendMessage", line=line) for line in (9, 4, 7, 4, 8)),
        call("ses:SendRawEmail", line=3),
        call("ses:SendEmail", line=3),
    ]
    bucket = "arn:${AWS::Partition}:s3:::"
    assert grants_of(calls) == (
        Grant(("*",), ("s3:ListAllMyBuckets",), "AWS has no narrower resource for it"),
        Grant(("*",), ("ses:SendEmail", "ses:SendRawEmail"), "not a constant: shop/store.py:3"),
        Grant(
            ("*",),
            ("sqs:SendMessage",),
            "not a constant: shop/store.py:4, shop/store.py:7, shop/store.py:8 and 1 more",
        ),
        Grant((f"{bucket}invoices/*",), ("s3:GetObject", "s3:PutObject")),
        Grant((f"{bucket}letters/*",), ("s3:GetObject",)),
    )


def test_no_calls_no_grants() -> None:
    assert grants_of([]) == ()
