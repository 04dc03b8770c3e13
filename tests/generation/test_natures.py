"""Each commit of one nature: a reduced file has lines taken out, and none that is new."""

from migrator.generation.natures import part_reductions
from migrator.model.extraction import Layer
from migrator.model.files import RenderedFile

FILE = RenderedFile.of_text("a.py", "2\n")


def test_two_commits_where_lines_changed() -> None:
    layers = part_reductions([FILE], [FILE], "orders")
    assert [(layer.layer, layer.files) for layer in layers] == [
        (Layer.REDUCED, (FILE,)),
        (Layer.CODEMOD, (FILE,)),
    ]


def test_one_commit_where_lines_are_only_gone() -> None:
    assert [layer.layer for layer in part_reductions([FILE], [], "orders")] == [Layer.REDUCED]
