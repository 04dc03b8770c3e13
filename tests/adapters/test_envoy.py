import sys
from pathlib import Path

import pytest

from migrator.adapters.envoy import Envoy


@pytest.mark.slow
def test_the_binary_beside_this_python_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert Envoy().binary == Path(sys.executable).parent / "envoy"
