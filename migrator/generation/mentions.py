"""Names of packages in strings: Django's INSTALLED_APPS, backends and classes by dotted name.

What is no package does no harm: only names that a requirement provides are asked for.
"""

import ast
import re
from collections.abc import Iterable, Iterator

from migrator.model.program import Program

DOTTED = re.compile(r"([A-Za-z_]\w*)(\.[A-Za-z_]\w*)+")
WORD = re.compile(r"[A-Za-z_]\w*")


def mentioned(program: Program, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the first parts of dotted names in strings, and words in lists of settings.

    Args:
        program: the monolith, whose own names do not count.
        texts: the Python files that travel.
    """
    tops = {module.name.partition(".")[0] for module in program.modules}
    found = {name for text in texts for name in _in(text)}
    return tuple(sorted(found - tops))


def _in(code: str) -> Iterator[str]:
    try:
        tree = ast.parse(code)
    except SyntaxError:  # newer than the Python that runs this
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if dotted := DOTTED.fullmatch(node.value):
                yield dotted[1]
        elif isinstance(node, ast.Assign | ast.AugAssign) and _is_setting(node):
            yield from (
                inner.value
                for inner in ast.walk(node.value)
                if isinstance(inner, ast.Constant)
                and isinstance(inner.value, str)
                and WORD.fullmatch(inner.value)
            )


def _is_setting(node: ast.Assign | ast.AugAssign) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    is_listed = isinstance(node.value, ast.List | ast.Tuple | ast.BinOp)
    return is_listed and any(isinstance(t, ast.Name) and t.id.isupper() for t in targets)
