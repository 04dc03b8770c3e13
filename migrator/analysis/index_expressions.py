"""libcst expressions -> symbolic expressions (``model.facts``)."""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

import libcst as cst
import msgspec

from migrator.analysis.lines import EXPRESSIONS, STARRED, STATEMENTS, TEXTS, Span
from migrator.analysis.nodes import by_record, is_a, record_of
from migrator.model import facts

BINARY = by_record(
    {
        cst.Add: "+",
        cst.Modulo: "%",
        cst.BitOr: "|",
        cst.Multiply: "*",
        cst.Divide: "/",
    }
)
COMPARISONS = by_record(
    {
        cst.Equal: "==",
        cst.NotEqual: "!=",
        cst.LessThan: "<",
        cst.LessThanEqual: "<=",
        cst.GreaterThan: ">",
        cst.GreaterThanEqual: ">=",
        cst.In: "in",
        cst.NotIn: "not in",
        cst.Is: "is",
        cst.IsNot: "is not",
    }
)

QUOTES = frozenset("'\"")
# What stands in an expression and is evaluated with it.
PARTS = {*EXPRESSIONS, *TEXTS, STARRED, record_of(cst.From), record_of(cst.ComparisonTarget)}


class ExpressionReader:
    """Reads the expressions of one module; ``spans`` come from ``find_spans``."""

    def __init__(self, spans: Mapping[int, Span]) -> None:
        self._spans = spans
        self._lambdas = 0

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Read what stands in a function, class or lambda: its lambdas have their own numbers."""
        outer, self._lambdas = self._lambdas, 0
        yield
        self._lambdas = outer

    def next_lambda(self) -> int:
        """Number a lambda among those of the scope around it."""
        self._lambdas += 1
        return self._lambdas

    def line(self, node: cst.CSTNode) -> int:
        """Return the line on which ``node`` starts."""
        return self._spans.get(id(node), (1, 1))[0]

    def end_line(self, node: cst.CSTNode) -> int:
        """Return the line on which ``node`` ends."""
        return self._spans.get(id(node), (1, 1))[1]

    def read(self, node: cst.CSTNode) -> facts.Expression:
        """Convert one expression; what has no meaning of its own becomes ``Other``."""
        reader = _READERS.get(type(node))
        return reader(self, node) if reader else self.other(node)

    def other(self, node: cst.CSTNode) -> facts.Other:
        """Keep the parts of an expression whose own meaning does not matter."""
        parts = tuple([self.read(part) for part in _parts(node)])
        return facts.Other(type(node).__name__.lower(), parts)

    def parameters(self, node: cst.Parameters) -> tuple[facts.Parameter, ...]:
        """Convert a parameter list, in the order of the source."""
        found = [
            self._parameter(param, "positional") for param in (*node.posonly_params, *node.params)
        ]
        if is_a(node.star_arg, cst.Param):
            found.append(self._parameter(node.star_arg, "*"))
        found += [self._parameter(param, "keyword") for param in node.kwonly_params]
        if node.star_kwarg:
            found.append(self._parameter(node.star_kwarg, "**"))
        return tuple(found)

    def _parameter(self, param: cst.Param, kind: str) -> facts.Parameter:
        return facts.Parameter(
            param.name.value,
            kind,
            self.read(param.default) if param.default else None,
            self.read(param.annotation.annotation) if param.annotation else None,
        )


def _parts(node: object) -> Iterator[Any]:
    """Yield the expressions right below a node, in the order of the source."""
    kind = type(node)
    fields: tuple[Any, ...]
    if kind in EXPRESSIONS:
        fields = EXPRESSIONS[kind](node)
    elif kind in STATEMENTS:
        fields = STATEMENTS[kind].inside(node)
    else:
        fields = msgspec.structs.astuple(node)  # type: ignore[arg-type]  # every record is one
    for field in fields:
        for one in field if type(field) is tuple else (field,):
            if type(one) in PARTS:
                yield one


def _name(_: ExpressionReader, node: cst.Name) -> facts.Expression:
    match node.value:
        case "None":
            return facts.Constant(None)
        case "True":
            return facts.Constant(value=True)
        case "False":
            return facts.Constant(value=False)
    return facts.Name(node.value)


def _attribute(reader: ExpressionReader, node: cst.Attribute) -> facts.Expression:
    return facts.Attribute(reader.read(node.value), node.attr.value, reader.line(node))


def _call(reader: ExpressionReader, node: cst.Call) -> facts.Expression:
    args, keywords = call_arguments(reader, node.args)
    return facts.Call(reader.read(node.func), args, keywords, reader.line(node))


def call_arguments(
    reader: ExpressionReader, nodes: Sequence[cst.Arg]
) -> tuple[tuple[facts.Expression, ...], tuple[tuple[str, facts.Expression], ...]]:
    """Split arguments (of a call or a class statement) into positional and keyword ones."""
    args: list[facts.Expression] = []
    keywords: list[tuple[str, facts.Expression]] = []
    for arg in nodes:
        value = reader.read(arg.value)
        if arg.keyword:
            keywords.append((arg.keyword.value, value))
        elif arg.star == "**":
            keywords.append(("**", value))
        elif arg.star:
            args.append(facts.Starred(value))
        else:
            args.append(value)
    return tuple(args), tuple(keywords)


def _string(
    _: ExpressionReader, node: cst.SimpleString | cst.ConcatenatedString
) -> facts.Expression:
    value = _plain(node) or _evaluated(node)
    return _text(value) if isinstance(value, str) else facts.Other("bytes")


def _text(value: str) -> facts.Constant:
    """Keep a text; half of a surrogate pair is no character, it is kept as its escape."""
    if value.isascii():
        return facts.Constant(value)
    return facts.Constant(value.encode("utf-8", "backslashreplace").decode())


def _plain(node: cst.SimpleString | cst.ConcatenatedString) -> str:
    """Return what is between the quotes where it means itself: most strings; faster than eval."""
    if is_a(node, cst.SimpleString):
        value: str = node.value
        if value[0] in QUOTES and "\\" not in value and "\r" not in value:
            width = 3 if value[:3] == value[0] * 3 else 1
            return value[width:-width]
    return ""


def _evaluated(node: Any) -> str | bytes | None:  # noqa: ANN401
    """Return what a string is, its parts put together; None where a part is an f-string."""
    if is_a(node, cst.SimpleString):
        found: str | bytes = ast.literal_eval(node.value)
        return found
    if not is_a(node, cst.ConcatenatedString):
        return None
    left, right = _evaluated(node.left), _evaluated(node.right)
    if isinstance(left, bytes) and isinstance(right, bytes):
        return left + right
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    return None


def _concatenated(reader: ExpressionReader, node: cst.ConcatenatedString) -> facts.Expression:
    if _evaluated(node) is not None:
        return _string(reader, node)
    return facts.Joined((reader.read(node.left), reader.read(node.right)))


def _formatted(reader: ExpressionReader, node: cst.FormattedString) -> facts.Expression:
    parts: list[facts.Expression] = []
    for part in node.parts:
        if is_a(part, cst.FormattedStringText):
            text = part.value.replace("{{", "{").replace("}}", "}")
            parts.append(_text(_unescaped(text, node)))
        elif is_a(part, cst.FormattedStringExpression):
            parts.append(reader.read(part.expression))
    return facts.Joined(tuple(parts))


def _unescaped(text: str, node: cst.FormattedString) -> str:
    prefix = node.start.rstrip("'\"")
    if "\\" not in text or "r" in prefix.lower():
        return text
    # The space parts a quote or backslash at the end of the text from the closing quote.
    return str(ast.literal_eval(f"{node.end}{text} {node.end}"))[:-1]


def _number(_: ExpressionReader, node: cst.Integer | cst.Float) -> facts.Expression:
    value = ast.literal_eval(node.value)
    in_range = isinstance(value, float) or abs(value) < 2**63
    return facts.Constant(value) if in_range else facts.Other("integer")


def _sequence(reader: ExpressionReader, node: cst.List | cst.Tuple | cst.Set) -> facts.Expression:
    items = tuple(
        facts.Starred(reader.read(element.value))
        if is_a(element, cst.StarredElement)
        else reader.read(element.value)
        for element in node.elements
    )
    return facts.Sequence(type(node).__name__.lower(), items, reader.line(node))


def _dict(reader: ExpressionReader, node: cst.Dict) -> facts.Expression:
    items = tuple(
        (reader.read(element.key), reader.read(element.value))
        if is_a(element, cst.DictElement)
        else (None, reader.read(element.value))
        for element in node.elements
    )
    return facts.Mapping(items, reader.line(node))


def _binary(reader: ExpressionReader, node: cst.BinaryOperation) -> facts.Expression:
    left, right = reader.read(node.left), reader.read(node.right)
    operator = BINARY.get(type(node.operator))
    if operator is None:
        return facts.Other("binaryoperation", (left, right))
    return facts.Binary(operator, left, right, reader.line(node))


def _comparison(reader: ExpressionReader, node: cst.Comparison) -> facts.Expression:
    operator = COMPARISONS.get(type(node.comparisons[0].operator))
    if operator is None or len(node.comparisons) > 1:
        return reader.other(node)
    left, right = reader.read(node.left), reader.read(node.comparisons[0].comparator)
    return facts.Binary(operator, left, right, reader.line(node))


def _unary(reader: ExpressionReader, node: cst.UnaryOperation) -> facts.Expression:
    value = reader.read(node.expression)
    if is_a(node.operator, cst.Not):
        return facts.Other("not", (value,))
    if is_a(node.operator, cst.Minus):
        match value:
            case facts.Constant(value=(int() | float()) as number) if not isinstance(number, bool):
                return facts.Constant(-number)
    return facts.Other("unaryoperation", (value,))


def _subscript(reader: ExpressionReader, node: cst.Subscript) -> facts.Expression:
    indices = [_index(reader, part.slice) for part in node.slice]
    index = (
        indices[0]
        if len(indices) == 1
        else facts.Sequence("tuple", tuple(indices), reader.line(node))
    )
    return facts.Subscript(reader.read(node.value), index, reader.line(node))


def _index(reader: ExpressionReader, node: cst.BaseSlice) -> facts.Expression:
    if is_a(node, cst.Index):
        return reader.read(node.value)
    return _slice(reader, node) if is_a(node, cst.Slice) else reader.other(node)


def _slice(reader: ExpressionReader, node: cst.Slice) -> facts.Expression:
    bounds = (node.lower, node.upper, node.step)
    parts = (reader.read(bound) if bound else facts.Constant(None) for bound in bounds)
    return facts.Other("slice", tuple(parts))


def _lambda(reader: ExpressionReader, node: cst.Lambda) -> facts.Expression:
    number, params = reader.next_lambda(), reader.parameters(node.params)
    with reader.scope():
        return facts.Lambda(params, reader.read(node.body), reader.line(node), number)


def _conditional(reader: ExpressionReader, node: cst.IfExp) -> facts.Expression:
    return facts.Either(
        (reader.read(node.test),), (reader.read(node.body), reader.read(node.orelse))
    )


def _boolean(reader: ExpressionReader, node: cst.BooleanOperation) -> facts.Expression:
    operator = "and" if is_a(node.operator, cst.And) else "or"
    return facts.Either((), (reader.read(node.left), reader.read(node.right)), operator)


def _named(reader: ExpressionReader, node: cst.NamedExpr) -> facts.Expression:
    return facts.Other("namedexpr", (reader.read(node.target), reader.read(node.value)))


def _comprehension(
    reader: ExpressionReader, node: cst.ListComp | cst.SetComp | cst.GeneratorExp | cst.DictComp
) -> facts.Expression:
    loops: list[tuple[facts.Expression, facts.Expression, tuple[facts.Expression, ...]]] = []
    loop: cst.CompFor | None = node.for_in
    while loop is not None:
        tests = tuple(reader.read(condition.test) for condition in loop.ifs)
        loops.append((reader.read(loop.target), reader.read(loop.iter), tests))
        loop = loop.inner_for_in
    element, key = _produced(reader, node)
    kind = type(node).__name__.lower()
    return facts.Comprehension(kind, element, key, tuple(loops), reader.line(node))


def _produced(
    reader: ExpressionReader, node: cst.CSTNode
) -> tuple[facts.Expression, facts.Expression | None]:
    """Read what a comprehension makes for each item: a dictionary's has a key."""
    if is_a(node, cst.DictComp):
        return reader.read(node.value), reader.read(node.key)
    return reader.read(cast("cst.ListComp", node).elt), None


def _target(reader: ExpressionReader, node: cst.ComparisonTarget) -> facts.Expression:
    return reader.read(node.comparator)


def _from(reader: ExpressionReader, node: cst.From) -> facts.Expression:
    return reader.read(node.item)


def _yield(reader: ExpressionReader, node: cst.Yield) -> facts.Expression:
    if is_a(node.value, cst.From):
        return facts.Other("yield", (facts.Starred(reader.read(node.value.item)),))
    return reader.other(node)


# Any: a table by class is how one walk reads every node without a visitor.
_Reader = Callable[[ExpressionReader, Any], facts.Expression]
_READERS: Mapping[type, _Reader] = by_record(
    {
        cst.Name: _name,
        cst.Attribute: _attribute,
        cst.Call: _call,
        cst.SimpleString: _string,
        cst.ConcatenatedString: _concatenated,
        cst.FormattedString: _formatted,
        cst.Integer: _number,
        cst.Float: _number,
        cst.List: _sequence,
        cst.Tuple: _sequence,
        cst.Set: _sequence,
        cst.Dict: _dict,
        cst.BinaryOperation: _binary,
        cst.Comparison: _comparison,
        cst.UnaryOperation: _unary,
        cst.Subscript: _subscript,
        cst.Lambda: _lambda,
        cst.IfExp: _conditional,
        cst.BooleanOperation: _boolean,
        cst.NamedExpr: _named,
        cst.ListComp: _comprehension,
        cst.SetComp: _comprehension,
        cst.GeneratorExp: _comprehension,
        cst.DictComp: _comprehension,
        cst.ComparisonTarget: _target,
        cst.From: _from,
        cst.Yield: _yield,
    }
)
