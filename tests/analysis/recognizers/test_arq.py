import pytest

from tests.analysis.programs import enqueues_of, jobs_of, program_of_one, unresolved_of

PRELUDE = "from arq import cron, func, create_pool, Worker\nasync def send(ctx): ...\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "class WorkerSettings:\n    functions = [send]\n"
            "async def order():\n    redis = await create_pool()\n"
            "    await redis.enqueue_job('send', 1)",
            (["task send shop:send 2"], ["shop:order -> send"]),
            id="function",
        ),
        pytest.param(
            "class WorkerSettings:\n    functions = [func(send, name='mail'), 'shop.send']",
            (["task mail shop:send 2", "task shop.send shop:send 2"], []),
            id="named function",
        ),
        pytest.param(
            "class MailWorkerSettings:\n"
            "    cron_jobs = [cron(send, hour={9, 18}, minute=12, weekday='mon')]",
            (
                [
                    (
                        "schedule shop.send cron(weekday=mon, hour=9,18, minute=12) "
                        "cron(12 9,18 ? * MON *) shop:send 2"
                    )
                ],
                [],
            ),
            id="cron job",
        ),
        pytest.param(
            "class WorkerSettings:\n    cron_jobs = [cron('shop.send', weekday=0, hour=None, "
            "minute=0)]",
            (["schedule shop.send cron(weekday=0, minute=0) cron(0 * ? * MON *) shop:send 2"], []),
            id="cron job by name, Monday is 0",
        ),
        pytest.param(
            "class WorkerSettings:\n    cron_jobs = [cron(send, second={0, 30})]",
            (["schedule shop.send cron()  shop:send 2"], []),
            id="seconds",
        ),
        pytest.param(
            "worker = Worker(functions=[send])", (["task send shop:send 2"], []), id="worker"
        ),
    ],
)
def test_recognizes(source: str, expected: tuple[list[str], list[str]]) -> None:
    program = program_of_one(PRELUDE + source)
    assert (jobs_of(program), enqueues_of(program), program.unresolved) == (*expected, ())


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("class Settings:\n    functions = [send]", id="other settings"),
        pytest.param("class WorkerSettings:\n    max_jobs = 3", id="settings without functions"),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, program.unresolved) == ((), ())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "from other import f\nclass WorkerSettings:\n    functions = [f]",
            "shop.py:4 arq function that is not known",
            id="function",
        ),
        pytest.param(
            "from other import f\nclass WorkerSettings:\n    cron_jobs = [cron(f, hour=3)]",
            "shop.py:5 arq schedule of a function that is not known",
            id="function of a cron job",
        ),
        pytest.param(
            "from other import job\nclass WorkerSettings:\n    cron_jobs = [job]",
            "shop.py:4 arq cron job that is not known",
            id="cron job",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, unresolved_of(program)) == ((), [expected])
