"""Lines that run only where somebody turns something on: ``if config.get("PROFILING", False):``.

A setting that is read with ``False`` for want of a value is off unless it is given one. Its name
is in capitals, as those of settings are: ``request.args.get("all", False)`` is something else.
"""

import re

from migrator.analysis.walk import last_line
from migrator.model import facts

SETTING = re.compile(r"[A-Z][A-Z0-9_]+")


def switched_on(branch: facts.Branch) -> tuple[int, int] | None:
    """Return the first and the last line of such a block; None where an ``if`` is none."""
    if not branch.tests or not branch.blocks[0] or not _is_off(branch.tests[0]):
        return None
    return branch.line, last_line(branch.blocks[0])


def _is_off(test: facts.Expression) -> bool:
    match test:
        case facts.Either(operator="and", options=options):
            return any(_is_off(option) for option in options)
        case (
            facts.Call(
                func=facts.Attribute(attr="get"),
                args=(facts.Constant(value=str(key)), facts.Constant(value=False)),
            )
            | facts.Call(
                func=facts.Name(id="getattr"),
                args=(_, facts.Constant(value=str(key)), facts.Constant(value=False)),
            )
        ):
            return SETTING.fullmatch(key) is not None
    return False
