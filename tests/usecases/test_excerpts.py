from pathlib import Path

import pytest

from migrator.model.findings import Category, Finding
from migrator.model.location import Location
from migrator.model.program import Call, Program, Unresolved
from migrator.model.report import Analysis, Excerpt
from migrator.usecases import excerpts
from migrator.usecases.excerpts import quote
from migrator.usecases.program import open_source


def finding(file: str, line: int, *chain: str) -> Finding:
    return Finding(Location(file, line), "a/b", Category.OPTIONAL, 1, "", "shop:f", (), chain)


def source(count: int) -> str:
    return "".join(f"x{number} = {number}\n" for number in range(1, count + 1))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shop.py").write_text(source(40))
    return tmp_path


def test_lines_around_findings_and_the_lines_that_call(folder: Path) -> None:
    (folder / "other.py").write_text(source(9))
    program = Program(
        root="shop",
        calls=(
            Call("other:g", "shop:f", Location("other.py", 7)),
            Call("other:g", "shop:h", Location("other.py", 2)),
        ),
        unresolved=(Unresolved("unknown", Location("other.py", 9)),),
    )
    findings = (
        finding("shop.py", 2, "other:g", "shop:f"),
        finding("shop.py", 5),
        finding("shop.py", 38),
    )
    assert quote(Analysis(program, findings=findings), open_source(folder)) == (
        Excerpt("other.py", 7, ("x7 = 7",)),
        Excerpt("other.py", 9, ("x9 = 9",)),
        Excerpt("shop.py", 1, tuple(f"x{n} = {n}" for n in range(1, 10))),
        Excerpt("shop.py", 34, tuple(f"x{n} = {n}" for n in range(34, 41))),
    )


def test_a_file_that_was_not_read_is_not_quoted(folder: Path) -> None:
    found = (finding("requirements.txt", 3), finding("shop.py", 0), finding("shop.py", 99))
    assert quote(Analysis(Program("shop"), findings=found), open_source(folder)) == (
        Excerpt("shop.py", 1, ("x1 = 1", "x2 = 2", "x3 = 3", "x4 = 4")),
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"x = '\xc3\xa9'\n", "x = 'é'"),
        (b"# coding: latin-1\rx = '\xe9'\r", "# coding: latin-1"),
        (b"# coding: klingon\nx = '\xc3\xa9'\n", "# coding: klingon"),
        (b"x = '\xff'\n", "x = '\ufffd'"),
        (b"x = '\xe2\x80\xa8\x0c'\r\ny = 1\r\n", "x = '\u2028\x0c'"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1"),
        (b"x = '" + b"a" * 1000 + b"'\n", "x = '" + "a" * 235),
    ],
)
def test_text_as_python_reads_it(tmp_path: Path, content: bytes, line: str) -> None:
    (tmp_path / "shop.py").write_bytes(content)
    (quoted,) = quote(
        Analysis(Program("shop"), findings=(finding("shop.py", 1),)), open_source(tmp_path)
    )
    assert quoted.lines[0] == line


def test_a_report_does_not_become_a_copy_of_the_source(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excerpts, "MOST_LINES", 20)
    found = tuple(finding("shop.py", line) for line in (5, 18, 32))
    quoted = quote(Analysis(Program("shop"), findings=found), open_source(folder))
    assert [excerpt.first for excerpt in quoted] == [1, 14]
