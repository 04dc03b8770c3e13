"""What is generated is read by ruff with its defaults, and by pyflakes."""

import subprocess
import sys
from pathlib import Path

import pytest

from migrator.generation.extract import extract
from migrator.model.extraction import Layer
from migrator.model.plan import MigrationPlan
from tests.generation.shops import shop

JOBS = {
    "shop/celery.py": """\
        from celery import Celery

        celery = Celery("shop")
        celery.conf.beat_schedule = {
            "ship": {"task": "shop.orders.tasks.ship", "schedule": 60},
            "count": {
                "task": "shop.orders.tasks.count_everything_that_was_ever_ordered_in_this_shop",
                "schedule": 60,
            },
        }
        """,
    "shop/orders/tasks.py": """\
        from shop.celery import celery

        @celery.task
        def ship(): ...

        @celery.task
        def count_everything_that_was_ever_ordered_in_this_shop(): ...

        def clean(): ...
        """,
    "shop/orders/clock.py": """\
        from apscheduler.schedulers.background import BackgroundScheduler
        from shop.orders.tasks import clean

        BackgroundScheduler().add_job(clean, "interval", hours=1)
        """,
}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, list[str]]:
    """Write the service and the package; name the files that are not the monolith's, by folder."""
    top = tmp_path_factory.mktemp("generated")
    program, source = shop(JOBS)
    made = extract(program, MigrationPlan(), "shop.orders", source)
    names: dict[Path, list[str]] = {}
    for layer in made.layers:
        for file in layer.files:
            target = top / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
            if layer.layer is Layer.GENERATED and file.path.endswith(".py"):
                folder = top / "/".join(file.path.split("/")[:2])
                names.setdefault(folder, []).append(str(target.relative_to(folder)))
    return names


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "format", "--isolated", "--no-cache", "--diff"],
        ["ruff", "check", "--isolated", "--no-cache"],
        ["pyflakes"],
    ],
)
def test_nothing_to_say(generated: dict[Path, list[str]], command: list[str]) -> None:
    program = str(Path(sys.executable).parent / command[0])
    assert {folder.name for folder in generated} == {"orders", "shop_lambda"}
    for folder, names in generated.items():
        done = subprocess.run(
            [program, *command[1:], *names],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
