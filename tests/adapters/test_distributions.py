"""Real interpreters are asked what they have."""

import sys

import pytest

from migrator.adapters.distributions import read_metadata
from migrator.errors import ToolError


def test_of_this_interpreter() -> None:
    found = read_metadata(sys.executable)
    assert {name: found[name].provides for name in ("flask", "msgspec", "pyyaml")} == {
        "flask": ("flask",),
        "msgspec": ("msgspec",),
        "pyyaml": ("_yaml", "yaml"),
    }
    assert "werkzeug" in found["flask"].requires


def test_that_is_not_there() -> None:
    with pytest.raises(ToolError, match="/no/python cannot be run"):
        read_metadata("/no/python")
