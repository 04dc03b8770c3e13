"""The real command lines accept what we generate, and pack what the functions need."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from migrator.generation.deployment.assemble import assemble
from migrator.generation.deployment.manifest import (
    count_jobs,
    count_resources,
    manifest,
    resources_json,
)
from migrator.generation.extract import extract
from migrator.generation.gateway import GatewayFunction
from migrator.generation.jobs import jobs_of
from migrator.generation.selection import select
from migrator.model.extraction import Extraction
from migrator.model.jobs import Jobs
from migrator.model.plan import Database, Deployment, MigrationPlan, Monolith, Service
from migrator.parity.manifest import read_manifest
from tests.generation.shops import shop

ROOT = Path(__file__).parent.parent.parent
MODULES = ROOT / "tooling" / "node_modules"
STORE = {
    "shop/orders/store.py": """\
        import os

        import boto3

        def save(body):
            boto3.client("s3").put_object(Bucket="invoices", Key="a", Body=body)
            boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody="x")
        """,
    "shop/orders/views.py": """\
        from flask import Blueprint
        from shop.orders.store import save

        orders = Blueprint("orders", __name__)

        @orders.get("/")
        def index():
            return {}

        @orders.post("/")
        def create():
            save(b"")
            return {}
        """,
}
JOBS = {
    "requirements.txt": "Flask==3.1.3\nSQLAlchemy==2.0.40\npsycopg==3.2.1\ncelery==5.5.3\n",
    "shop/celery.py": """\
        from celery import Celery
        from celery.schedules import crontab

        celery = Celery("shop", broker="sqs://")
        celery.conf.update(
            timezone="Europe/Vienna",
            beat_schedule={
                "a": {"task": "shop.orders.tasks.ship", "schedule": crontab(minute=0, hour=3),
                      "kwargs": {"days": 2}},
                "b": {"task": "shop.orders.tasks.ship", "schedule": 600.0},
                "c": {"task": "shop.orders.tasks.check", "schedule": 60},
            },
        )
        """,
    "shop/orders/tasks.py": """\
        from shop.celery import celery

        @celery.task
        def ship(days=1): ...

        @celery.task(time_limit=60)
        def check():
            ship.delay()
        """,
}
VERSION = "{}.{}".format(*sys.version_info)
SIMPLE = MigrationPlan(monolith=Monolith(python=VERSION))
EVERYTHING = MigrationPlan(
    services=(Service("orders", modules=("shop.orders",)),),
    database=Database(connections=20, reserve=5),
    deployment=Deployment(vpc=True, kms=True, tags={"team": "shop"}),
)


def write(made: Extraction, folder: Path) -> Path:
    for layer in made.layers:
        for file in layer.files:
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
    service = folder / made.folder
    (service / "node_modules").symlink_to(MODULES)
    return service


def package(service: Path) -> Path:
    """Run `osls package`; return the folder of artifacts."""
    osls = MODULES / ".bin" / "osls"
    if shutil.which("node") is None:
        pytest.fail("node is not installed: these tests run the Serverless command line")
    if not osls.exists():
        pytest.fail(f"{osls} is missing: npm ci --prefix tooling")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
    done = subprocess.run(
        [osls, "package"],
        cwd=service,
        env=environment | {"SLS_TELEMETRY_DISABLED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return service / ".serverless"


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Package the orders of the shop."""
    program, source = shop()
    made = extract(program, SIMPLE, "shop.orders", source)
    return package(write(made, tmp_path_factory.mktemp("packaged")))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Package a service with everything that serverless.yml may have."""
    program, source = shop(STORE)
    made = extract(program, EVERYTHING, "orders", source)
    return package(write(made, tmp_path_factory.mktemp("full")))


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Package a service with tasks and clocks, for a database with a budget."""
    program, source = shop(JOBS)
    made = extract(program, EVERYTHING, "orders", source)
    return package(write(made, tmp_path_factory.mktemp("working")))


def template_of(artifacts: Path) -> dict[str, Any]:
    text = (artifacts / "cloudformation-template-update-stack.json").read_text()
    template: dict[str, Any] = json.loads(text)
    return template


def of_type(artifacts: Path, kind: str) -> list[dict[str, Any]]:
    resources = template_of(artifacts)["Resources"].values()
    return [one["Properties"] for one in resources if one["Type"] == kind]


@pytest.mark.slow
def test_artifact_holds_the_slice_and_what_it_imports(packaged: Path) -> None:
    with zipfile.ZipFile(packaged / "shop-orders.zip") as archive:
        names = set(archive.namelist())
    assert names >= {
        "app.py",
        "apig_wsgi/__init__.py",
        "flask/__init__.py",
        "handlers/hosted.py",
        "settings.py",
        "shop/orders/prices.json",
        "shop/orders/views.py",
        "shop_lambda/hosted.py",
        "sqlalchemy/__init__.py",
    }
    left_out = (
        "tests/",
        "node_modules/",
        "MIGRATION.md",
        "gunicorn/",
        "package.json",
        "resources.json",
    )
    assert not [name for name in names if name.startswith(left_out)]
    assert not [name for name in names if name.endswith((".pyi", ".pyx", ".cpp"))]


@pytest.mark.slow
def test_a_cold_start_compiles_next_to_nothing(packaged: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packaged / "shop-orders.zip") as archive:
        archive.extractall(tmp_path / "task")
    command = [sys.executable, "-S", "-B", "-v", "-c", "import handlers.hosted"]
    database = {"DATABASE_URL": f"sqlite:///{tmp_path}/a.db", "SETTINGS_SOURCE": "environment"}
    done = subprocess.run(
        command, cwd=tmp_path / "task", env=database, capture_output=True, text=True, check=True
    )
    assert len(re.findall(r"^# code object from '/\S+/task/", done.stderr, re.MULTILINE)) > 150
    started = re.findall(r"^# code object from (/\S+/task/\S+)", done.stderr, re.MULTILINE)
    # The driver in requirements.txt is that of another database.
    names = [one.partition("/task/")[2] for one in started]
    assert [name for name in names if not name.startswith("sqlalchemy/dialects/sqlite/")] == []


@pytest.mark.slow
def test_a_function_may_answer_any_method(tmp_path: Path) -> None:
    program, source = shop()
    made = extract(program, SIMPLE, "shop.orders", source)
    service = write(made, tmp_path)
    functions = (GatewayFunction("any_things", (("ANY", "/things"), ("ANY", "/things/")), ()),)
    deployed = assemble(program, SIMPLE, made.selection, made.sliced, functions)
    (service / "serverless.yml").write_text(manifest(deployed))
    (service / "resources.json").write_text(resources_json(deployed))
    artifacts = package(service)
    routes = [one["RouteKey"] for one in of_type(artifacts, "AWS::ApiGatewayV2::Route")]
    assert sorted(routes) == ["ANY /things", "ANY /things/"]


@pytest.mark.slow
def test_deploying_takes_the_same_artifact(packaged: Path) -> None:
    state = json.loads((packaged / "serverless-state.json").read_text())
    assert state["package"]["artifact"] == "shop-orders.zip"


@pytest.mark.slow
@pytest.mark.parametrize("artifacts", ["packaged", "full", "working"])
def test_template_has_nothing_for_cfn_lint_to_say(
    artifacts: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(artifacts)
    cfn_lint = Path(sys.executable).parent / "cfn-lint"
    template = folder / "cloudformation-template-update-stack.json"
    command = [str(cfn_lint), "-i", "W3005", "-t", str(template)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize("artifacts", ["packaged", "full", "working"])
def test_every_route_is_deployed_and_every_resource_counted(
    artifacts: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(artifacts)
    manifest = read_manifest((folder.parent / "serverless.yml").read_text(), file="x")
    routes = [one["RouteKey"] for one in of_type(folder, "AWS::ApiGatewayV2::Route")]
    assert sorted(routes) == sorted(route.key for route in manifest.routes)
    own = YAML(typ="safe", pure=True).load((folder.parent / "serverless.yml").read_text())
    uniform = json.loads((folder.parent / "resources.json").read_text())
    answering = {route.function for route in manifest.routes}
    jobs = working_jobs() if artifacts == "working" else Jobs()
    counted = count_resources(
        tuple(
            GatewayFunction(
                f.name,
                tuple((r.method, r.path) for r in manifest.routes if r.function == f.name),
                (),
            )
            for f in manifest.functions
            if f.name in answering
        ),
        len(own["resources"][0].get("Resources", ()))
        + len(uniform["Resources"])
        + count_jobs(jobs),
    )
    assert len(template_of(folder)["Resources"]) == counted


@pytest.mark.slow
def test_functions_may_only_read_their_parameters_and_write_logs(packaged: Path) -> None:
    (role,) = of_type(packaged, "AWS::IAM::Role")
    assert actions(role) == {"ssm:GetParameters"}


@pytest.mark.slow
def test_a_function_may_do_what_it_does(full: Path) -> None:
    assert [actions(role) for role in of_type(full, "AWS::IAM::Role")] == [
        {"kms:Decrypt", "ssm:GetParameters"},
        {"kms:Decrypt", "s3:PutObject", "sqs:SendMessage", "ssm:GetParameters"},
    ]


@pytest.mark.slow
def test_containers_fit_the_database(full: Path) -> None:
    functions = of_type(full, "AWS::Lambda::Function")
    reserved = [function["ReservedConcurrentExecutions"] for function in functions]
    assert sum(reserved) == 15


@pytest.mark.slow
def test_tasks_and_clocks(working: Path) -> None:
    (mapping,) = of_type(working, "AWS::Lambda::EventSourceMapping")
    assert mapping == {
        "BatchSize": 10,
        "MaximumBatchingWindowInSeconds": 1,
        "EventSourceArn": {"Fn::GetAtt": ["TasksQueue", "Arn"]},
        "FunctionName": {"Fn::GetAtt": ["TasksLambdaFunction", "Arn"]},
        "Enabled": True,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "ScalingConfig": {"MaximumConcurrency": 4},
    }
    (schedule,) = of_type(working, "AWS::Scheduler::Schedule")
    assert schedule == {
        "ScheduleExpression": "cron(0 3 * * ? *)",
        "ScheduleExpressionTimezone": "Europe/Vienna",
        "State": "DISABLED",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {
            "Arn": {"Fn::GetAtt": ["ScheduleUnderscoreshipLambdaFunction", "Arn"]},
            "RoleArn": {"Fn::GetAtt": ["SchedulerRole", "Arn"]},
            "Input": '{"kwargs":{"days":2}}',
        },
    }
    rules = of_type(working, "AWS::Events::Rule")
    assert [(rule["ScheduleExpression"], rule["State"]) for rule in rules] == [
        ("rate(1 minute)", "DISABLED"),
        ("rate(10 minutes)", "DISABLED"),
    ]
    functions = of_type(working, "AWS::Lambda::Function")
    reserved = {
        f["FunctionName"].rpartition("-")[2]: f["ReservedConcurrentExecutions"] for f in functions
    }
    assert sum(reserved.values()) == 15
    assert {name: count for name, count in reserved.items() if "orders" not in name} == {
        "schedule_check": 1,
        "schedule_ship": 1,
        "tasks": 4,
    }


def working_jobs() -> Jobs:
    program, source = shop(JOBS)
    return jobs_of(program, select(program, EVERYTHING, "orders", source))


def actions(role: dict[str, Any]) -> set[str]:
    statements = role["Policies"][0]["PolicyDocument"]["Statement"]
    named = {action for statement in statements for action in statement["Action"]}
    return {action for action in named if not action.startswith("logs:")}
