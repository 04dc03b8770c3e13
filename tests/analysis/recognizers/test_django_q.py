import pytest

from migrator.model.program import COMPUTED, QueueTask, Schedule
from tests.analysis.programs import jobs_of, program_of_one, unresolved_of

PRELUDE = """\
from django_q.models import Schedule
from django_q.tasks import AsyncTask, async_task, schedule
def send(): ...
"""


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("async_task(send, 1)", id="function"),
        pytest.param("async_task('shop.send', hook='shop.done')", id="name"),
        pytest.param("AsyncTask(send).run()", id="object"),
    ],
)
def test_recognizes_tasks(statement: str) -> None:
    program = program_of_one(f"{PRELUDE}def order():\n    {statement}\n")
    tasks = [p.handler for p in program.entry_points if isinstance(p.trigger, QueueTask)]
    enqueued = [(found.task, found.function) for found in program.enqueues]
    assert (tasks, enqueued) == (["shop:send"], [("shop.send", "shop:order")])


@pytest.mark.parametrize(
    ("statement", "declared", "expression"),
    [
        pytest.param(
            "schedule('shop.send', schedule_type='I', minutes=5)",
            "every 5 minutes",
            "rate(5 minutes)",
            id="minutes",
        ),
        pytest.param(
            "schedule('shop.send', schedule_type=Schedule.DAILY)",
            "daily",
            "cron(0 0 * * ? *)",
            id="kind",
        ),
        pytest.param(
            "schedule(send, schedule_type=Schedule.CRON, cron='0 3 * * *')",
            "0 3 * * *",
            "cron(0 3 * * ? *)",
            id="cron",
        ),
        pytest.param("schedule('shop.send')", "once", "", id="once: AWS has no equivalent"),
        pytest.param(
            "schedule('shop.send', schedule_type='I', minutes=load())",
            "every … minutes",
            "",
            id="computed minutes",
        ),
        pytest.param(
            "schedule('shop.send', schedule_type=load())", "computed", "", id="computed kind"
        ),
        pytest.param(
            "Schedule.objects.create(func='shop.send', schedule_type=Schedule.HOURLY)",
            "hourly",
            "cron(0 * * * ? *)",
            id="row",
        ),
        pytest.param(
            "Schedule.objects.update_or_create(name='s', defaults={'func': 'shop.send', "
            "'schedule_type': 'W'})",
            "weekly",
            "cron(0 0 ? * SUN *)",
            id="row with defaults",
        ),
    ],
)
def test_recognizes_schedules(statement: str, declared: str, expression: str) -> None:
    program = program_of_one(f"{PRELUDE}{statement}\n")
    assert jobs_of(program) == [f"schedule shop.send {declared} {expression} shop:send 3"]


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("schedule", id="not called"),
        pytest.param("Schedule.objects.filter(func='shop.send')", id="question"),
        pytest.param("async_task('other.send')", id="function of another package"),
    ],
)
def test_ignores(statement: str) -> None:
    program = program_of_one(PRELUDE + statement)
    assert (program.entry_points, unresolved_of(program)) == ((), [])


def test_says_which_schedule_it_cannot_read() -> None:
    program = program_of_one(f"{PRELUDE}schedule(load(), schedule_type='H')\n")
    assert (program.entry_points, unresolved_of(program)) == (
        (),
        ["shop.py:4 django-q schedule of a function that is not known"],
    )


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("schedule(send, name='a', schedule_type='H')", ""),
        ("schedule(send, 1, a='b', name='a', schedule_type='H')", '[[1], {"a": "b"}]'),
        ("Schedule.objects.create(func='shop.send', args='1', schedule_type='H')", COMPUTED),
        (
            "Schedule.objects.get_or_create(defaults={'func': 'shop.send', 'kwargs': 'a=1'})",
            COMPUTED,
        ),
    ],
)
def test_reads_arguments(call: str, expected: str) -> None:
    triggers = [point.trigger for point in program_of_one(PRELUDE + call).entry_points]
    assert [one.arguments for one in triggers if isinstance(one, Schedule)] == [expected]
