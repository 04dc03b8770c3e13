import pytest

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
            "0 0 1 * 1 shop users purge",
            "schedule users purge 0 0 1 * 1  shop.ops:purge 5",
            id="clock that AWS has no words for",
        ),
    ],
)
@pytest.mark.parametrize("file", ["crontab", "deploy/shop.cron", "etc/cron.d/shop"])
def test_recognizes(file: str, line: str, expected: str) -> None:
    program = program_of({**FILES, file: f"# nightly\nMAILTO=ops@shop\n\n{line}\n"})
    found = [job for job in jobs_of(program) if job.startswith("schedule")]
    assert (found, program.unresolved) == ([expected], ())


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
