"""A time-out for calls of other hosts that have none.

Only where ``requests`` itself or ``urlopen`` is called, and every argument is written out: a
session may have an adapter that brings a time-out, and so may ``**options``.
https://requests.readthedocs.io/en/latest/user/quickstart/#timeouts
"""

from collections.abc import Sequence

import libcst as cst

from migrator.generation.codemods.calls import change_calls
from migrator.generation.codemods.mapping import Spots

CLIENTS = ("requests.", "urllib.request.urlopen")
SESSIONS = ("requests.Session.", "requests.session.", "requests.sessions.")
OF_REQUESTS = "(3, 10)"  # to connect, between two bytes
OF_URLOPEN = "10"
POSITION_OF_URLOPEN = 2


def add_timeouts(code: str, spots: Spots) -> str:
    """Add ``timeout=`` to the calls at ``spots``: their lines, and what is called."""
    wanted = {
        (spot.line, spot.name.rpartition(".")[2])
        for spot in spots
        if spot.name.startswith(CLIENTS) and not spot.name.startswith(SESSIONS)
    }
    return change_calls(code, wanted, _with_timeout)


def _with_timeout(before: cst.Call, call: cst.Call) -> cst.Call:
    has_stars = any(argument.star for argument in before.args)
    has_timeout = any(a.keyword is not None and a.keyword.value == "timeout" for a in before.args)
    func = before.func
    name = func.attr.value if isinstance(func, cst.Attribute) else getattr(func, "value", "")
    is_urlopen = name == "urlopen"
    positional = sum(argument.keyword is None for argument in before.args)
    if has_stars or has_timeout or (is_urlopen and positional > POSITION_OF_URLOPEN):
        return call
    value = cst.parse_expression(OF_URLOPEN if is_urlopen else OF_REQUESTS)
    return call.with_changes(args=appended(call.args, "timeout", value))


def appended(arguments: Sequence[cst.Arg], name: str, value: cst.BaseExpression) -> list[cst.Arg]:
    """Add a keyword argument as the last; the space after it is that of the one before."""
    *front, last = arguments
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    if isinstance(last.comma, cst.Comma):  # each on a line of its own, as a rule
        between = front[-1].comma if front else last.comma
        kept = between if isinstance(between, cst.Comma) else comma
        new = cst.Arg(value, keyword=cst.Name(name), equal=_EQUAL, comma=last.comma)
        return [*front, last.with_changes(comma=kept), new]
    new = cst.Arg(
        value,
        keyword=cst.Name(name),
        equal=_EQUAL,
        whitespace_after_arg=last.whitespace_after_arg,
    )
    plain = last.with_changes(comma=comma, whitespace_after_arg=cst.SimpleWhitespace(""))
    return [*front, plain, new]


_EQUAL = cst.AssignEqual(
    whitespace_before=cst.SimpleWhitespace(""), whitespace_after=cst.SimpleWhitespace("")
)
