"""serverless.yml for osls 4 (the maintained fork of the Serverless Framework), as data.

https://github.com/oss-serverless/serverless and https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml
"""

import io
import json
from collections.abc import Iterable
from typing import Any

from ruamel.yaml import YAML

from migrator.generation.gateway import GatewayFunction
from migrator.model.plan import Monolith

TIMEOUT_SECONDS = 29  # API Gateway waits for 30
OSLS = "4.3.1"
PYTHON_REQUIREMENTS = "6.1.2"
HEADER = """\
# Written by `migrate extract`: one function for each route that API Gateway can tell apart.
# Every function holds the whole service. `migrate local` and `migrate parity` read the routes.
# Package without AWS or credentials: npm install && npx osls package
"""
EXCLUDED = (
    "!**/__pycache__/**", "!.*", "!.*/**", "!MIGRATION.md", "!node_modules/**", "!package*.json",
    "!requirements*.txt", "!tests/**",
)  # fmt: skip


def manifest(
    org: str,
    service: str,
    functions: Iterable[GatewayFunction],
    *,
    monolith: Monolith,
    actions: Iterable[str] = (),
) -> str:
    """Write the manifest.

    Args:
        org: names the stack and the folder in Parameter Store.
        service: the service's name.
        functions: the functions and their routes.
        monolith: Python version and region.
        actions: what the code was seen to do with AWS, ``s3:GetObject``.
    """
    data = {
        "service": f"{org.replace('_', '-')}-{service}",
        "frameworkVersion": "^4.3.0",
        "configValidationMode": "error",
        "plugins": ["serverless-python-requirements"],
        "provider": _provider(org, monolith, tuple(actions)),
        "custom": {
            "memory": {"dev": 512, "prod": 1024},
            "logRetention": {"dev": 7, "prod": 90},
            "pythonRequirements": _python_requirements(monolith.python),
        },
        "package": {"patterns": list(EXCLUDED)},
        "functions": {function.name: _function(function) for function in functions},
    }
    return HEADER + "\n" + _dump(data)


def package_json(org: str, service: str) -> str:
    """Write package.json: the command line and the plugin, pinned."""
    data = {
        "name": f"{org.replace('_', '-')}-{service}",
        "private": True,
        "scripts": {"package": "osls package", "deploy": "osls deploy"},
        "devDependencies": {
            "osls": OSLS,
            "serverless-python-requirements": PYTHON_REQUIREMENTS,
        },
    }
    return json.dumps(data, indent=2) + "\n"


def _provider(org: str, monolith: Monolith, actions: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": "aws",
        "runtime": f"python{monolith.python}",
        "architecture": "x86_64",
        "region": monolith.region,
        "stage": "${opt:stage, 'dev'}",
        "memorySize": "${self:custom.memory.${sls:stage}, 1024}",
        "timeout": TIMEOUT_SECONDS,
        "logRetentionInDays": "${self:custom.logRetention.${sls:stage}, 30}",
        "environment": {"SETTINGS_PREFIX": f"/{org}/${{sls:stage}}"},
        "httpApi": {"payload": "2.0"},
        "iam": {"role": {"statements": _statements(org, actions)}},
    }


def _statements(org: str, actions: tuple[str, ...]) -> list[dict[str, Any]]:
    arn = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}"
    statements: list[dict[str, Any]] = [
        {
            "Effect": "Allow",
            "Action": ["ssm:GetParameters"],
            "Resource": [{"Fn::Sub": f"{arn}:parameter/{org}/${{sls:stage}}/*"}],
        }
    ]
    if actions:
        observed = sorted(set(actions))
        statements.append({"Effect": "Allow", "Action": observed, "Resource": ["*"]})
    return statements


def _python_requirements(python: str) -> dict[str, Any]:
    """Install wheels for Lambda without Docker, whatever machine packages.

    The static cache is off: it would not notice changes of the private package.
    """
    return {
        "pythonBin": "python3",
        "useStaticCache": False,
        "slim": True,
        "slimPatternsAppendDefaults": False,
        "slimPatterns": ["**/*.py[co]", "**/__pycache__*"],
        "pipCmdExtraArgs": [
            *(f"--platform {platform}_x86_64" for platform in _platforms(python)),
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


def _function(function: GatewayFunction) -> dict[str, Any]:
    return {
        "handler": f"handlers.{function.name}.handler",
        "events": [
            {"httpApi": {"method": "*" if method == "ANY" else method, "path": path}}
            for method, path in function.events
        ],
    }


def _dump(data: object) -> str:
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = 1_000_000
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()
