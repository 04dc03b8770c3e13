"""Each commit of one nature: a reduced file has lines taken out, and none that is new."""

import pytest

from migrator.generation.natures import part_reductions, without_additions
from migrator.model.extraction import Layer
from migrator.model.files import RenderedFile

BEFORE = "import a\nimport b, c\n\n\ndef f():\n    return 1\n"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param(BEFORE, BEFORE, id="nothing"),
        pytest.param("import b, c\n", "import b, c\n", id="lines are gone"),
        pytest.param(
            BEFORE.replace("b, c", "b"), BEFORE, id="a line that became another stays for now"
        ),
        pytest.param("import b\n", "import b, c\n", id="a line changed, others are gone"),
        pytest.param("import a\nimport b, c\nnew()\n", "import a\nimport b, c\n", id="a new line"),
        pytest.param("", "", id="all"),
    ],
)
def test_only_deletions(after: str, expected: str) -> None:
    # What is deleted beside a changed line may be one block with it: then it goes with that.
    found = without_additions(BEFORE.encode(), after.encode()).decode()
    assert set(found.splitlines()) >= set(expected.splitlines())
    kept = iter(BEFORE.splitlines())
    assert all(line in kept for line in found.splitlines())


def test_two_commits_where_lines_changed() -> None:
    copied = [RenderedFile.of_text("a.py", "1\n2\n3\n4\n"), RenderedFile.of_text("b.py", "1\n")]
    reduced = [RenderedFile.of_text("a.py", "2\n3\nx\n"), RenderedFile.of_text("b.py", "")]
    deleted, changed = part_reductions(copied, reduced, "orders")
    assert deleted.layer is Layer.REDUCED
    assert [(f.path, f.content) for f in deleted.files] == [
        ("a.py", b"2\n3\n4\n"),
        ("b.py", b""),
    ]
    assert changed.layer is Layer.CODEMOD
    assert [(f.path, f.content) for f in changed.files] == [("a.py", b"2\n3\nx\n")]


def test_one_commit_where_lines_are_only_gone() -> None:
    copied = [RenderedFile.of_text("a.py", "1\n2\n")]
    layers = part_reductions(copied, [RenderedFile.of_text("a.py", "2\n")], "orders")
    assert [layer.layer for layer in layers] == [Layer.REDUCED]
