"""Sources that distributions bring, also those that this Python cannot read."""

import ast
import warnings
from collections.abc import Callable
from types import CodeType

Read = Callable[[str], bytes]  # returns the content of a file of the artifact


def parse(source: bytes) -> ast.Module | None:
    """Parse a module; none where it cannot be imported either: templates, other versions."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError):
            return None


def compile_module(source: bytes, path: str) -> tuple[ast.Module, CodeType] | None:
    """Parse and compile a module; none where that is an error, which only its import shows."""
    tree = parse(source)
    if tree is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return tree, compile(tree, path, "exec", dont_inherit=True, optimize=0)
        except (SyntaxError, ValueError, RecursionError):
            return None
