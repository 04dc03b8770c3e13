import pytest

from migrator.model.location import Location
from migrator.model.program import ExternalCall
from tests.analysis.programs import program_of_one


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import time\ntime.sleep(3)", ["time.sleep", "0=3"], id="module"),
        pytest.param("from time import sleep\nsleep(3)", ["time.sleep", "0=3"], id="imported"),
        pytest.param("import os.path as p\np.join('a')", ["os.path.join", "0='a'"], id="dotted"),
        pytest.param("open('f', mode='w')", ["<builtin>.open", "0='f'", "mode='w'"], id="builtin"),
        pytest.param(
            "import threading\nthreading.Thread(target=print).start()",
            ["threading.Thread", "target()=<builtin>.print", "threading.Thread.start"],
            id="method of what was made",
        ),
        pytest.param(
            "import requests\nN = 2\nrequests.get('u', timeout=N + 1)",
            ["requests.get", "0='u'", "timeout=3"],
            id="constants are folded",
        ),
        pytest.param(
            "import db\nN = {'size': 5, 'name': {}}\ndb.pool({'a': 1}, options=N)",
            ["db.pool", "0.a=1", "options.size=5"],
            id="constants in dictionaries",
        ),
        pytest.param(
            "import subprocess\nsubprocess.run(['git', 'log'])",
            ["subprocess.run", "0.0='git'", "0.1='log'"],
            id="first item of a list",
        ),
        pytest.param(
            "import asyncio, os\nasyncio.to_thread(os.remove, 'f')",
            ["asyncio.to_thread", "1='f'", "0()=os.remove"],
            id="a function to be run in a thread",
        ),
        pytest.param(
            "import subprocess\ndef f(n):\n    subprocess.run([n, 'log'])",
            ["subprocess.run", "0.1='log'", "0()=<parameter>"],
            id="a program that the caller names",
        ),
        pytest.param(
            "import os, shlex, subprocess\nsubprocess.run(shlex.split(os.environ['A']))",
            ["shlex.split", "subprocess.run", "0()=<environment>"],
            id="a program that the environment names",
        ),
        pytest.param("def open(f): ...\nopen('f')", [], id="a function of the project"),
        pytest.param("x.y()", [], id="something unknown"),
        pytest.param("x = None\nx.y.z()", [], id="a method of nothing"),
        pytest.param(
            "import importlib\ndef f(n):\n    importlib.import_module(n)",
            ["importlib.import_module"],
            id="an import of a computed name",
        ),
        pytest.param(
            "import django.utils.module_loading as m\ndef f(n):\n    m.import_string(n)",
            ["django.utils.module_loading.import_string"],
            id="an import of a computed path",
        ),
        pytest.param(
            "import importlib\nimportlib.import_module('json')", [], id="an import is no call"
        ),
        pytest.param("import os\nos.environ['A']", [], id="a read is no call"),
        pytest.param("import os\nos.umask = 3", [], id="a write is no call"),
    ],
)
def test_finds_calls(source: str, expected: list[str]) -> None:
    found: list[str] = []
    for call in program_of_one(source).external_calls:
        found += [call.name, *(f"{name}={value}" for name, value in call.constants)]
    assert found == expected


def test_tells_everything_about_a_call() -> None:
    source = "import q\ndef f(o):\n    return q.make(o, 'a', z=1, b=o, **o)\n"
    assert program_of_one(source).external_calls == (
        ExternalCall(
            "q.make",
            "shop:f",
            Location("shop.py", 3),
            ("**", "b", "z"),
            (("1", "'a'"), ("z", "1")),
        ),
    )
