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
            "def f():\n    boto3.resource('ec2').Instance('b').stop()",
            ["shop.py:3 boto3 resource of which this is not known"],
            id="resource",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: list[str]) -> None:
    program = program_of_one(f"import boto3\n{source}")
    assert (program.aws_calls, unresolved_of(program)) == ((), expected)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "s3 = boto3.client('s3')\ns3.put_object(Bucket='b')\ns3.upload_file('x', 'c', 'k')\n"
            "s3.download_fileobj('d', 'k', f)",
            ["s3:GetObject d", "s3:PutObject b", "s3:PutObject c"],
            id="buckets",
        ),
        pytest.param(
            "boto3.client('sqs').send_message(QueueUrl='q')\n"
            "boto3.client('ssm').get_parameter(Name='/n')\n"
            "boto3.client('secretsmanager').get_secret_value(SecretId='s')",
            ["secretsmanager:GetSecretValue s", "sqs:SendMessage q", "ssm:GetParameter /n"],
            id="queues, parameters and secrets",
        ),
        pytest.param(
            "c = boto3.client('s3')\nc.get_paginator('list_objects_v2').paginate(Bucket='b')\n"
            "c.get_waiter('object_exists').wait(Bucket='w')",
            ["s3:GetObject w", "s3:ListBucket b"],
            id="paginators and waiters",
        ),
        pytest.param(
            "boto3.client('rds').describe_db_instances()\n"
            "boto3.client('cloudwatch').put_metric_data()",
            ["cloudwatch:PutMetricData ", "rds:DescribeDBInstances "],
            id="names that do not follow",
        ),
        pytest.param(
            "s3 = boto3.resource('s3')\ns3.Bucket('b').upload_file('x', 'k')\n"
            "s3.Object('c', 'k').put()\ns3.Bucket('d').Object('k').get()\n"
            "s3.Bucket('e').objects.filter(Prefix='p').delete()\n"
            "s3.meta.client.copy({}, 'f', 'k')",
            [
                *("s3:DeleteObject e", "s3:GetObject d", "s3:GetObject f", "s3:ListBucket e"),
                *("s3:PutObject b", "s3:PutObject c", "s3:PutObject f"),
            ],
            id="resources of S3",
        ),
        pytest.param(
            "t = boto3.resource('dynamodb').Table('t')\nt.put_item(Item={})\nt.batch_writer()",
            ["dynamodb:BatchWriteItem t", "dynamodb:PutItem t"],
            id="resources of DynamoDB",
        ),
        pytest.param(
            "q = boto3.resource('sqs').get_queue_by_name(QueueName='q')\n"
            "for m in q.receive_messages():\n    m.delete()",
            ["sqs:DeleteMessage q", "sqs:GetQueueUrl q", "sqs:ReceiveMessage q"],
            id="resources of SQS",
        ),
        pytest.param(
            "import aioboto3\nasync def g():\n"
            "    async with aioboto3.Session().client('s3') as s3:\n"
            "        await s3.get_object(Bucket='b')\ng()",
            ["s3:GetObject b"],
            id="aioboto3",
        ),
        pytest.param(
            "import smart_open, s3fs\nsmart_open.open('s3://b/k', 'w')\n"
            "smart_open.open('/tmp/x')\ns3fs.S3FileSystem().open('c/k')",
            ["s3:GetObject c", "s3:PutObject b"],
            id="file systems",
        ),
    ],
)
def test_resources(source: str, expected: list[str]) -> None:
    body = "".join(f"    {line}\n" for line in source.splitlines())
    calls = program_of_one(f"import boto3\ndef f():\n{body}").aws_calls
    assert sorted(f"{call.action} {call.resource}" for call in calls) == expected


def test_storage_and_mail_of_django() -> None:
    program = program_of(
        {
            "shop/settings.py": """\
                INSTALLED_APPS = []
                STORAGES = {"default": {"BACKEND": "storages.backends.s3.S3Storage"}}
                AWS_STORAGE_BUCKET_NAME = "files"
                EMAIL_BACKEND = "django_ses.SESBackend"
                """,
            "shop/use.py": """\
                from django.core.files.storage import default_storage
                from django.core.mail import send_mail
                def put():
                    default_storage.save("x", None)
                    send_mail("a")
                """,
        }
    )
    assert [f"{c.action} {c.resource} {c.function}" for c in program.aws_calls] == [
        "s3:PutObject files shop.use:put",
        "ses:SendRawEmail  shop.use:put",
    ]


def test_methods_that_nobody_calls_use_the_client_that_objects_were_made_with() -> None:
    program = program_of_one(
        """
        import boto3, os
        class Store:
            def __init__(self, region):
                if os.environ["KEY"]:
                    self.s3 = boto3.client("s3", region_name=region)
                else:
                    self.s3 = boto3.client("s3")
            def put(self):
                self.s3.put_object(Bucket="b")
        STORE = Store("eu")
        """
    )
    assert [f"{c.action} {c.resource} {c.function}" for c in program.aws_calls] == [
        "s3:PutObject b shop:Store.put"
    ]
