import pytest

from migrator.model.program import Schedule
from tests.analysis.programs import jobs_of, program_of_one, unresolved_of

PRELUDE = "import schedule\nfrom schedule import every, repeat\ndef send(): ...\n"


@pytest.mark.parametrize(
    ("source", "declared", "expression"),
    [
        pytest.param(
            "schedule.every(10).minutes.do(send)",
            "every(10).minutes",
            "rate(10 minutes)",
            id="minutes",
        ),
        pytest.param("every().hour.do(send)", "every().hour", "rate(60 minutes)", id="hour"),
        pytest.param("every(30).seconds.do(send)", "every(30).seconds", "", id="seconds"),
        pytest.param(
            "every().day.at('10:30').do(send)",
            "every().day.at('10:30')",
            "cron(30 10 * * ? *)",
            id="time of day",
        ),
        pytest.param(
            "every().hour.at(':05').do(send)",
            "every().hour.at(':05')",
            "cron(5 * * * ? *)",
            id="minute of the hour",
        ),
        pytest.param(
            "every().monday.at('08:00').do(send, 1)",
            "every().monday.at('08:00')",
            "cron(0 8 ? * MON *)",
            id="weekday",
        ),
        pytest.param("every(5).to(10).days.do(send)", "every(5).to.days", "", id="at random"),
        pytest.param("every(n()).days.do(send)", "every(…).days", "", id="computed"),
        pytest.param(
            "every().day.at(n()).do(send)", "every().day.at(…)", "", id="computed time of day"
        ),
        pytest.param(
            "own = schedule.Scheduler()\nown.every(2).weeks.do(send)",
            "every(2).weeks",
            "rate(20160 minutes)",
            id="own scheduler",
        ),
    ],
)
def test_recognizes(source: str, declared: str, expression: str) -> None:
    program = program_of_one(PRELUDE + source)
    expected = f"schedule shop.send {declared} {expression} shop:send 3"
    assert (jobs_of(program), program.unresolved) == ([expected], ())


def test_recognizes_decorators() -> None:
    program = program_of_one(f"{PRELUDE}@repeat(every().day.at('01:00'))\ndef purge(): ...")
    assert jobs_of(program) == [
        "schedule shop.purge every().day.at('01:00') cron(0 1 * * ? *) shop:purge 5"
    ]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("schedule.run_pending()", id="another call"),
        pytest.param("other.every(2).weeks.do(send)", id="something else"),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, program.unresolved) == ((), ())


def test_says_what_it_cannot_read() -> None:
    program = program_of_one(f"{PRELUDE}from other import f\nevery().day.do(f)")
    assert unresolved_of(program) == [
        "shop.py:5 schedule schedule of a function that is not known"
    ]


def test_reads_arguments() -> None:
    program = program_of_one(f"{PRELUDE}every().day.do(send, 1, a='b')")
    assert [
        p.trigger.arguments for p in program.entry_points if isinstance(p.trigger, Schedule)
    ] == ['[[1], {"a": "b"}]']
