"""What the analysis is made of, as text: results of another version are not used again."""

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
EXTRACTOR = (
    "analysis/batch.py",
    "analysis/digest.py",
    "analysis/garbage.py",
    "analysis/ignores.py",
    "analysis/index.py",
    "analysis/index_expressions.py",
    "analysis/layouts.py",
    "analysis/leftovers.py",
    "analysis/lines.py",
    "analysis/module_state.py",
    "analysis/modules.py",
    "analysis/nodes.py",
    "analysis/recursion.py",
    "analysis/registrations.py",
    "analysis/sql_tables.py",
    "analysis/sql_texts.py",
    "analysis/stored_settings.py",
    "analysis/survey.py",
    "analysis/switches.py",
    "analysis/tolerance.py",
    "analysis/walk.py",
    "analysis/written.py",
    "model/facts.py",
    "model/ignores.py",
    "model/tidying.py",
)


@cache
def extractor_version() -> str:
    """Return the version of what turns a file into facts."""
    return _digest(_PACKAGE / file for file in EXTRACTOR)


@cache
def analysis_version() -> str:
    """Return the version of all that turns source into a program."""
    return _digest(
        file
        for folder in ("analysis", "model")
        for file in sorted((_PACKAGE / folder).rglob("*.*"))
        if file.suffix in {".py", ".json"}
    )


@cache
def package_version() -> str:
    """Return the version of all of migrate, and of what draws its reports."""
    libraries = " ".join(f"{name} {version(name)}" for name in ("rich", "ruamel.yaml"))
    return _digest(sorted(_PACKAGE.rglob("*.py"))) + libraries


def _digest(files: Iterable[Path]) -> str:
    total = hashlib.blake2b(digest_size=16)
    total.update(f"{sys.version_info[:2]} {version('libcst')} {version('msgspec')}".encode())
    for file in files:
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()
