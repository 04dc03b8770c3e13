import pytest

from migrator.model.program import COMPUTED, Schedule
from tests.analysis.programs import jobs_of, program_of, unresolved_of

FILES = {
    "shop/__init__.py": "",
    "shop/ops.py": "import click\n@click.group()\ndef users(): ...\n@users.command()\n"
    "def purge(): ...",
    "scripts/report.py": "print('report')",
}
COMMANDS = ["command users purge shop.ops:purge 5", "command users shop.ops:users 3"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "0 3 * * * cd /srv && flask users purge --all >> /var/log/purge.log 2>&1",
            "schedule users purge 0 3 * * * cron(0 3 * * ? *) shop.ops:purge 5",
            id="command",
        ),
        pytest.param(
            "@daily root /usr/bin/shop users purge",
            "schedule users purge @daily cron(0 0 * * ? *) shop.ops:purge 5",
            id="macro and user",
        ),
        pytest.param(
            "*/10  *  * * mon-fri   python -m shop.ops",
            "schedule shop.ops */10 * * * mon-fri cron(0/10 * ? * MON-FRI *) shop.ops: 1",
            id="module",
        ),
        pytest.param(
            "5 4 1 * * /usr/bin/python3 /srv/scripts/report.py --mail",
            "schedule scripts.report 5 4 1 * * cron(5 4 1 * ? *) scripts.report: 1",
            id="file",
        ),
        pytest.param(
            "0 0 1 * 1 run users purge",
            "schedule users purge 0 0 1 * 1 cron(0 0 1 * ? *) cron(0 0 ? * MON *) "
            "shop.ops:purge 5",
            id="either of two days",
        ),
        pytest.param(
            "0 0 */2 * 1 shop users purge",
            "schedule users purge 0 0 */2 * 1  shop.ops:purge 5",
            id="both of two days",
        ),
    ],
)
@pytest.mark.parametrize("file", ["crontab", "deploy/shop.cron", "etc/cron.d/shop"])
def test_recognizes(file: str, line: str, expected: str) -> None:
    program = program_of({**FILES, file: f"# nightly\nMAILTO=ops@shop\n\n{line}\n"})
    found = [job for job in jobs_of(program) if job.startswith("schedule")]
    assert (found, program.unresolved) == ([expected], ())


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        pytest.param("flask users purge", "", id="none"),
        pytest.param(
            "flask users purge --days 30 'a b'", '[["--days", "30", "a b"], {}]', id="words"
        ),
        pytest.param("flask users purge -q >> /tmp/log 2>&1", '[["-q"], {}]', id="output"),
        pytest.param("flask users purge -q && rm x", '[["-q"], {}]', id="another command"),
        pytest.param("flask users purge $DAYS", COMPUTED, id="variable"),
        pytest.param("flask users purge 'a", COMPUTED, id="open quotation"),
    ],
)
def test_arguments(command: str, arguments: str) -> None:
    program = program_of({**FILES, "crontab": f"0 3 * * * {command}\n"})
    clocks = [p.trigger for p in program.entry_points if isinstance(p.trigger, Schedule)]
    assert [clock.arguments for clock in clocks] == [arguments]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        pytest.param("crontab", "# 0 3 * * * shop users purge\n", id="comment"),
        pytest.param("crontab", "PATH=/usr/bin\nSHELL = /bin/sh\n", id="settings"),
        pytest.param("notes.yaml", "0 3 * * * shop users purge\n", id="another file"),
    ],
)
def test_leaves_alone(file: str, text: str) -> None:
    program = program_of({**FILES, file: text})
    assert (len(program.entry_points), program.unresolved) == (len(COMMANDS), ())


def test_says_what_it_cannot_read() -> None:
    program = program_of({**FILES, "crontab": "MAILTO=x\n0 3 * * * pg_dump shop\n"})
    assert unresolved_of(program) == [
        "crontab:2 crontab starts something that is not found in the source"
    ]
