"""Artifacts made fit for Lambda, by a Python that has nothing but its standard library."""

import importlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

import pytest

VERSION = "{}.{}".format(*sys.version_info)
TAG = f"cpython-{VERSION.replace('.', '')}"
SERVICE = {
    "handlers/__init__.py": "",
    "handlers/get_orders.py": "from shop.app import make\nhandler = make()\n",
    "handlers/old.py": "",
    "shop/__init__.py": "",
    "shop/app.py": "def make():\n    import shop.views\n    return shop.views.NAME\n",
    "shop/views.py": "NAME = 'orders'\n",
    "shop/tests/test_views.py": "",
}


def pack(folder: Path, files: Mapping[str, str], *brought: str) -> Path:
    """Write an archive in which a distribution brought some of the files."""
    record = "".join(f"{file},,\n" for file in brought)
    artifact = folder / "orders.zip"
    with zipfile.ZipFile(artifact, "w") as archive:
        for name, text in {**files, "thing-1.dist-info/RECORD": record}.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return artifact


def names(artifact: Path) -> list[str]:
    with zipfile.ZipFile(artifact) as archive:
        return [name for name in archive.namelist() if "dist-info" not in name]


def fit(rendered: Path, artifact: Path, *words: str, seed: str = "0") -> tuple[int, str]:
    """Run the tool as the plugin does, without any installed distribution."""
    command = [sys.executable, "-S", "-m", "shop_lambda.packaging", *words, str(artifact)]
    env = {**os.environ, "PYTHONPATH": str(rendered / "src"), "PYTHONHASHSEED": seed}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def for_orders(version: str = VERSION) -> tuple[str, ...]:
    return ("--python", version, "--handler", "handlers.get_orders.handler")


@pytest.mark.parametrize(
    ("files", "brought", "left"),
    [
        pytest.param(
            {"a.py": "", "a.pyi": "", "a.h": "", "b/c.pyx": "", "b/c.so": ""},
            ("a.py", "a.pyi", "a.h", "b/c.pyx", "b/c.so"),
            ["a.py", "b/c.so"],
            id="sources, headers and stubs",
        ),
        pytest.param(
            {"a.h": "", "a.pyi": "", "x.po": "", "x.mo": "", "tests/__init__.py": ""},
            (),
            ["a.h", "a.pyi", "tests/__init__.py", "x.mo", "x.po"],
            id="the service's own files stay",
        ),
        pytest.param(
            {"a/__init__.pyi": "", "lazy_loader/__init__.py": ""},
            ("a/__init__.pyi", "lazy_loader/__init__.py"),
            ["a/__init__.pyi", "lazy_loader/__init__.py"],
            id="stubs that are read at run time",
        ),
        pytest.param(
            {"x.po": "", "x.mo": "", "y.po": ""},
            ("x.po", "x.mo", "y.po"),
            ["x.mo", "y.po"],
            id="catalogs that are compiled",
        ),
        pytest.param(
            {"a/__pycache__/b.cpython-311.pyc": "", "a/c.pyc": ""},
            (),
            ["a/c.pyc"],
            id="stale byte code, but none without a source",
        ),
        pytest.param(
            {"a/__init__.py": "", "a/tests/__init__.py": "", "a/tests/b.py": "import a.tests"},
            ("a/__init__.py", "a/tests/__init__.py", "a/tests/b.py"),
            ["a/__init__.py"],
            id="tests that only tests name",
        ),
        pytest.param(
            {"a/__init__.py": "def f():\n    from .tests import b", "a/tests/b.py": ""},
            ("a/__init__.py", "a/tests/b.py"),
            ["a/__init__.py", "a/tests/b.py"],
            id="tests that a function imports",
        ),
        pytest.param(
            {"a/test/b.py": "", "settings.py": "RUNNER = 'a.test.b.Runner'"},
            ("a/test/b.py",),
            ["a/test/b.py", "settings.py"],
            id="tests that a setting names",
        ),
        pytest.param(
            {"a/test/b.py": "", "a-1.dist-info/entry_points.txt": "[x]\ny = a.test.b:c"},
            ("a/test/b.py",),
            ["a-1.dist-info/entry_points.txt", "a/test/b.py"],
            id="tests that are an entry point",
        ),
        pytest.param(
            {
                "a/__init__.py": "",
                "a/b.py": "from a.test import c",
                "a/test/c.py": "from d.tests import e",
                "d/tests/e.py": "",
                "f/tests/g.py": "",
            },
            ("a/__init__.py", "a/b.py", "a/test/c.py", "d/tests/e.py", "f/tests/g.py"),
            ["a/__init__.py", "a/b.py", "a/test/c.py", "d/tests/e.py"],
            id="tests that needed tests import",
        ),
        pytest.param(
            {"tests/a.py": "import b.tests", "b/tests/c.py": ""},
            ("b/tests/c.py",),
            ["b/tests/c.py", "tests/a.py"],
            id="tests that the service's own import",
        ),
        pytest.param(
            {"a/__init__.py": "LAZY = {'tests'}", "a/tests/b.py": ""},
            ("a/__init__.py", "a/tests/b.py"),
            ["a/__init__.py", "a/tests/b.py"],
            id="tests that their package imports when asked",
        ),
        pytest.param(
            {"a/b.py": "x = (", "a/tests/c.py": ""},
            ("a/b.py", "a/tests/c.py"),
            ["a/b.py"],
            id="what cannot be read imports nothing",
        ),
    ],
)
def test_leaves_out_what_never_runs(
    shop: ModuleType, files: dict[str, str], brought: tuple[str, ...], left: list[str]
) -> None:
    unused = importlib.import_module(f"{shop.__name__}.packaging.unused").unused
    record = "".join(f"{file},sha256=x,1\n" for file in brought)
    everything = {**files, "thing-1.dist-info/RECORD": record}
    found = unused(everything, lambda name: everything[name].encode())
    assert sorted(files.keys() - found) == left


CELERY = {
    "celery/app.py": "def start():\n    from celery.bin import main",
    "celery/bin/main.py": "import click, repl",
    "celery/__main__.py": "from celery.bin import main",
    "celery-1.dist-info/METADATA": "Requires-Dist: repl-it",
    "repl/__init__.py": "import prompt",
    "repl_it-1.dist-info/METADATA": "Requires-Dist: prompt",
    "prompt.py": "",
    "prompt-1.dist-info/METADATA": "",
    "click/__init__.py": "",
    "click-1.dist-info/METADATA": "",
    "flask/cli.py": "import click",
    "flask-1.dist-info/METADATA": "",
}
BIN = ["celery/__main__.py", "celery/bin/main.py"]


@pytest.mark.parametrize(
    ("files", "gone"),
    [
        pytest.param({}, [*BIN, "prompt.py", "repl/__init__.py"], id="nobody else says it"),
        pytest.param({"own.py": "start('celery.bin.main')"}, [], id="the service says it"),
        pytest.param({"own.py": "app.worker_main(['worker'])"}, [], id="the service starts it"),
        pytest.param({"flask/cli.py": "from celery.bin import x"}, [], id="a library says it"),
        pytest.param({"a.html": "<b>Repl-IT</b>"}, BIN, id="a page says what it imports"),
        pytest.param({"own.py": "'prompt'"}, [*BIN, "repl/__init__.py"], id="and what that does"),
        pytest.param(
            {"prompt-1.dist-info/entry_points.txt": "[plugins]"},
            [*BIN, "repl/__init__.py"],
            id="a plugin",
        ),
    ],
)
def test_leaves_out_command_lines(
    shop: ModuleType, files: dict[str, str], gone: list[str]
) -> None:
    programs = importlib.import_module(f"{shop.__name__}.packaging.programs").programs
    everything = {**CELERY, **files}
    brought = {
        "celery": "celery-1.dist-info",
        "click": "click-1.dist-info",
        "flask": "flask-1.dist-info",
        "prompt": "prompt-1.dist-info",
        "repl": "repl_it-1.dist-info",
    }
    distributions = {
        file: folder
        for file in everything
        for start, folder in brought.items()
        if file.startswith(start)
    }
    found = programs(distributions, everything, lambda name: everything[name].encode())
    assert sorted(found) == gone


@pytest.mark.parametrize(
    ("source", "in_functions", "found"),
    [
        ("import a.b, c", False, ["a.b", "c"]),
        ("from a import b, c", False, ["a", "a.b", "a.c"]),
        ("from . import b\nfrom ..x import y", False, ["p.q", "p.q.b", "p.x", "p.x.y"]),
        ("try:\n    import a\nexcept E:\n    import b", False, ["a", "b"]),
        ("class A:\n    import a", False, ["a"]),
        ("def f():\n    import a", False, []),
        ("def f():\n    import a", True, ["a"]),
        ("if TYPE_CHECKING:\n    import a\nelse:\n    import b", True, ["b"]),
        ("if typing.TYPE_CHECKING:\n    import a", True, []),
        ("APPS = ['a.b', 'a.c:make', 'not one', '']", False, ["a.b", "a.c.make"]),
        ("import_module('.views', __package__)", False, ["p.q.views"]),
        ("f()\ndef f():\n    import a\n    g()\ndef g():\n    import b", False, ["a", "b"]),
        ("class A:\n    x = f()\nf()\ndef f():\n    f(import_module('a.b'))", False, ["a.b"]),
        ("def f():\n    import a\ndef g():\n    f()", False, []),
    ],
)
def test_names_that_a_module_imports(
    shop: ModuleType, source: str, in_functions: bool, found: list[str]
) -> None:
    packaging = f"{shop.__name__}.packaging"
    parse = importlib.import_module(f"{packaging}.reading").parse
    names_in = importlib.import_module(f"{packaging}.names").names_in
    tree = parse(source.encode())
    assert list(names_in(tree, "p/q/r.py", in_functions=in_functions)) == found


def test_adds_byte_code_of_what_starts(rendered: Path, tmp_path: Path) -> None:
    artifact = pack(tmp_path, SERVICE)
    assert fit(rendered, artifact, *for_orders())[0] == 0
    assert names(artifact) == [
        *SERVICE,
        f"handlers/__pycache__/__init__.{TAG}.pyc",
        f"handlers/__pycache__/get_orders.{TAG}.pyc",
        f"shop/__pycache__/__init__.{TAG}.pyc",
        f"shop/__pycache__/app.{TAG}.pyc",
        f"shop/__pycache__/views.{TAG}.pyc",
    ]


def test_does_not_deploy_itself(rendered: Path, tmp_path: Path) -> None:
    files = {
        **CELERY,
        "shop_lambda/logs.py": "",
        "shop_lambda/packaging/programs.py": "'celery.bin'",
        "celery-1.dist-info/RECORD": "celery/bin/main.py,,\n",
    }
    artifact = pack(tmp_path, files, "shop_lambda/logs.py", "shop_lambda/packaging/programs.py")
    fit(rendered, artifact, *for_orders())
    left = {*names(artifact)}
    assert left & files.keys() == {
        name
        for name in files
        if "dist-info" not in name
        and name not in ("celery/bin/main.py", "shop_lambda/packaging/programs.py")
    }


def test_what_settings_name_brings_its_models(rendered: Path, tmp_path: Path) -> None:
    files = {
        "handlers/get_orders.py": "import settings",
        "settings.py": "INSTALLED_APPS = ['shop', 'auth']",
        **{f"{app}/{name}.py": "" for app in ("shop", "auth") for name in ("__init__", "models")},
        "shop/views.py": "",
    }
    artifact = pack(tmp_path, files, "auth/__init__.py", "auth/models.py")
    fit(rendered, artifact, *for_orders())
    code = [name for name in names(artifact) if name.endswith(".pyc")]
    assert {name.split(".")[0].replace("__pycache__/", "") for name in code} == {
        "handlers/get_orders",
        "settings",
        "shop/__init__",
        "shop/models",
        "auth/__init__",
        "auth/models",
    }


def test_a_database_driver_brings_its_dialect(rendered: Path, tmp_path: Path) -> None:
    files = {
        "handlers/get_orders.py": "import sqlalchemy",
        "psycopg/__init__.py": "",
        "sqlalchemy/__init__.py": "",
        "sqlalchemy/dialects/mysql/pymysql.py": "",
        "sqlalchemy/dialects/postgresql/psycopg.py": "",
    }
    artifact = pack(tmp_path, files, *list(files)[1:])
    fit(rendered, artifact, *for_orders())
    assert [name for name in names(artifact) if name.endswith(".pyc")] == [
        f"handlers/__pycache__/get_orders.{TAG}.pyc",
        f"sqlalchemy/__pycache__/__init__.{TAG}.pyc",
        f"psycopg/__pycache__/__init__.{TAG}.pyc",
        f"sqlalchemy/dialects/postgresql/__pycache__/psycopg.{TAG}.pyc",
    ]


def test_functions_of_distributions_are_not_followed(rendered: Path, tmp_path: Path) -> None:
    files = {"handlers/get_orders.py": "import a", "a.py": "def f():\n    import b", "b.py": ""}
    artifact = pack(tmp_path, files, "a.py", "b.py")
    fit(rendered, artifact, *for_orders())
    assert f"__pycache__/a.{TAG}.pyc" in names(artifact)
    assert f"__pycache__/b.{TAG}.pyc" not in names(artifact)


TABLE = "\n".join(f"    'B{n}': ('b.m{n}', 'words', ())," for n in range(10))


@pytest.mark.parametrize(
    ("files", "imported"),
    [
        pytest.param({}, [], id="nobody asks"),
        pytest.param({"a.py": "from b import B3\nfrom c import B4"}, ["m3"], id="by import"),
        pytest.param({"a.py": "X = 'B3'"}, [], id="by a library's string"),
        pytest.param({"settings.py": "X = 'B3', 'not B4'"}, ["m3"], id="by a setting"),
        pytest.param(
            {"settings.py": "def f():\n    return 'B2://host/1'"}, ["m2"], id="by an URL"
        ),
        pytest.param(
            {"b/table.py": f"T = {{\n{TABLE}\n}}\ndef __getattr__(x):\n    return load(T[x])"},
            [f"m{n}" for n in range(10)],
            id="by an attribute",
        ),
        pytest.param({"b/table.py": "T = {'B1': 'b.m1'}"}, ["m1"], id="too short for a table"),
    ],
)
def test_tables_of_libraries_bring_what_is_asked_for(
    rendered: Path, tmp_path: Path, files: dict[str, str], imported: list[str]
) -> None:
    library = {
        "a.py": "",
        "b/__init__.py": "from b import table",
        "b/table.py": f"T = {{\n{TABLE}\n}}",
        **{f"b/m{n}.py": "" for n in range(10)},
    }
    start = {"handlers/get_orders.py": "import a, b, settings", "settings.py": ""}
    artifact = pack(tmp_path, {**start, **library, **files}, *library)
    fit(rendered, artifact, *for_orders())
    code = [name.split("/")[-1].split(".")[0] for name in names(artifact) if ".pyc" in name]
    assert sorted(set(code) - {"__init__", "a", "get_orders", "settings", "table"}) == imported


def test_python_does_not_import_a_source_beside_its_extension(
    rendered: Path, tmp_path: Path
) -> None:
    files = {
        "handlers/get_orders.py": "import a.b",
        "a/b.py": "import c",
        "a/b.cpython-312-x86_64-linux-gnu.so": "",
        "c.py": "",
    }
    artifact = pack(tmp_path, files, *list(files)[1:])
    fit(rendered, artifact, *for_orders())
    code = [name for name in names(artifact) if name.endswith(".pyc")]
    assert code == [f"handlers/__pycache__/get_orders.{TAG}.pyc", f"__pycache__/c.{TAG}.pyc"]


def test_python_takes_the_byte_code_whatever_the_dates(rendered: Path, tmp_path: Path) -> None:
    artifact = pack(tmp_path, {**SERVICE, "shop/views.py": "NAME = 1 / 0"})
    fit(rendered, artifact, *for_orders())
    with zipfile.ZipFile(artifact) as archive:
        archive.extractall(tmp_path / "task")
    # Were it compiled again, there would be no error.
    (tmp_path / "task" / "shop" / "views.py").write_text("NAME = 1")
    command = [sys.executable, "-S", "-c", "import handlers.get_orders"]
    done = subprocess.run(
        command, cwd=tmp_path / "task", capture_output=True, text=True, check=False
    )
    assert "ZeroDivisionError" in done.stderr
    assert "shop/views.py" in done.stderr


def test_same_input_same_bytes_and_again(rendered: Path, tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        artifact = pack(tmp_path / seed, {**SERVICE, "shop/a.py": "X = {'a', 'b'}"}, "shop/a.py")
        fit(rendered, artifact, *for_orders(), seed=seed)
        made.append(artifact.read_bytes())
    again = tmp_path / "2" / "orders.zip"
    fit(rendered, again, *for_orders(), seed="3")
    assert made == [again.read_bytes()] * 2


def test_another_python_adds_none_and_says_so(rendered: Path, tmp_path: Path) -> None:
    artifact = pack(tmp_path, {**SERVICE, "a.pyi": ""}, "a.pyi")
    status, said = fit(rendered, artifact, *for_orders("3.8"))
    assert (status, names(artifact)) == (0, list(SERVICE))
    assert f"No byte code: this is cpython {VERSION}, the functions run 3.8." in said
    assert "Let python3.8 be on PATH" in said


def test_byte_code_stays_below_the_limit(shop: ModuleType, tmp_path: Path) -> None:
    artifact = pack(tmp_path, SERVICE)
    size = sum(len(text) for text in SERVICE.values())
    module = importlib.import_module(f"{shop.__name__}.packaging.artifact")
    outcome = module.fit(artifact, ["handlers.get_orders"], most=size + 400)
    assert outcome.after <= size + 400
    assert (outcome.before, outcome.after - outcome.code, outcome.skipped > 0) == (
        size,
        size,
        True,
    )
    assert f"handlers/__pycache__/__init__.{TAG}.pyc" in names(artifact)


def test_says_what_lambda_refuses(
    shop: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = importlib.import_module(f"{shop.__name__}.packaging.__main__")
    artifact = pack(tmp_path, SERVICE)
    said = []
    for most in (10_000, 10):
        monkeypatch.setattr(command, "MOST_BYTES", most)
        assert command.main(["--python", VERSION, str(artifact)]) == 0
        said.append(capsys.readouterr().err)
    assert said == ["", f"{artifact}: Lambda refuses more than 250 MB unzipped\n"]


def test_permissions_stay(rendered: Path, tmp_path: Path) -> None:
    artifact = tmp_path / "a.zip"
    info = zipfile.ZipInfo("tool")
    info.external_attr = 0o100755 << 16
    with zipfile.ZipFile(artifact, "w") as archive:
        archive.writestr(info, "#!/bin/sh")
    fit(rendered, artifact, *for_orders())
    with zipfile.ZipFile(artifact) as archive:
        assert archive.getinfo("tool").external_attr == 0o100755 << 16


def test_what_is_no_archive_stays_as_it_was(rendered: Path, tmp_path: Path) -> None:
    artifact = tmp_path / "orders.zip"
    artifact.write_text("no archive")
    status, said = fit(rendered, artifact, *for_orders())
    assert (status, said) == (2, f"{artifact} stays as it was: File is not a zip file\n")
    assert [path.name for path in tmp_path.iterdir()] == ["orders.zip"]
    assert artifact.read_text() == "no archive"


DIRECTORY = b"PK\x01\x02"  # what the end of an archive says of an entry begins so


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(
            lambda content: content[: (at := 30 + len("a.txt"))] + b"\xff" + content[at + 1 :],
            "a.txt: Error -3 while decompressing data: invalid",
            id="damaged",
        ),
        pytest.param(
            lambda content: (
                content[: (at := content.index(DIRECTORY) + 8)] + b"\x01" + content[at + 1 :]
            ),
            "a.txt: File 'a.txt' is encrypted",
            id="encrypted",
        ),
        pytest.param(
            lambda content: (
                content[: (at := content.index(DIRECTORY) + 10)] + b"\x63" + content[at + 1 :]
            ),
            "a.txt: That compression method is not supported",
            id="packed otherwise",
        ),
    ],
)
def test_what_cannot_be_read_stays_as_it_was(
    spoil: Callable[[bytes], bytes], said: str, rendered: Path, tmp_path: Path
) -> None:
    artifact = tmp_path / "orders.zip"
    with zipfile.ZipFile(artifact, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "a")
    spoiled = spoil(artifact.read_bytes())
    artifact.write_bytes(spoiled)
    status, text = fit(rendered, artifact, *for_orders())
    assert status == 2
    assert text.startswith(f"{artifact} stays as it was: {said}")
    assert [path.name for path in tmp_path.iterdir()] == ["orders.zip"]
    assert artifact.read_bytes() == spoiled
