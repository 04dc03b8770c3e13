import pytest

from tests.analysis.programs import enqueues_of, jobs_of, program_of_one, unresolved_of

PRELUDE = "from huey import RedisHuey, crontab\nhuey = RedisHuey('shop')\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@huey.task(retries=2)\ndef send(): ...\ndef order():\n    send()",
            (["task shop.send shop:send 4"], ["shop:order -> shop.send"]),
            id="task, enqueued by a call",
        ),
        pytest.param(
            "@huey.task(name='mail')\ndef send(): ...\ndef order():\n    send.schedule(delay=3)",
            (["task mail shop:send 4"], ["shop:order -> mail"]),
            id="named task, enqueued for later",
        ),
        pytest.param(
            "@huey.periodic_task(crontab(minute='0', hour='3', day_of_week=1))\ndef send(): ...",
            (
                [
                    (
                        "schedule shop.send crontab(minute='0', hour='3', day_of_week=1) "
                        "cron(0 3 ? * MON *) shop:send 4"
                    )
                ],
                [],
            ),
            id="periodic task",
        ),
        pytest.param(
            "from huey.contrib.djhuey import db_task, db_periodic_task\n"
            "@db_task()\ndef send(): ...\n@db_periodic_task(crontab('*/2'))\ndef poll(): ...",
            (
                [
                    "schedule shop.poll crontab(minute='*/2') cron(0/2 * * * ? *) shop:poll 7",
                    "task shop.send shop:send 5",
                ],
                [],
            ),
            id="in Django",
        ),
        pytest.param(
            "@huey.periodic_task(lambda now: True)\ndef send(): ...",
            (["schedule shop.send computed  shop:send 4"], []),
            id="computed clock",
        ),
    ],
)
def test_recognizes(source: str, expected: tuple[list[str], list[str]]) -> None:
    program = program_of_one(PRELUDE + source)
    assert (jobs_of(program), enqueues_of(program), program.unresolved) == (*expected, ())


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("@other.task()\ndef send(): ...", id="another decorator"),
        pytest.param("@huey.on_startup()\ndef start(): ...", id="hook"),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, program.unresolved) == ((), ())


def test_says_what_it_cannot_read() -> None:
    program = program_of_one(f"{PRELUDE}import os\n@huey.task(name=os.environ['A'])\ndef f(): ...")
    assert unresolved_of(program) == ["shop.py:4 Huey task with a computed name"]
