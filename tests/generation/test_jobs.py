"""Tasks and schedules of a shop: what moves, what stays and why, which functions they become."""

import pytest

from migrator.generation.jobs import jobs_of
from migrator.generation.selection import select
from migrator.model.jobs import Clock, JobKind, Jobs, TaskQueue
from migrator.model.location import Location
from migrator.model.plan import MigrationPlan
from tests.generation.shops import shop

CELERY = """\
from celery import Celery
from celery.schedules import crontab
celery = Celery("shop")
"""
SHIP = "from shop.celery import celery\n@celery.task\ndef ship(days=1): ...\n"
FILES = {"shop/celery.py": CELERY, "shop/orders/tasks.py": SHIP}


def selected(changes: dict[str, str]) -> tuple[Jobs, list[tuple[str, str]]]:
    """Return the jobs of the orders, and what stays with its reason."""
    program, source = shop(changes)
    selection = select(program, MigrationPlan(), "shop.orders", source)
    return jobs_of(program, selection), [(e.label, why) for e, why in selection.stays]


def scheduled(entry: str, settings: str = "") -> dict[str, str]:
    text = f"{CELERY}celery.conf.beat_schedule = {{'s': {entry}}}\n{settings}"
    return FILES | {"shop/celery.py": text}


@pytest.mark.parametrize(
    ("decorator", "settings", "timeout", "batch", "is_guessed"),
    [
        pytest.param("task", "", 900, 10, True, id="nothing is known"),
        pytest.param("task(time_limit=60)", "", 600, 10, False, id="ten in ten minutes"),
        pytest.param("task(soft_time_limit=300)", "", 900, 3, False, id="three"),
        pytest.param("task(time_limit=900)", "", 900, 1, False, id="one"),
        pytest.param("task", "celery.conf.task_time_limit = 30", 300, 10, False, id="of all"),
        pytest.param("task", "celery.conf.task_time_limit = 1800", 900, 10, True, id="too long"),
    ],
)
def test_queue(decorator: str, settings: str, timeout: int, batch: int, is_guessed: bool) -> None:
    tasks = SHIP.replace("celery.task", f"celery.{decorator}")
    jobs, stays = selected({"shop/celery.py": CELERY + settings, "shop/orders/tasks.py": tasks})
    assert jobs.queue is not None
    assert jobs.queue == TaskQueue("tasks", jobs.queue.tasks, timeout, batch, is_guessed)
    assert ([t.label for t in jobs.queue.tasks], stays) == (["task shop.orders.tasks.ship"], [])


@pytest.mark.parametrize(
    ("changes", "label", "why"),
    [
        pytest.param(
            {**FILES, "shop/orders/tasks.py": SHIP.replace("task", "task(time_limit=901)", 1)},
            "task shop.orders.tasks.ship",
            "it may take 901 seconds, a function 900: workers keep running it",
            id="too long",
        ),
        pytest.param(
            FILES | {"shop/celery.py": f"{CELERY}celery.conf.task_serializer = 'pickle'\n"},
            "task shop.orders.tasks.ship",
            "its messages are pickled (shop/celery.py:4): they load only where the code is the "
            "same",
            id="pickled",
        ),
        pytest.param(
            {"shop/orders/tasks.py": "import dramatiq\n@dramatiq.actor\ndef ship(): ...\n"},
            "task ship",
            "dramatiq has no broker in AWS that hands a function its messages: the monolith's "
            "workers keep running it",
            id="another queue",
        ),
        pytest.param(
            scheduled("{'task': 'shop.orders.tasks.ship', 'schedule': 30}"),
            "schedule shop.orders.tasks.ship 30 seconds",
            "EventBridge has no equivalent of 30 seconds (whole minutes at least, one kind of "
            "days, nothing computed): the monolith's clock keeps starting it",
            id="below a minute",
        ),
        pytest.param(
            scheduled(
                "{'task': 'shop.orders.tasks.ship', 'schedule': 60, 'args': (input(),)}",
            ),
            "schedule shop.orders.tasks.ship 60 seconds",
            "its arguments are not constants: the monolith's clock keeps starting it",
            id="computed arguments",
        ),
        pytest.param(
            scheduled(
                "{'task': 'shop.orders.tasks.ship', 'schedule': 60}",
                "celery.conf.timezone = input()\n",
            ),
            "schedule shop.orders.tasks.ship 60 seconds",
            "the time zone of Celery is computed: the monolith's clock keeps starting it",
            id="computed time zone",
        ),
        pytest.param(
            {
                "crontab": "0 3 * * * python -m shop.orders.clean\n",
                "shop/orders/clean.py": "print('clean')\n",
            },
            "schedule shop.orders.clean 0 3 * * *",
            "it is a script, which a function cannot start: the monolith's clock keeps doing so",
            id="script",
        ),
    ],
)
def test_stays(changes: dict[str, str], label: str, why: str) -> None:
    _, stays = selected(changes)
    assert (label, why) in stays


APSCHEDULER = """\
from apscheduler.schedulers.background import BackgroundScheduler
def clean(days=1): ...
scheduler = BackgroundScheduler()
scheduler.add_job(clean, "cron", hour=3, kwargs={"days": 2})
"""
CLICK = "import click\n@click.command()\ndef clean(): ...\n"
DJANGO = "class Command:\n    def handle(self): ...\n"


@pytest.mark.parametrize(
    ("changes", "name", "kind", "target", "clock"),
    [
        pytest.param(
            scheduled(
                "{'task': 'shop.orders.tasks.ship', 'schedule': crontab(0, 3), 'args': (2,)}",
                "celery.conf.timezone = 'Europe/Vienna'\n",
            ),
            "schedule_ship",
            JobKind.TASK,
            "shop.orders.tasks.ship",
            Clock(
                ("cron(0 3 * * ? *)",),
                "Europe/Vienna",
                False,
                "[[2], {}]",
                "crontab(minute=0, hour=3)",
                Location("shop/celery.py", 4),
                "s",
            ),
            id="task with a time zone",
        ),
        pytest.param(
            scheduled(
                "{'task': 'shop.orders.tasks.ship', 'schedule': 120}",
                "celery.conf.timezone = 'Europe/Vienna'\n",
            ),
            "schedule_ship",
            JobKind.TASK,
            "shop.orders.tasks.ship",
            Clock(
                ("rate(2 minutes)",),
                "UTC",
                False,
                "",
                "120 seconds",
                Location("shop/celery.py", 4),
                "s",
            ),
            id="interval: it has no time zone",
        ),
        pytest.param(
            {"shop/orders/jobs.py": APSCHEDULER},
            "schedule_clean",
            JobKind.FUNCTION,
            "shop.orders.jobs:clean",
            Clock(
                ("cron(0 3 * * ? *)",),
                "UTC",
                True,
                '[[], {"days": 2}]',
                "cron(hour=3)",
                Location("shop/orders/jobs.py", 4),
                "schedule_clean",
            ),
            id="function",
        ),
        pytest.param(
            {"shop/orders/clean.py": CLICK, "crontab": "0 0 1 * 1 flask clean --all\n"},
            "schedule_clean",
            JobKind.CLICK,
            "shop.orders.clean:clean",
            Clock(
                ("cron(0 0 1 * ? *)", "cron(0 0 ? * MON *)"),
                "UTC",
                True,
                '[["--all"], {}]',
                "0 0 1 * 1",
                Location("crontab", 1),
                "schedule_clean",
            ),
            id="command, on either of two days",
        ),
        pytest.param(
            {
                "shop/orders/management/__init__.py": "",
                "shop/orders/management/commands/__init__.py": "",
                "shop/orders/management/commands/clean.py": DJANGO,
                "crontab": "0 3 * * * manage.py clean\n",
            },
            "schedule_clean",
            JobKind.DJANGO,
            "clean",
            Clock(
                ("cron(0 3 * * ? *)",),
                "UTC",
                True,
                "",
                "0 3 * * *",
                Location("crontab", 1),
                "schedule_clean",
            ),
            id="command of Django",
        ),
    ],
)
def test_scheduled(
    changes: dict[str, str], name: str, kind: JobKind, target: str, clock: Clock
) -> None:
    jobs, _ = selected(changes)
    (job,) = jobs.scheduled
    assert (job.name, job.kind, job.target, job.clocks) == (name, kind, target, (clock,))


def test_clocks_of_one_job_share_a_function() -> None:
    entry = "{'task': 'shop.orders.tasks.ship', 'schedule': 60}"
    files = scheduled(f"{entry}, 't': {entry[:-1]}, 'kwargs': {{'days': 2}}}}")
    jobs, _ = selected(files)
    assert [(job.name, [c.arguments for c in job.clocks]) for job in jobs.scheduled] == [
        ("schedule_ship", ["", '[[], {"days": 2}]'])
    ]


def test_a_service_without_jobs() -> None:
    assert selected({}) == (Jobs(), [])
