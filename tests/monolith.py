"""The example monolith, and the interpreter that has its requirements."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MONOLITH = ROOT / "examples" / "monolith"


def interpreter() -> str:
    """Return a Python that has the example's requirements."""
    named = os.environ.get("MONOLITH_PYTHON")
    python = Path(named) if named else ROOT / ".venv-monolith" / "bin" / "python"
    if not python.exists():
        pytest.fail(
            f"{python} is missing: `make test` makes it, or set MONOLITH_PYTHON to an "
            "interpreter that has the requirements of examples/monolith"
        )
    return str(python)
