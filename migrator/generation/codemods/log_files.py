"""Log files become the function's log: what is written to standard error goes to CloudWatch.

https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html
"""

import re

import libcst as cst
import libcst.matchers as m

from migrator.generation.codemods.calls import change_calls, dotted
from migrator.generation.codemods.mapping import Spots

HANDLERS = frozenset(
    {"FileHandler", "RotatingFileHandler", "TimedRotatingFileHandler", "WatchedFileHandler"}
)
OF_FILES = frozenset({"filename", "filemode", "encoding", "errors"})
# What only such a handler has: code that asks for it keeps it.
ASKED = re.compile(r"\.(baseFilename|doRollover|shouldRollover|rotator|namer|rotation_filename)\b")


def log_to_stream(code: str, spots: Spots) -> str:
    """Replace file handlers at ``spots``, and take the file from ``logging.basicConfig``."""
    wanted = {(spot.line, spot.name.rpartition(".")[2]) for spot in spots}
    if not wanted or ASKED.search(code):
        return code
    has_name = bool(re.search(r"^import logging\b(?! as)", code, re.MULTILINE))

    def change(before: cst.Call, call: cst.Call) -> cst.Call:
        name = dotted(before.func).rpartition(".")[2]
        if name == "basicConfig":
            return _without_file(call)
        if name in HANDLERS and has_name:
            handler = cst.Attribute(cst.Name("logging"), cst.Name("StreamHandler"))
            return cst.Call(handler, lpar=call.lpar, rpar=call.rpar)
        return call

    return change_calls(code, wanted, change)


def _without_file(call: cst.Call) -> cst.Call:
    if not any(m.matches(a, m.Arg(keyword=m.Name("filename"))) for a in call.args):
        return call
    kept = [a for a in call.args if a.keyword is None or a.keyword.value not in OF_FILES]
    if kept and not isinstance(call.args[-1].comma, cst.Comma):
        kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return call.with_changes(args=kept)
