"""serverless.yml for osls 4 (the maintained fork of the Serverless Framework), as data.

Nothing in it is newer than the syntax of Serverless 3, which Serverless 4 reads as well.
https://github.com/oss-serverless/serverless and https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml
"""

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from migrator.errors import PlanError
from migrator.generation.deployment import clocks, queues, roles
from migrator.generation.deployment.alarms import alarms
from migrator.generation.deployment.iam import Grant
from migrator.generation.deployment.routes import lost_routes, names_of, normalized
from migrator.generation.deployment.yaml_text import dump, list_on_one_line, on_one_line
from migrator.generation.gateway import GatewayFunction, stack_name
from migrator.model.jobs import Jobs
from migrator.model.plan import Database, Deployment, Monolith, Service
from migrator.model.plan_file import NAME

RESOURCES = "resources.json"
OSLS = "4.3.1"
COMPOSE = "1.9.2"
PYTHON_REQUIREMENTS = "6.1.2"
# A file of the private package: osls takes plugins from packages and from the local path only.
ARTIFACT_PLUGIN = "lambda-artifact"
MOST_RESOURCES = 500  # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
# Wheels of what has none on the index, also of what requirements require, which no line may name:
# those of plain Python fit any machine.
WHEELS = "python3 -m pip wheel --quiet --wheel-dir .wheels --requirement requirements.txt"
HEADER = """\
# Written by `migrate extract`: one function for each route that API Gateway can tell apart.
# Every function holds the whole service. `migrate local` and `migrate parity` read the routes.
# Package without AWS or credentials: npm install && npm run package
"""
EXCLUDED = (
    "!**/__pycache__/**", "!.*", "!.*/**", "!MIGRATION.md", "!node_modules/**", "!openapi.json",
    "!package*.json", "!requirements*.txt", "!resources.json", "!tests/**",
)  # fmt: skip


class Deployed(msgspec.Struct, frozen=True):
    """What serverless.yml says.

    Attributes:
        org: names the stack and the folder in Parameter Store.
        monolith: Python version and region.
        functions: the functions and their routes.
        grants: what each function may do beside reading its settings, by its name.
        concurrency: reserved for each function, by its name; empty where nothing limits it.
        jobs: what runs without a request.
    """

    org: str
    service: Service
    monolith: Monolith
    functions: tuple[GatewayFunction, ...]
    deployment: Deployment = Deployment()
    database: Database = Database()
    grants: Mapping[str, tuple[Grant, ...]] = {}
    concurrency: Mapping[str, int] = {}
    jobs: Jobs = Jobs()

    @property
    def stack(self) -> str:
        """The name of the stack, without the stage."""
        return stack_name(self.org, self.service.name)


def manifest(it: Deployed) -> str:
    """Write the manifest.

    Raises:
        PlanError: where CloudFormation would refuse the stack for its size.
    """
    made = roles.roles(it.grants, it.deployment)
    own = len(made.resources) + len(_uniform(it)) + count_jobs(it.jobs)
    _refuse_too_many(it, own)
    data = {
        "service": it.stack,
        "frameworkVersion": "^4.3.0",
        "configValidationMode": "error",
        "plugins": on_one_line(
            {
                "localPath": f"../../packages/{it.org}_lambda",
                "modules": ["serverless-python-requirements", ARTIFACT_PLUGIN],
            }
        ),
        "provider": _provider(it, made.common),
        "custom": {
            # A stage of a pull request may read another's: --param settings=dev
            "settings": f"/{it.org}/${{param:settings, sls:stage}}",
            "memory": on_one_line({"dev": 512, "prod": 1024}),
            "logRetention": on_one_line({"dev": 7, "prod": 90}),
            **({"clocks": on_one_line(clocks.SWITCH)} if it.jobs.scheduled else {}),
            "pythonRequirements": _python_requirements(it.monolith.python),
        },
        "package": {"patterns": list(EXCLUDED)},
        "functions": {
            **{one.name: _function(one, it, made) for one in it.functions},
            **_job_functions(it, made),
        },
        "resources": [_resources(it, made), f"${{file({RESOURCES})}}"],
    }
    return HEADER + "\n" + dump(data)


def package_json(stack: str) -> str:
    """Write package.json: the command line and the plugin, pinned."""
    data = {
        "name": stack,
        "private": True,
        "scripts": {
            "wheels": WHEELS,
            "prepackage": "npm run wheels",
            "package": "osls package",
            "predeploy": "npm run wheels",
            "deploy": "osls deploy",
        },
        "devDependencies": {
            "osls": OSLS,
            "serverless-python-requirements": PYTHON_REQUIREMENTS,
        },
    }
    return json.dumps(data, indent=2) + "\n"


def count_resources(functions: tuple[GatewayFunction, ...], own: int) -> int:
    """Count what the stack will hold: what osls makes of functions, and ``own`` of ``resources``.

    For the service a bucket with its policy, a role, and the API with its stage where there is
    one; for a function itself, its log group, an integration and a permission; and the routes.
    """
    common = 5 if functions else 3
    return common + 4 * len(functions) + len(names_of(functions)) + own


def count_jobs(jobs: Jobs) -> int:
    """Count what osls makes of jobs: functions, their log groups, and what starts them."""
    queue = 3 if jobs.queue else 0
    return queue + sum(2 + clocks.count(job) for job in jobs.scheduled)


def fits(functions: tuple[GatewayFunction, ...], jobs: Jobs = Jobs()) -> bool:  # noqa: B008
    """Tell whether a stack of these functions is small enough, a role for each at worst."""
    watched = [function.name for function in functions]
    names = [name for name, _ in jobs.entry_points]
    own = len(lost_routes(functions)) + len(alarms(watched, "", 1, names)) + len(functions)
    own += len(names) + count_jobs(jobs) + len(_of_jobs(jobs, ""))
    return count_resources(functions, own) <= MOST_RESOURCES


def _refuse_too_many(it: Deployed, own: int) -> None:
    count = count_resources(it.functions, own)
    if count > MOST_RESOURCES:
        raise PlanError(
            f"{NAME}: service {it.service.name!r} would be a stack of {count} resources, for "
            f"{len(it.functions)} functions; CloudFormation takes {MOST_RESOURCES}",
            hint="write `granularity: per service` for it, or divide it into several services",
        )


def _provider(it: Deployed, statements: list[dict[str, Any]]) -> dict[str, Any]:
    environment = {"SETTINGS_PREFIX": roles.SETTINGS}
    if it.database.proxy:
        environment["DATABASE_PROXY"] = "1"
    return {
        "name": "aws",
        "runtime": f"python{it.monolith.python}",
        "architecture": "x86_64",
        "region": it.monolith.region,
        "stage": "${opt:stage, 'dev'}",
        "memorySize": it.service.memory or "${self:custom.memory.${sls:stage}, 1024}",
        "timeout": it.service.timeout,
        "versionFunctions": False,
        "logRetentionInDays": "${self:custom.logRetention.${sls:stage}, 30}",
        "tags": {
            "monolith": it.org,
            "service": it.service.name,
            "stage": "${sls:stage}",
            **dict(sorted(it.deployment.tags.items())),
        },
        "environment": environment,
        **({"httpApi": {"payload": "2.0"}} if it.functions else {}),
        "iam": {"role": {"statements": statements}},
        **({"vpc": roles.vpc()} if it.deployment.vpc else {}),
    }


def _function(function: GatewayFunction, it: Deployed, made: roles.Roles) -> dict[str, Any]:
    reserved = it.concurrency.get(function.name)
    return {
        "handler": f"handlers.{function.module}.handler",
        **({"role": made.names[function.name]} if function.name in made.names else {}),
        **({"reservedConcurrency": reserved} if reserved else {}),
        "events": list_on_one_line(
            {"httpApi": f"{method} {path}"} for method, path in function.events
        ),
    }


def _job_functions(it: Deployed, made: roles.Roles) -> dict[str, Any]:
    queue, functions = it.jobs.queue, {}
    if queue:
        role = made.names.get(queue.name)
        functions[queue.name] = queues.function(queue, role, it.concurrency.get(queue.name))
    for job in it.jobs.scheduled:
        role = made.names.get(job.name)
        functions[job.name] = clocks.function(job, role, has_queue=queue is not None)
    return functions


def _of_jobs(jobs: Jobs, stack: str) -> dict[str, Any]:
    queue = queues.resources(jobs.queue, stack) if jobs.queue else {}
    return {**queue, **clocks.resources(jobs.scheduled)}


def _resources(it: Deployed, made: roles.Roles) -> dict[str, Any]:
    described = "ARN of the SNS topic that is told of alarms; empty for none"
    topic = {"Type": "String", "Default": "${param:alarmTopic, ''}", "Description": described}
    is_given = {"Fn::Not": [{"Fn::Equals": [{"Ref": "AlarmTopic"}, ""]}]}
    # The pipeline asks for it, and its tests leave a service alone that has none.
    url: Any = {"Fn::GetAtt": ["HttpApi", "ApiEndpoint"]} if it.functions else "none"
    return {
        "Parameters": {
            "AlarmTopic": on_one_line(topic),
            **roles.parameters(it.deployment),
        },
        "Conditions": {"HasAlarmTopic": on_one_line(is_given)},
        **({"Resources": made.resources} if made.resources else {}),
        "Outputs": {
            "ServiceUrl": on_one_line(
                {"Description": f"Where {it.service.name} answers", "Value": url}
            )
        },
    }


def resources_json(it: Deployed) -> str:
    """Write the resources that are alike, one a line: alarms, and routes that osls would lose."""
    rows = [f"    {json.dumps(name)}: {json.dumps(one)}" for name, one in _uniform(it).items()]
    return '{\n  "Resources": {\n' + ",\n".join(rows) + "\n  }\n}\n"


def _uniform(it: Deployed) -> dict[str, Any]:
    watched = [f"{normalized(function.name)}LambdaFunction" for function in it.functions]
    jobs = [f"{normalized(name)}LambdaFunction" for name, _ in it.jobs.entry_points]
    return {
        **lost_routes(it.functions),
        **alarms(watched, it.stack, it.service.timeout, jobs),
        **_of_jobs(it.jobs, it.stack),
    }


def _python_requirements(python: str) -> dict[str, Any]:
    """Install wheels for Lambda without Docker, whatever machine packages.

    The static cache is off: it would not notice changes of the private package.
    """
    return {
        "pythonBin": "python3",
        "useStaticCache": False,
        "slim": True,
        "slimPatternsAppendDefaults": False,
        "slimPatterns": [],
        "pipCmdExtraArgs": [
            *(f"--platform {platform}_x86_64" for platform in _platforms(python)),
            "--find-links .wheels",
            "--implementation cp",
            f"--python-version {python}",
            "--only-binary=:all:",
            "--no-compile",
        ],
    }


def _platforms(python: str) -> tuple[str, ...]:
    """List the wheels that run on Amazon Linux 2023 (from Python 3.12 on) or 2."""
    is_new = tuple(int(part) for part in python.split(".")) >= (3, 12)
    newest = ("manylinux_2_34", "manylinux_2_28", "manylinux_2_27") if is_new else ()
    return (*newest, "manylinux_2_26", "manylinux_2_24", "manylinux_2_17", "manylinux2014")
