"""Bind stand-ins in a table of URLs, for views that stay in the monolith.

The table stays as it is, so that every name, namespace, converter and prefix still builds the same
URL, but the module of the views does not travel.
https://docs.djangoproject.com/en/stable/topics/http/urls/#reverse-resolution-of-urls
"""

import ast
from collections.abc import Sequence

from migrator.model.extraction import StandIn


def put_stand_ins(code: str, stand_ins: Sequence[StandIn], package: str) -> str:
    """Write the assignments below the imports at the top of a file.

    Args:
        code: the source, from which the imports are gone for which something stands.
        stand_ins: the names to bind.
        package: the private package, which makes the stand-ins.
    """
    if not stand_ins:
        return code
    made = [
        f'{one.name} = stays_behind("{one.target}")'
        if one.target
        else f"{one.name} = with_stand_ins({one.name})"
        for one in stand_ins
    ]
    makers = ["stays_behind"] * any(one.target for one in stand_ins)
    makers += ["with_stand_ins"] * any(not one.target for one in stand_ins)
    lines = code.splitlines(keepends=True)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    place, is_import = _place(code)
    words = [f"from {package}.django_views import {', '.join(makers)}", "", *made]
    before = lines[:place]
    if before and not before[-1].endswith(("\n", "\r")):
        before[-1] += end
    after = lines[place:]
    text = "".join(f"{word}{end}" for word in ([] if is_import or not before else [""]) + words)
    gap = [] if not after or not after[0].strip() else [end]
    return "".join([*before, text, *gap, *after])


def _place(code: str) -> tuple[int, bool]:
    """Return how many lines stand before the place, and whether an import is the last of them."""
    place, is_import = 0, False
    for statement in ast.parse(code).body:
        match statement:
            case ast.Import() | ast.ImportFrom():
                is_import = True
            case ast.Expr(value=ast.Constant()):
                is_import = False
            case _:
                break
        place = statement.end_lineno or place
    return place, is_import
