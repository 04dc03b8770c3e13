"""Change FlaskBB as its team would to run it on Python before 3.14: ``prepare.py FOLDER``.

It annotates with names that it imports for type checkers only, which Python evaluates before 3.14.
"""

import ast
import sys
from pathlib import Path

FUTURE = "from __future__ import annotations\n"


def prepare(folder: Path) -> None:
    """Edit files below ``folder``; fail where they are not as expected."""
    changed = 0
    for file in sorted((folder / "flaskbb").rglob("*.py")):
        text = file.read_text()
        if "TYPE_CHECKING" not in text or FUTURE in text:
            continue
        body = ast.parse(text).body
        first = next(node for node in body if isinstance(node, ast.Import | ast.ImportFrom))
        lines = text.splitlines(keepends=True)
        lines.insert(first.lineno - 1, FUTURE)
        file.write_text("".join(lines))
        changed += 1
    assert changed > 1


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
