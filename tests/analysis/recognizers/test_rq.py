import pytest

from migrator.model.program import Schedule
from tests.analysis.programs import enqueues_of, jobs_of, program_of_one, unresolved_of

PRELUDE = "from rq import Queue\nqueue = Queue()\ndef send(to): ...\n"


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("queue.enqueue(send, 1)", id="enqueue"),
        pytest.param("queue.enqueue('shop.send', 1)", id="by name"),
        pytest.param("queue.enqueue(f=send)", id="keyword"),
        pytest.param("queue.enqueue_call(func=send, args=(1,))", id="enqueue_call"),
        pytest.param("queue.enqueue_in(5, send, 1)", id="later"),
        pytest.param("queue.enqueue_at(now(), send, 1)", id="at a time"),
        pytest.param("queue.enqueue_many([Queue.prepare_data(send, (1,))])", id="many"),
        pytest.param("import django_rq; django_rq.enqueue(send, 1)", id="django_rq"),
        pytest.param("import django_rq; django_rq.get_queue('x').enqueue(send)", id="its queue"),
        pytest.param(
            "from flask import current_app; current_app.queue.enqueue('shop.send')",
            id="queue on the application",
        ),
    ],
)
def test_recognizes_what_is_put_on_a_queue(statement: str) -> None:
    program = program_of_one(f"{PRELUDE}def order():\n    {statement}\n")
    assert jobs_of(program) == ["task shop.send shop:send 3"]
    assert enqueues_of(program) == ["shop:order -> shop.send"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "from rq.decorators import job\n@job('low')\ndef pack(): ...\n"
            "def order():\n    pack.delay()",
            (["task shop.pack shop:pack 6"], ["shop:order -> shop.pack"]),
            id="decorator",
        ),
        pytest.param(
            "from django_rq import job\n@job\ndef pack(): ...",
            (["task shop.pack shop:pack 6"], []),
            id="bare decorator of django_rq",
        ),
        pytest.param(
            "from functools import partial\nfrom rq.decorators import job\n"
            "class Own(job): ...\nown = partial(Own, timeout=3)\n@own('low')\ndef pack(): ...",
            (["task shop.pack shop:pack 9"], []),
            id="decorator of a class of the project",
        ),
        pytest.param(
            "from rq_scheduler import Scheduler\nScheduler().cron('0 3 * * *', func=send)",
            (["schedule shop.send 0 3 * * * cron(0 3 * * ? *) shop:send 3"], []),
            id="cron of rq-scheduler",
        ),
        pytest.param(
            "from rq_scheduler import Scheduler\n"
            "Scheduler().schedule(scheduled_time=now(), func=send, interval=300)",
            (["schedule shop.send 300 seconds rate(5 minutes) shop:send 3"], []),
            id="interval of rq-scheduler",
        ),
        pytest.param(
            "from datetime import timedelta\nfrom rq_scheduler import Scheduler\n"
            "def plan(interval):\n    if isinstance(interval, timedelta):\n"
            "        interval = int(interval.total_seconds())\n"
            "    Scheduler().schedule(now(), send, interval=interval)\n"
            "plan(timedelta(minutes=5))",
            (["schedule shop.send timedelta(minutes=5) rate(5 minutes) shop:send 3"], []),
            id="interval that is converted on the way",
        ),
        pytest.param(
            "from rq import cron\ncron.register(send, queue_name='x', cron='@daily')\n"
            "cron.register(send, 'x', interval=60)",
            (
                [
                    "schedule shop.send 60 seconds rate(1 minute) shop:send 3",
                    "schedule shop.send @daily cron(0 0 * * ? *) shop:send 3",
                ],
                [],
            ),
            id="cron of RQ",
        ),
    ],
)
def test_recognizes(source: str, expected: tuple[list[str], list[str]]) -> None:
    program = program_of_one(PRELUDE + source)
    assert (jobs_of(program), enqueues_of(program), program.unresolved) == (*expected, ())


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("other.enqueue(send)", id="something else that has the method"),
        pytest.param("queue.empty()", id="another method"),
        pytest.param(
            "from rq_scheduler import Scheduler\nScheduler().schedule(now(), send)", id="once"
        ),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, program.unresolved) == ((), ())


def test_says_what_it_cannot_read() -> None:
    program = program_of_one(
        f"{PRELUDE}from rq_scheduler import Scheduler\nfrom other import f\n"
        "Scheduler().cron('0 3 * * *', f)"
    )
    assert unresolved_of(program) == ["shop.py:6 rq schedule of a function that is not known"]


@pytest.mark.parametrize(
    "call",
    [
        "Scheduler().cron('0 3 * * *', send, args=[1], kwargs={'a': 'b'})",
        "Scheduler().cron('0 3 * * *', send, [1], {'a': 'b'})",
        "Scheduler().schedule(now(), send, [1], {'a': 'b'}, 300)",
    ],
)
def test_reads_arguments(call: str) -> None:
    program = program_of_one(f"{PRELUDE}from rq_scheduler import Scheduler\n{call}")
    triggers = [point.trigger for point in program.entry_points]
    assert [one.arguments for one in triggers if isinstance(one, Schedule)] == [
        '[[1], {"a": "b"}]'
    ]
