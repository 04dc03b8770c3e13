import pytest

from migrator.model.program import Schedule
from tests.analysis.programs import jobs_of, program_of_one, unresolved_of

PRELUDE = """\
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger
scheduler = BackgroundScheduler()
def send(): ...
"""


@pytest.mark.parametrize(
    ("source", "declared", "expression"),
    [
        pytest.param(
            "scheduler.add_job(send, 'interval', minutes=5)",
            "interval(minutes=5)",
            "rate(5 minutes)",
            id="interval",
        ),
        pytest.param(
            "scheduler.add_job(func=send, trigger='interval', hours=1, seconds=30)",
            "interval(hours=1, seconds=30)",
            "",
            id="interval that AWS has no words for",
        ),
        pytest.param(
            "scheduler.add_job(send, 'cron', hour=3)",
            "cron(hour=3)",
            "cron(0 3 * * ? *)",
            id="smaller fields are at their least",
        ),
        pytest.param(
            "scheduler.add_job(send, trigger='cron', minute='*/10')",
            "cron(minute='*/10')",
            "cron(0/10 * * * ? *)",
            id="steps",
        ),
        pytest.param(
            "scheduler.add_job('shop:send', CronTrigger(day_of_week='0-4', hour=7, minute=30))",
            "cron(day_of_week='0-4', hour=7, minute=30)",
            "cron(30 7 ? * MON-FRI *)",
            id="by name, Monday is 0",
        ),
        pytest.param(
            "scheduler.add_job(send, CronTrigger(day='last', hour=1))",
            "cron(day='last', hour=1)",
            "",
            id="last day",
        ),
        pytest.param(
            "scheduler.add_job(send, CronTrigger.from_crontab('0 3 * * *'))",
            "0 3 * * *",
            "cron(0 3 * * ? *)",
            id="line of crontab",
        ),
        pytest.param(
            "scheduler.add_job(send, IntervalTrigger(hours=2))",
            "interval(hours=2)",
            "rate(120 minutes)",
            id="trigger of intervals",
        ),
        pytest.param(
            "from flask_apscheduler import APScheduler\nown = APScheduler()\n"
            "own.add_job('id', send, trigger='interval', minutes=1)",
            "interval(minutes=1)",
            "rate(1 minute)",
            id="Flask-APScheduler",
        ),
        pytest.param(
            "scheduler.add_job(send, make_trigger())", "computed", "", id="computed trigger"
        ),
    ],
)
def test_recognizes(source: str, declared: str, expression: str) -> None:
    program = program_of_one(PRELUDE + source)
    expected = f"schedule shop.send {declared} {expression} shop:send 6"
    assert (jobs_of(program), program.unresolved) == ([expected], ())


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "@scheduler.scheduled_job('cron', hour=0)\ndef purge(): ...", id="scheduled_job"
        ),
        pytest.param(
            "from flask_apscheduler import APScheduler\nown = APScheduler()\n"
            "@own.task('cron', id='x', hour=0)\ndef purge(): ...",
            id="task of Flask-APScheduler",
        ),
    ],
)
def test_recognizes_decorators(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    line = PRELUDE.count("\n") + source.count("\n") + 1
    assert jobs_of(program) == [
        f"schedule shop.purge cron(hour=0) cron(0 0 * * ? *) shop:purge {line}"
    ]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("scheduler.add_job(send)", id="at once"),
        pytest.param("scheduler.add_job(send, 'date', run_date='2030-01-01')", id="once"),
        pytest.param("scheduler.add_job(send, DateTrigger())", id="once by a trigger"),
        pytest.param("other.add_job(send, 'cron', hour=3)", id="something else"),
        pytest.param("scheduler.start()", id="another method"),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, program.unresolved) == ((), ())


def test_says_what_it_cannot_read() -> None:
    source = "from other import f\nscheduler.add_job(f, 'interval', minutes=5)"
    assert unresolved_of(program_of_one(PRELUDE + source)) == [
        "shop.py:8 apscheduler schedule of a function that is not known"
    ]


@pytest.mark.parametrize(
    "source",
    [
        "scheduler.add_job(send, 'interval', minutes=5, args=[1], kwargs={'a': 'b'})",
        "scheduler.add_job(send, 'interval', [1], {'a': 'b'}, minutes=5)",
        "@scheduler.scheduled_job('interval', [1], {'a': 'b'}, minutes=5)\ndef pack(n, a): ...",
    ],
)
def test_reads_arguments(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert [
        p.trigger.arguments for p in program.entry_points if isinstance(p.trigger, Schedule)
    ] == ['[[1], {"a": "b"}]']
