"""Settings that stand in an argument as it is written: ``jwt.encode(claims, settings.JWT_KEY)``.

What settings are known to be says no more where they came from; the source does.
"""

from __future__ import annotations

from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import Event, Values
from migrator.analysis.secret_sinks import HEADERS
from migrator.analysis.walk import walk
from migrator.model import facts

Mention = tuple[int, str]  # a line, and the name or key that is read there
# What gives back the text that it is given, in another form.
PASSING = frozenset({"str", "bytes", "b64encode", "b64decode", "SecretStr", "make_url", "format"})


class Texts:
    """Calls by function and line, each function looked through once."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._calls: dict[str, dict[int, list[facts.Call]]] = {}

    def arguments(self, event: Event, position: int, keyword: str) -> Iterator[facts.Expression]:
        """Yield what is written for an argument of a call; of headers those that are secret."""
        for call in self._of(event.function).get(event.location.line, ()):
            if _callee(call) != event.member:
                continue
            named = [value for name, value in call.keywords if name == keyword]
            given = named or list(call.args[position : position + 1] if position >= 0 else ())
            for expression in given:
                yield from _headers(expression) if keyword == "headers" else (expression,)

    def values(self, function: str, name: str) -> Values:
        """Return what a name of the module is, unless the function has such a parameter."""
        known = self._log.functions.get(function)
        if known is not None and any(p.name == name for p in known.definition.params):
            return ()
        scope = self._log.scopes.get(function.partition(":")[0])
        return scope.names.get(name, ()) if scope is not None else ()

    def _of(self, function: str) -> dict[int, list[facts.Call]]:
        if function not in self._calls:
            known = self._log.functions.get(function)
            module = self._log.modules.get(function.partition(":")[0])
            body: object = known.definition.body if known else ()
            if known is None and module is not None and function.endswith(":"):
                body = module.body
            calls = self._calls[function] = {}
            for node, _ in walk(body):
                if isinstance(node, facts.Call):
                    calls.setdefault(node.line, []).append(node)
        return self._calls[function]


def mentioned(  # noqa: C901  (one case a kind of expression)
    expression: facts.Expression,
) -> Iterator[Mention]:
    """Yield what may be reads of settings whose text is (in) what an expression gives.

    Bare names have the line 0.
    """
    below: tuple[facts.Expression, ...] = ()
    match expression:
        case facts.Name(id=name):
            yield 0, name
        case facts.Attribute(value=value, attr=attr, line=line):
            yield line, attr
            below = (value,) if not isinstance(value, facts.Name) else ()
        case facts.Subscript(value=value, index=facts.Constant(value=str(key)), line=line):
            yield line, key
        case facts.Call(func=func, args=args, line=line):
            if args and isinstance(args[0], facts.Constant) and isinstance(args[0].value, str):
                yield line, args[0].value
            is_method = isinstance(func, facts.Attribute)
            below = (func.value,) if is_method and isinstance(func, facts.Attribute) else ()
            below += args if _callee(expression) in PASSING else ()
        case facts.Joined(parts=parts) | facts.Either(options=parts):
            below = parts
        case facts.Binary(left=left, right=right):
            below = (left, right)
    for one in below:
        yield from mentioned(one)


def _callee(call: facts.Call) -> str:
    match call.func:
        case facts.Attribute(attr=name) | facts.Name(id=name):
            return name
    return ""


def _headers(expression: facts.Expression) -> Iterator[facts.Expression]:
    if isinstance(expression, facts.Mapping):
        for key, value in expression.items:
            name = key.value if isinstance(key, facts.Constant) else None
            if isinstance(name, str) and name.lower() in HEADERS:
                yield value
