"""Which program a command starts."""

import pytest

from tests.analysis.programs import program_of_one

BEFORE = """
import asyncio, os, shlex, shutil, subprocess, sys
def own():
    found = sys.executable
    return found or "python"
def f(x, options):
    """


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("subprocess.run(['git', x])", ["0.0='git'"]),
        ("subprocess.run(args=['git', x])", ["args.0='git'"]),
        ("os.system('git log')", ["0='git log'"]),
        ("os.system(command='git log')", ["0='git log'"]),
        ("subprocess.run(['git'] + options)", ["0.0='git'"]),
        ("subprocess.run(f'convert {x} a.pdf')", ["0='convert {} a.pdf'"]),
        ("subprocess.run('convert %s' % x)", ["0='convert {}'"]),
        ("subprocess.run([os.environ.get('A', 'convert'), x])", ["0.0='convert'"]),
        ("subprocess.run([shutil.which('convert') or 'convert', x])", ["0.0='convert'"]),
        ("subprocess.run(['ffmpeg' if x else 'avconv'])", ["0.0='ffmpeg'", "0.0='avconv'"]),
        ("subprocess.run([own(), '-m'])", ["0.0=sys.executable", "0.0='python'", "0.1='-m'"]),
        (
            "subprocess.run(['bash', '-c', 'git log'])",
            ["0.0='git log'", "0.1='-c'", "0.2='git log'"],
        ),
        (
            "subprocess.run(['/usr/bin/env', 'A=1', 'git'])",
            ["0.0='git'", "0.1='A=1'", "0.2='git'"],
        ),
        ("os.system('nice -n 5 git log')", ["0='git log'"]),
        ("os.system('env A=1 git log')", ["0='git log'"]),
        ("subprocess.run(shlex.split('git log'))", ["0='git log'"]),
        ("subprocess.run([os.path.join(os.path.dirname(__file__), 'bin/a')])", ["0()=<beside>"]),
        ("subprocess.run([x])", ["0()=<parameter>"]),
        ("subprocess.run([os.environ['A']])", ["0()=<environment>"]),
        ("subprocess.run([shutil.which('git')])", ["0()=<found>"]),
        ("subprocess.run(['./render.sh'])", ["0()=<beside>"]),
        ("subprocess.run(['/srv/shop/manage.py'])", ["0()=<beside>"]),
        ("subprocess.run([os.path.join(x, 'render')])", ["0()=<beside>"]),
        ("subprocess.run(f'{x} -i')", ["0()=<unknown>"]),
        ("subprocess.run(['< hidden >'])", ["0()=<unknown>"]),
        ("subprocess.run(x.command())", ["0()=<unknown>"]),
        ("asyncio.create_subprocess_exec(*x)", ["0()=<unknown>"]),
        ("os.getcwd()", []),
    ],
)
def test_programs(call: str, expected: list[str]) -> None:
    calls = program_of_one(BEFORE + call).external_calls
    found = [
        f"{name}={value}"
        for one in calls
        if one.function == "shop:f" and not one.name.startswith(("sh", "os.environ", "os.path"))
        for name, value in one.constants
    ]
    assert found == expected
