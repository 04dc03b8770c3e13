"""Lines that run only where somebody turns something on: ``if config.get("PROFILING", False):``.

A setting that is read with ``False`` for want of a value is off unless it is given one. Its name
is in capitals, as those of settings are: ``request.args.get("all", False)`` is something else.
Debugging and testing are off where people use the application, whatever the settings begin with.

https://flask.palletsprojects.com/en/stable/config/#builtin-configuration-values
https://docs.djangoproject.com/en/stable/ref/settings/#debug
"""

import re

from migrator.analysis.walk import dotted_name, last_line
from migrator.model import facts

SETTING = re.compile(r"[A-Z][A-Z0-9_]+")
DEVELOPING = frozenset({"DEBUG", "TESTING"})
OF_FLASK = frozenset({"debug", "testing"})
APPLICATIONS = ("app", "application")


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
        case (
            facts.Binary(operator="<=" | "==", right=facts.Attribute(attr="DEBUG"))
            | facts.Call(
                func=facts.Attribute(attr="isEnabledFor"), args=(facts.Attribute(attr="DEBUG"),)
            )
        ):
            return True  # what is logged where somebody looks for a fault
        case (
            facts.Call(func=facts.Attribute(attr="get"), args=(facts.Constant(value=str(key)),))
            | facts.Subscript(index=facts.Constant(value=str(key)))
            | facts.Attribute(attr=key)
            | facts.Name(id=key)
        ):
            return key in DEVELOPING or (key in OF_FLASK and _is_of_application(test))
    return False


def _is_of_application(test: facts.Expression) -> bool:
    return isinstance(test, facts.Attribute) and dotted_name(test.value).endswith(APPLICATIONS)
