import pytest

from tests.analysis.programs import program_of, program_of_one, unresolved_of


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "s3 = boto3.client('s3')\ndef f():\n    s3.put_object(Bucket='b', Key='k')",
            ["s3:PutObject shop:f 4"],
            id="client of the module",
        ),
        pytest.param(
            "def f():\n    boto3.client('sqs').send_message(QueueUrl='q', MessageBody='m')",
            ["sqs:SendMessage shop:f 3"],
            id="client made on the spot",
        ),
        pytest.param(
            "def f():\n    client = boto3.session.Session().client('sns')\n    client.publish()",
            ["sns:Publish shop:f 4"],
            id="client of a session",
        ),
        pytest.param(
            "def client():\n    return boto3.client('s3', region_name='x')\n"
            "def f():\n    client().get_object(Bucket='b')",
            ["s3:GetObject shop:f 5"],
            id="client of a function",
        ),
        pytest.param(
            "class Store:\n    def __init__(self):\n        self.s3 = boto3.client('s3')\n"
            "    def f(self):\n        self.s3.get_object(Bucket='b')",
            ["s3:GetObject shop:Store.f 6"],
            id="client as an attribute",
        ),
        pytest.param(
            "def f():\n    boto3.client('s3').upload_file('a', 'b', 'c')\n"
            "    boto3.client('s3').copy_object()",
            ["s3:GetObject shop:f 4", "s3:PutObject shop:f 3", "s3:PutObject shop:f 4"],
            id="operations that need other actions",
        ),
        pytest.param(
            "def f():\n    boto3.client('sesv2').send_email()\n"
            "    boto3.client('stepfunctions').start_execution()\n"
            "    boto3.client('lambda').invoke()",
            [
                "lambda:InvokeFunction shop:f 5",
                "ses:SendEmail shop:f 3",
                "states:StartExecution shop:f 4",
            ],
            id="services with another prefix",
        ),
        pytest.param(
            "def f():\n    s3 = boto3.client('s3')\n"
            "    s3.generate_presigned_url('get_object', Params={})\n"
            "    s3.get_paginator('list_objects_v2').paginate()",
            ["s3:GetObject shop:f 4", "s3:ListBucket shop:f 5"],
            id="operations by name",
        ),
        pytest.param(
            "def f():\n    boto3.client('s3').get_waiter('x').wait()", [], id="not an operation"
        ),
        pytest.param("s3 = {}\ndef f():\n    s3.put_object()", [], id="no client"),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    calls = program_of_one(f"import boto3\n{source}").aws_calls
    assert [f"{c.action} {c.function} {c.location.line}" for c in calls] == expected


def test_a_helper_that_takes_the_service_acts_for_each() -> None:
    program = program_of(
        {
            "shop/aws.py": """\
                import boto3
                def client(service):
                    return boto3.client(service)
                """,
            "shop/use.py": """\
                from shop.aws import client
                def put():
                    client("s3").put_object()
                def send():
                    client("sqs").send_message()
                """,
        }
    )
    assert [f"{c.action} {c.function}" for c in program.aws_calls] == [
        "s3:PutObject shop.use:put",
        "sqs:SendMessage shop.use:send",
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "import os\ndef f():\n    boto3.client(os.environ['S']).put_object()",
            ["shop.py:4 AWS client of a computed service or operation"],
            id="computed service",
        ),
        pytest.param(
            "def f(op):\n    boto3.client('s3').get_paginator(op)",
            ["shop.py:3 AWS client of a computed service or operation"],
            id="computed operation",
        ),
        pytest.param(
            "def f():\n    boto3.resource('s3').Bucket('b').upload_file('a', 'b')",
            ["shop.py:3 boto3 resource: its calls are not read yet"],
            id="resource",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: list[str]) -> None:
    program = program_of_one(f"import boto3\n{source}")
    assert (program.aws_calls, unresolved_of(program)) == ((), expected)
