import pytest

from migrator.analysis.templates import SCRATCH
from tests.analysis.programs import program_of, program_of_one

HEAD = "import os, shutil, tempfile, zipfile\nfrom pathlib import Path\nimport flask\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "import pandas\ndef f(rows):\n    pandas.DataFrame(rows).to_csv(escapechar='x')",
            [],
            id="table that is returned as text",
        ),
        pytest.param("open('out.csv', 'w')", ["out.csv <builtin>.open"], id="open to write"),
        pytest.param("open('log', mode='ab')", ["log <builtin>.open"], id="open to append"),
        pytest.param(
            "with open('log', 'r+') as f:\n    f.write('a')", ["log <builtin>.open"], id="changed"
        ),
        pytest.param(
            "import json\nf = open('log', 'r+')\njson.dump({}, f)",
            ["log <builtin>.open"],
            id="changed by json",
        ),
        pytest.param(
            "import json\nwith open('log', mode='r+b') as f:\n    json.load(f)",
            [],
            id="open to change, and only read",
        ),
        pytest.param(
            "import shelve\nshelve.open('r+d')", ["r+d shelve.open"], id="named like a mode"
        ),
        pytest.param("open('in.csv')\nopen('in.csv', 'rb')", [], id="open to read"),
        pytest.param("open('x', mode)", [], id="computed mode"),
        pytest.param("open(name, 'w')", ["{} <builtin>.open"], id="unknown path"),
        pytest.param(
            "open(f'/var/exports/{name}.csv', 'w')",
            ["/var/exports/{}.csv <builtin>.open"],
            id="path of which a part is known",
        ),
        pytest.param(
            "open('/srv/%s/%s' % ('a', name), 'w')", ["/srv/a/{} <builtin>.open"], id="percent"
        ),
        pytest.param(
            "open('/srv/{}/x'.format(name), 'w')", ["/srv/{}/x <builtin>.open"], id="format"
        ),
        pytest.param(
            "open('/srv/{a[b]}/{c.d}'.format(a=name, c=mode), 'w')",
            ["{} <builtin>.open"],
            id="format that needs more than text",
        ),
        pytest.param("open('/srv/' + name, 'w')", ["/srv/{} <builtin>.open"], id="plus"),
        pytest.param(
            "open(os.path.join('/srv', name), 'w')", ["/srv/{} <builtin>.open"], id="join"
        ),
        pytest.param(
            "open(os.path.join(os.environ.get('D', '/data'), name), 'w')",
            ["/data/{} <builtin>.open"],
            id="default of a setting",
        ),
        pytest.param(
            "Path('/srv').joinpath(name).write_text('')",
            ["/srv/{} pathlib.Path.write_text"],
            id="path",
        ),
        pytest.param(
            "(Path('/srv') / 'a' / name).parent.mkdir()",
            ["/srv/a pathlib.Path.mkdir"],
            id="folder of a path",
        ),
        pytest.param(
            "Path('/srv/x').open('w')\nPath('/srv/y').open()",
            ["/srv/x pathlib.Path.open"],
            id="open of a path",
        ),
        pytest.param("Path('/srv/x').read_text().replace('a', 'b')", [], id="what was read"),
        pytest.param(
            "os.remove('/srv/x')\nos.makedirs('/srv/y')\nos.rename('a', '/srv/z')",
            ["/srv/x os.remove", "/srv/y os.makedirs", "/srv/z os.rename"],
            id="os",
        ),
        pytest.param(
            "shutil.copy('a', '/srv/b')\nshutil.rmtree('/srv/c')",
            ["/srv/b shutil.copy", "/srv/c shutil.rmtree"],
            id="shutil",
        ),
        pytest.param("zipfile.ZipFile('a.zip', 'w')", ["a.zip zipfile.ZipFile"], id="archive"),
        pytest.param(
            "flask.request.files['f'].save('/uploads/' + name)",
            ["/uploads/{} flask.request.files[].save"],
            id="upload",
        ),
        pytest.param(
            "tempfile.NamedTemporaryFile()\ntempfile.mkdtemp(dir='/srv')",
            ["/srv/{} tempfile.mkdtemp", f"{SCRATCH}/{{}} tempfile.NamedTemporaryFile"],
            id="temporary",
        ),
        pytest.param(
            "with tempfile.TemporaryDirectory() as d:\n    open(os.path.join(d, 'x'), 'w')",
            [f"{SCRATCH}/{{}} tempfile.TemporaryDirectory", f"{SCRATCH}/{{}}/x <builtin>.open"],
            id="in a temporary folder",
        ),
        pytest.param(
            "with tempfile.TemporaryDirectory() as d:\n    d = Path(d)\n    d /= 'x'\n"
            "    os.makedirs(d)",
            [f"{SCRATCH}/{{}} tempfile.TemporaryDirectory", f"{SCRATCH}/{{}}/x os.makedirs"],
            id="below a temporary folder, by an augmented assignment",
        ),
        pytest.param(
            "import gzip, io\ngzip.GzipFile(mode='wb', fileobj=io.BytesIO())\n"
            "zipfile.ZipFile(io.BytesIO(), 'w')\ngzip.open('/srv/x', 'wb')\n"
            "gzip.GzipFile('/srv/y', 'wb', fileobj=None)",
            ["/srv/x gzip.open", "/srv/y gzip.GzipFile"],
            id="into a buffer in memory",
        ),
        pytest.param(
            "open(os.path.join(tempfile.gettempdir(), 'x'), 'w')",
            [f"{SCRATCH}/x <builtin>.open"],
            id="in the folder of temporary files",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    body = "".join(f"    {line}\n" for line in source.splitlines())
    program = program_of_one(f"{HEAD}def f(name, mode):\n{body}")
    assert {write.function for write in program.file_writes} <= {"shop:f"}
    assert [f"{write.path} {write.name}" for write in program.file_writes] == expected


def test_what_a_helper_writes_belongs_to_its_callers() -> None:
    program = program_of(
        {
            "shop/files.py": "def put(path):\n    open(path, 'w')\n",
            "shop/a.py": "from shop.files import put\ndef one():\n    put('a')\n"
            "def other():\n    put('b')\n",
        }
    )
    assert [f"{w.path} {w.function} {w.location}" for w in program.file_writes] == [
        "a shop.a:one shop/files.py:2",
        "b shop.a:other shop/files.py:2",
    ]


WRAPPED = """
import functools
def action(f):
    @functools.wraps(f)
    def inner(*args):
        return f(*args)
    return inner
@action
def store(name):
    for folder in ('/srv/a', '/srv/b'):
        open(folder, 'w')
def one(): store('x')
"""


def test_what_callers_of_a_decorated_function_say_is_not_the_decorators() -> None:
    writes = program_of_one(WRAPPED).file_writes
    assert [(write.path, write.function) for write in writes] == [
        ("/srv/a", "shop:one"),
        ("/srv/b", "shop:one"),
    ]
