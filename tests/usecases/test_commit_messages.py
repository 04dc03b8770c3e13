import pytest

from migrator.model.extraction import Layer, LayerFiles
from migrator.usecases.commit_messages import commit_message


@pytest.mark.parametrize("layer", list(Layer))
def test_every_nature_has_a_message(layer: Layer) -> None:
    subject, _, why = commit_message(LayerFiles(layer, ()), "orders").partition("\n\n")
    assert "orders" in subject
    assert len(subject) <= 72
    assert "{" not in f"{subject}{why}"


def test_a_layer_may_say_what_it_is() -> None:
    layer = LayerFiles(Layer.CODEMOD, (), title="Time out calls of requests", why="Rule {x}.")
    assert commit_message(layer, "orders") == "Time out calls of requests\n\nRule {x}.\n"
