"""The real command line accepts what we generate, and packs what the functions need."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from migrator.generation.extract import extract
from migrator.model.plan import MigrationPlan
from tests.generation.shops import shop

ROOT = Path(__file__).parent.parent.parent
MODULES = ROOT / "tooling" / "node_modules"


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Package the orders of the shop; return the folder of artifacts."""
    osls = MODULES / ".bin" / "osls"
    if shutil.which("node") is None:
        pytest.fail("node is not installed: these tests run the Serverless command line")
    if not osls.exists():
        pytest.fail(f"{osls} is missing: npm ci --prefix tooling")
    folder = tmp_path_factory.mktemp("packaged")
    program, source = shop()
    made = extract(program, MigrationPlan(), "shop.orders", source)
    for layer in made.layers:
        for file in layer.files:
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
    service = folder / made.folder
    (service / "node_modules").symlink_to(MODULES)
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


@pytest.mark.slow
def test_artifact_holds_the_slice_and_what_it_imports(packaged: Path) -> None:
    with zipfile.ZipFile(packaged / "shop-orders.zip") as archive:
        names = set(archive.namelist())
    assert names >= {
        "app.py",
        "apig_wsgi/__init__.py",
        "flask/__init__.py",
        "handlers/get_orders.py",
        "settings.py",
        "shop/orders/prices.json",
        "shop/orders/views.py",
        "shop_lambda/hosted.py",
        "sqlalchemy/__init__.py",
    }
    left_out = ("tests/", "node_modules/", "MIGRATION.md", "gunicorn/", "package.json")
    assert not [name for name in names if name.startswith(left_out) or name.endswith(".pyc")]


@pytest.mark.slow
def test_template_has_nothing_for_cfn_lint_to_say(packaged: Path) -> None:
    template = packaged / "cloudformation-template-update-stack.json"
    cfn_lint = Path(sys.executable).parent / "cfn-lint"
    command = [str(cfn_lint), "-i", "W3005", "-t", str(template)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.slow
def test_functions_may_only_read_their_parameters_and_write_logs(packaged: Path) -> None:
    template = json.loads((packaged / "cloudformation-template-update-stack.json").read_text())
    roles = [r for r in template["Resources"].values() if r["Type"] == "AWS::IAM::Role"]
    statements = roles[0]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    actions = {action for statement in statements for action in statement["Action"]}
    assert {action for action in actions if not action.startswith("logs:")} == {
        "ssm:GetParameters"
    }
