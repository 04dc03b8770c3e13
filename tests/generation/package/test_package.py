import compileall
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from migrator.generation.package import render


def test_files_are_sorted_and_named_after_the_monolith() -> None:
    files = render("shop")
    assert list(files) == sorted(files) == list(render("shop"))
    paths = [file.path for file in files]
    assert {path.split("/")[1] for path in paths} == {"shop_lambda"}
    assert "packages/shop_lambda/src/shop_lambda/py.typed" in paths
    assert not [file.path for file in files if b"org_lambda" in file.content]


@pytest.mark.parametrize("name", ["", "my-shop", "a/b", "1st", "class"])
def test_refuses_what_cannot_be_imported(name: str) -> None:
    with pytest.raises(ValueError, match="name of a Python package"):
        render(name)


def test_manifest(rendered: Path, shop: ModuleType) -> None:
    project = tomllib.loads((rendered / "pyproject.toml").read_text())["project"]
    assert (project["name"], project["version"]) == ("shop-lambda", shop.__version__)


def test_every_public_name_is_documented(rendered: Path, shop: ModuleType) -> None:
    readme = (rendered / "README.md").read_text()
    names = [f"`{name}" for name in shop.__all__]
    names += ["`flask_app.reduce_to", "`flask_app.answer_errors", "`database.size_pool"]
    names += ["`django_database.databases_for_lambda", "`native.native_handler"]
    assert [name for name in names if name not in readme] == []


def test_modules_stay_small(rendered: Path) -> None:
    sizes = {path.name: len(path.read_text().splitlines()) for path in rendered.rglob("*.py")}
    assert {name: size for name, size in sizes.items() if size > 160} == {}


def test_compiles(rendered: Path) -> None:
    assert compileall.compile_dir(rendered / "src", quiet=1, force=True)


def test_starts_light(rendered: Path) -> None:
    heavy = {
        "aws_lambda_powertools",
        "boto3",
        "botocore",
        "sqlalchemy",
        "flask",
        "werkzeug",
        "django",
    }
    code = f"import sys, shop_lambda; print({heavy} & set(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(rendered / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "set()"


@pytest.mark.slow
def test_is_typed(rendered: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports"]
    command.append(f"--cache-dir={rendered.parent}")
    run = subprocess.run(
        [*command, "--config-file=", str(rendered / "src")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    ("module", "make"),
    [
        ("hosted", "hosted_handler(print)"),
        ("native", "native_handler([], print)"),
        ("events", "envelope_handler(print)"),
        ("scheduled", "function_handler(None, print)"),
        ("celery_tasks", "task_handler(None, {})"),
        ("celery_tasks", "schedule_handler(None, 'celery.chain', 'celery.app.builtins')"),
    ],
)
def test_the_collector_rests_until_the_handler_is_made(
    rendered: Path, module: str, make: str
) -> None:
    code = (
        f"import gc; usual = gc.get_threshold(); import shop_lambda.{module} as it;"
        f"during = gc.get_threshold(); it.{make};"
        "print(during[0] > usual[0], gc.get_threshold() == usual, gc.get_freeze_count() > 1000);"
        f"gc.unfreeze(); it.{make}; print(gc.get_freeze_count())"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(rendered / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == ["True", "True", "True", "0"]
