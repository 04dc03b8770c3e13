import pytest

from migrator.generation.statements import statements_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ('"""Docstring."""\n', []),
        ("x = 1\ny: int = 2\n", [("x", 1, 1), ("y", 2, 2)]),
        ("@a\n@b(\n  1)\ndef f():\n    pass\n", [("f", 1, 5)]),
        ("async def f(): ...\nclass C(B):\n    x = 1\n", [("f", 1, 1), ("C", 2, 3)]),
        ("import os\nfrom a import (\n  b,\n)\n", [("", 1, 1), ("", 2, 4)]),
        ("a = b = 1\nc, d = 1, 2\nc.e = 3\n", [("", 1, 1), ("", 2, 2), ("", 3, 3)]),
        ("try:\n    import x\nexcept ImportError:\n    x = None\n", [("", 1, 4)]),
        ("f()\n", [("", 1, 1)]),
        ("print 'two'\nx = 1\n", [("", 1, 2)]),
        ("def größe(): ...\n", [("größe", 1, 1)]),
        ("def f(): ...\ndef f(): ...\n", [("f", 1, 1), ("f", 2, 2)]),
    ],
)
def test_statements(text: str, expected: list[tuple[str, int, int]]) -> None:
    found = statements_of(text)
    assert [(s.name, s.first, s.last) for s in found] == expected
    lines = text.splitlines(keepends=True)
    assert [s.text for s in found] == ["".join(lines[a - 1 : b]) for _, a, b in expected]
