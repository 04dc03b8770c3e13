from pathlib import Path

import pytest

from migrator.errors import BaselineError
from migrator.model.baseline import Known
from migrator.model.findings import Category
from migrator.usecases.baseline import read_baseline

FINDING = (
    '{"rule": "a/b", "category": "optional", "effort": 1, "message": "m", "file": "a.py", '
    '"line": 3, "entry_points": [], "chain": ["a:f"]}'
)


def test_a_report_is_read_for_its_findings(tmp_path: Path) -> None:
    file = tmp_path / "old.json"
    file.write_text(f'{{"schema": 1, "source": {{}}, "findings": [{FINDING}]}}')
    assert read_baseline(file) == (
        Known("a/b", Category.OPTIONAL, 1, "m", "a.py", 3, chain=("a:f",)),
    )


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b'{"schema": 1,\n "findings": [}', ":2:15: not JSON"),
        (b"", ":1:1: not JSON"),
        (b"\xff\xfe{}", ":1:1: not JSON"),
        (b'{"schema": 1, "x": ' + b"[" * 100_000, ":1:1: not JSON"),
        (b"[]", ": no report of migrate analyze: Expected `object`, got `array`"),
        (
            b'{"runs": []}',
            ": no report of migrate analyze: Object missing required field `schema`",
        ),
        (
            b'{"schema": 1}',
            ": no report of migrate analyze: Object missing required field `findings`",
        ),
        (b'{"schema": 2, "findings": 7}', ": a report of schema 2; this is migrate of schema 1"),
        (
            b'{"schema": 1, "findings": [{"rule": "a"}]}',
            (
                ": no report of migrate analyze: Object missing required field `category` - at "
                "`$.findings[0]`"
            ),
        ),
    ],
)
def test_anything_else_is_refused_with_its_place(
    tmp_path: Path, content: bytes, error: str
) -> None:
    file = tmp_path / "old.json"
    file.write_bytes(content)
    with pytest.raises(BaselineError) as caught:
        read_baseline(file)
    assert str(caught.value) == f"{file}{error}"
    assert caught.value.hint
