"""Source that no tool likes: the run finishes, and what was not read is named with its reason."""

from pathlib import Path

import pytest

from migrator.adapters.workers import Processes
from migrator.analysis.left_out import Choice
from migrator.usecases.program import build_program

GOOD = "def f():\n    g()\n\n\ndef g():\n    pass\n"
DEEP = 1_000


def _nested(count: int) -> str:
    return "".join(f"{' ' * level}if a:\n" for level in range(count)) + " " * count + "pass\n"


def analyze(root: Path, files: dict[str, bytes | str]) -> tuple[list[str], list[str]]:
    """Return files that are not read, and edges of the call graph outside good.py."""
    for file, content in (files | {"good.py": GOOD}).items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(content.encode() if isinstance(content, str) else content)
    program = build_program(root, workers=Processes(1), choice=Choice(("generated",)))
    assert "good:f -> good:g" in {f"{c.caller} -> {c.callee}" for c in program.calls}
    assert {module.file for module in program.modules} >= set(files)
    assert {doubt.location.file for doubt in program.unresolved} >= set(program.unparsed)
    reasons = [
        f"{doubt.location} {doubt.reason}"
        for doubt in program.unresolved
        if doubt.location.file in program.unparsed
    ]
    calls = {f"{call.caller} -> {call.callee}" for call in program.calls}
    return reasons, sorted(calls - {"good:f -> good:g"})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("def f(:\n", "bad.py:1 syntax error: ", id="syntax"),
        pytest.param("x = 1\nprint 'a'\n", "bad.py:2 syntax error: ", id="Python 2 print"),
        pytest.param("x = 1\nraise A, 'b'\n", "bad.py:2 syntax error: ", id="Python 2"),
        pytest.param("x = 'é'\n".encode("latin-1"), "bad.py:1 unreadable: ", id="latin-1"),
        pytest.param("x = 1\n".encode("utf-16"), "bad.py:1 unreadable: ", id="UTF-16"),
        pytest.param("x = 1\n".encode("utf-32"), "bad.py:1 unreadable: ", id="UTF-32"),
        pytest.param(b"# coding: x-none\n", "bad.py:1 unreadable: ", id="unknown encoding"),
        pytest.param(b"x = 1\0\n", "bad.py:1 syntax error: ", id="NUL byte"),
        pytest.param(b"x = '\0'\n", "bad.py:1 unreadable: a null byte", id="NUL byte in a text"),
        pytest.param(b"x = 1  # \0\n", "bad.py:1 unreadable: a null byte", id="NUL, comment"),
        pytest.param(b"\0" * 5_000, "bad.py:1 ", id="NUL bytes only"),
        pytest.param(bytes(range(256)), "bad.py:1 ", id="all bytes"),
        pytest.param(_nested(DEEP), "bad.py:", id="too many indentations"),
        pytest.param(
            f"x = {'not ' * 20_000}a\n",
            "bad.py:1 nested too deeply to be read",
            id="20,000 times not",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, content: bytes | str, reason: str
) -> None:
    (found,), _ = analyze(tmp_path, {"bad.py": content})
    assert found.startswith(reason)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xef\xbb\xbfx = 1\n", id="byte order mark"),
        pytest.param("# coding: latin-1\nx = 'é'\n".encode("latin-1"), id="latin-1 that says so"),
        pytest.param(b"x = 1\r\nif x:\r\n    y = 2\r\n", id="CRLF"),
        pytest.param(b"x = 1\ry = 2\r", id="CR"),
        pytest.param(b"if x:\n\ty = 1\n", id="tabs"),
        pytest.param(b"x = '\\ud800'\ny = f'{x} \\udfff'\n", id="half of a surrogate pair"),
        pytest.param(b"x = 1\n\x0c\ny = 2\n", id="form feed"),
        pytest.param(_nested(90), id="90 ifs"),
        pytest.param(f"x = {'(' * 150}1{')' * 150}\n", id="150 parentheses"),
        pytest.param("x = a" + " + a" * DEEP + "\n", id="sum of 1,000"),
        pytest.param("x = a" + ".b" * DEEP + "\n", id="1,000 attributes"),
        pytest.param("x = a" + ".b()" * 300 + "\n", id="300 calls in a chain"),
        pytest.param("x = a" + " or a" * DEEP + "\n", id="1,000 times or"),
        pytest.param(f"x = {'not ' * DEEP}a\n", id="1,000 times not"),
        pytest.param("x = 'a'" + " 'a'" * DEEP + "\n", id="1,000 strings"),
        pytest.param("if a: pass\n" + "elif b: pass\n" * DEEP, id="1,000 times elif"),
        pytest.param(f"x = {'lambda: ' * 300}1\n", id="300 lambdas"),
        pytest.param("def h():\n" + "    x = y\n" * 10_000, id="a function of 10,000 lines"),
        pytest.param("x = [" + "1, " * 20_000 + "]\n", id="20,000 items"),
    ],
)
def test_strange_files_are_read(tmp_path: Path, content: bytes | str) -> None:
    assert analyze(tmp_path, {"odd.py": content}) == ([], [])


@pytest.mark.parametrize(
    ("files", "edges"),
    [
        pytest.param(
            {"a.py": "import b\ndef f(): b.h()\n", "b.py": "import a\ndef h(): a.f()\n"},
            ["a:f -> b:h", "b:h -> a:f"],
            id="modules that import each other",
        ),
        pytest.param(
            {"a.py": "import a\nfrom a import *\n"}, [], id="a module that imports itself"
        ),
        pytest.param(
            {"a.py": "class K(K):\n  def f(self): self.f()\n"},
            ["a:K.f -> a:K.f"],
            id="a class that inherits from itself",
        ),
        pytest.param(
            {"a.py": "class A(B): pass\nclass B(A): pass\nclass A(B):\n def f(self): super().f()"},
            [],
            id="classes that inherit from each other",
        ),
        pytest.param(
            {"a.py": "def f(): return f\nf()()()()\n"}, ["a: -> a:f"], id="returns itself"
        ),
        pytest.param(
            {"a.py": "def f(y=f([b for b in f()])): f()\ndef f(y=f([b for b in f()])): f()\n"},
            ["a: -> a:f", "a:f -> a:f"],
            id="a default that calls its own function",
        ),
        pytest.param({"a.py": "x = []\nx.append(x)\nfor y in x: y()\n"}, [], id="holds itself"),
        pytest.param({"a.py": "d = {}\nd['d'] = d\nd['d']['d']()\n"}, [], id="contains itself"),
        pytest.param(
            {"a.py": "def print(): pass\ndef len(): print()\nlist = len\nlist()\nsuper = 1\n"},
            ["a: -> a:len", "a:len -> a:print"],
            id="names that shadow builtins",
        ),
        pytest.param(
            {"a.py": "@property\n@staticmethod\n@a\ndef a(): a\nwith a as a: a[a](a)\n"},
            [],
            id="one name for everything",
        ),
        pytest.param(
            {"json.py": "def dumps(): pass\n", "a.py": "import json\ndef f(): json.dumps()\n"},
            ["a:f -> json:dumps"],
            id="a module that shadows the standard library",
        ),
    ],
)
def test_cycles_and_shadows(
    tmp_path: Path, files: dict[str, bytes | str], edges: list[str]
) -> None:
    assert analyze(tmp_path, files) == ([], edges)


def test_links_in_a_circle_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "one.py").symlink_to(tmp_path / "two.py")
    (tmp_path / "two.py").symlink_to(tmp_path / "one.py")
    assert analyze(tmp_path, {}) == ([], [])
