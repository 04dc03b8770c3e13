import pytest

from tests.analysis.programs import enqueues_of, jobs_of, program_of_one, unresolved_of

PRELUDE = "import dramatiq\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@dramatiq.actor\ndef send(): ...\ndef order():\n    send.send()",
            (["task send shop:send 3"], ["shop:order -> send"]),
            id="actor",
        ),
        pytest.param(
            "@dramatiq.actor(actor_name='mail', max_retries=3)\ndef send(): ...\n"
            "def order():\n    send.send_with_options(delay=3)",
            (["task mail shop:send 3"], ["shop:order -> mail"]),
            id="named actor",
        ),
        pytest.param(
            "def send(): ...\nsend = dramatiq.actor(send)",
            (["task send shop:send 2"], []),
            id="called",
        ),
        pytest.param(
            "class Base(dramatiq.GenericActor):\n    class Meta:\n        abstract = True\n"
            "class Send(Base):\n    def perform(self): ...",
            (["task Send shop:Send.perform 6"], []),
            id="class",
        ),
        pytest.param(
            "from periodiq import cron\n@dramatiq.actor(periodic=cron('*/5 * * * *'))\n"
            "def send(): ...",
            (
                [
                    "schedule send */5 * * * * cron(0/5 * * * ? *) shop:send 4",
                    "task send shop:send 4",
                ],
                [],
            ),
            id="clock of periodiq",
        ),
    ],
)
def test_recognizes(source: str, expected: tuple[list[str], list[str]]) -> None:
    program = program_of_one(PRELUDE + source)
    assert (jobs_of(program), enqueues_of(program), program.unresolved) == (*expected, ())


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("@other.actor\ndef send(): ...", id="another decorator"),
        pytest.param("dramatiq.set_broker(1)", id="another call"),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)
    assert (program.entry_points, program.unresolved) == ((), ())


def test_says_what_it_cannot_read() -> None:
    source = "import os\n@dramatiq.actor(actor_name=os.environ['A'])\ndef send(): ..."
    program = program_of_one(PRELUDE + source)
    assert unresolved_of(program) == ["shop.py:3 Dramatiq actor with a computed name"]
