"""Where syntax nodes keep what stands between their first and last line, in the source's order.

Tables of fields. A class that the installed libcst does not have is passed over.
https://libcst.readthedocs.io/en/latest/nodes.html
"""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

import libcst as cst

T = TypeVar("T")
Fields = Callable[[Any], tuple[Any, ...]]


class Statement(NamedTuple):
    """The fields of a statement, or of what holds statements.

    Attributes:
        before: what stands before its first line.
        inside: what it consists of.
        ends: the first of these fields that is not empty ends it; none: it ends with ``inside``.
        after: what stands behind its end.
    """

    before: Fields
    inside: Fields
    ends: tuple[str, ...]
    after: Fields


def _fields(names: str) -> Fields:
    """Read fields as a tuple; ``attrgetter`` of one name would return what is in it."""
    match names.split():
        case []:
            return lambda _: ()
        case [name]:
            read = attrgetter(name)
            return lambda node: (read(node),)
        case several:
            return attrgetter(*several)


def _simple(inside: str) -> Statement:
    return Statement(_fields(""), _fields(inside), (), _fields("semicolon"))


def _compound(before: str, inside: str, ends: str = "body", after: str = "") -> Statement:
    return Statement(_fields(before), _fields(inside), tuple(ends.split()), _fields(after))


def _present(**layouts: T) -> dict[type[cst.CSTNode], T]:
    """Return those layouts by class whose class there is: syntax of later versions of Python."""
    return {getattr(cst, name): layout for name, layout in layouts.items() if hasattr(cst, name)}


# Parentheses around an expression are no part of its lines: ``lpar`` and ``rpar`` are not listed.
EXPRESSIONS: Mapping[type[cst.CSTNode], Fields] = {
    cst.Attribute: _fields("value dot attr"),
    cst.Call: _fields("func whitespace_after_func whitespace_before_args args"),
    cst.Subscript: _fields("value whitespace_after_value lbracket slice rbracket"),
    cst.Dict: _fields("lbrace elements rbrace"),
    cst.List: _fields("lbracket elements rbracket"),
    cst.Tuple: _fields("elements"),
    cst.Set: _fields("lbrace elements rbrace"),
    cst.BinaryOperation: _fields("left operator right"),
    cst.BooleanOperation: _fields("left operator right"),
    cst.Comparison: _fields("left comparisons"),
    cst.UnaryOperation: _fields("operator expression"),
    cst.FormattedString: _fields("parts"),
    cst.ConcatenatedString: _fields("left whitespace_between right"),
    cst.Lambda: _fields("whitespace_after_lambda params colon body"),
    cst.IfExp: _fields(
        "body whitespace_before_if whitespace_after_if test whitespace_before_else "
        "whitespace_after_else orelse"
    ),
    cst.Await: _fields("whitespace_after_await expression"),
    cst.Yield: _fields("whitespace_after_yield value"),
    cst.ListComp: _fields("lbracket elt for_in rbracket"),
    cst.SetComp: _fields("lbrace elt for_in rbrace"),
    cst.GeneratorExp: _fields("elt for_in"),
    cst.DictComp: _fields(
        "lbrace key whitespace_before_colon whitespace_after_colon value for_in rbrace"
    ),
    cst.NamedExpr: _fields("target whitespace_before_walrus whitespace_after_walrus value"),
    cst.Ellipsis: _fields(""),
    **_present(
        TemplatedString=_fields("parts"),
        StarredDictComp=_fields("lbrace whitespace_before_value value for_in rbrace"),
    ),
}

STATEMENTS: Mapping[type[cst.CSTNode], Statement] = {
    cst.SimpleStatementLine: _compound("leading_lines", "body", after="trailing_whitespace"),
    cst.SimpleStatementSuite: _compound("leading_whitespace", "body", after="trailing_whitespace"),
    cst.IndentedBlock: _compound("header", "body", after="footer"),
    cst.Match: _compound(
        "leading_lines",
        "whitespace_after_match subject whitespace_before_colon whitespace_after_colon cases",
        "cases",
        "footer",
    ),
    cst.Expr: _simple("value"),
    cst.Assign: _simple("targets value"),
    cst.AnnAssign: _simple("target annotation equal value"),
    cst.AugAssign: _simple("target operator value"),
    cst.Return: _simple("whitespace_after_return value"),
    cst.Raise: _simple("whitespace_after_raise exc cause"),
    cst.Assert: _simple("whitespace_after_assert test comma msg"),
    cst.Del: _simple("whitespace_after_del target"),
    cst.Global: _simple("whitespace_after_global names"),
    cst.Nonlocal: _simple("whitespace_after_nonlocal names"),
    cst.TypeAlias: _simple(
        "whitespace_after_type name whitespace_after_name type_parameters "
        "whitespace_after_type_parameters whitespace_after_equals value"
    ),
    cst.Pass: _simple(""),
    cst.Break: _simple(""),
    cst.Continue: _simple(""),
    cst.Import: _simple("whitespace_after_import names"),
    **_present(
        LazyImport=_simple("whitespace_after_lazy whitespace_after_import names"),
        LazyImportFrom=_simple(
            "whitespace_after_lazy whitespace_after_from relative module whitespace_before_import "
            "whitespace_after_import lpar names rpar"
        ),
    ),
    cst.ImportFrom: _simple(
        "whitespace_after_from relative module whitespace_before_import whitespace_after_import "
        "lpar names rpar"
    ),
    cst.If: _compound(
        "leading_lines",
        "whitespace_before_test test whitespace_after_test body orelse",
        "orelse body",
    ),
    cst.Else: _compound("leading_lines", "whitespace_before_colon body"),
    cst.For: _compound(
        "leading_lines",
        "asynchronous whitespace_after_for target whitespace_before_in whitespace_after_in iter "
        "whitespace_before_colon body orelse",
        "orelse body",
    ),
    cst.While: _compound(
        "leading_lines",
        "whitespace_after_while test whitespace_before_colon body orelse",
        "orelse body",
    ),
    cst.Try: _compound(
        "leading_lines",
        "whitespace_before_colon body handlers orelse finalbody",
        "finalbody orelse handlers body",
    ),
    cst.MatchCase: _compound(
        "leading_lines",
        "whitespace_after_case pattern whitespace_before_if whitespace_after_if guard "
        "whitespace_before_colon body",
    ),
    cst.TryStar: _compound(
        "leading_lines",
        "whitespace_before_colon body handlers orelse finalbody",
        "finalbody orelse handlers body",
    ),
    cst.ExceptStarHandler: _compound(
        "leading_lines",
        "whitespace_after_except whitespace_after_star type name whitespace_before_colon body",
    ),
    cst.ExceptHandler: _compound(
        "leading_lines", "whitespace_after_except type name whitespace_before_colon body"
    ),
    cst.Finally: _compound("leading_lines", "whitespace_before_colon body"),
    cst.With: _compound(
        "leading_lines",
        "asynchronous whitespace_after_with lpar items rpar whitespace_before_colon body",
    ),
    cst.Decorator: _compound(
        "leading_lines", "whitespace_after_at decorator", "", "trailing_whitespace"
    ),
    cst.FunctionDef: _compound(
        "leading_lines decorators lines_after_decorators",
        "asynchronous whitespace_after_def name whitespace_after_name type_parameters "
        "whitespace_after_type_parameters whitespace_before_params params returns "
        "whitespace_before_colon body",
    ),
    cst.ClassDef: _compound(
        "leading_lines decorators lines_after_decorators",
        "whitespace_after_class name whitespace_after_name type_parameters "
        "whitespace_after_type_parameters lpar bases keywords rpar whitespace_before_colon body",
    ),
}

_AROUND = _fields("whitespace_before whitespace_after")

# What is asked for no lines itself.
PARTS: Mapping[type[cst.CSTNode], Fields] = {
    **dict.fromkeys(
        (
            *(cst.Comma, cst.Dot, cst.AssignEqual, cst.Colon, cst.Semicolon),
            *(cst.Add, cst.Subtract, cst.Multiply, cst.Divide, cst.FloorDivide, cst.Modulo),
            *(cst.Power, cst.LeftShift, cst.RightShift, cst.MatrixMultiply),
            *(cst.BitAnd, cst.BitOr, cst.BitXor, cst.And, cst.Or),
            *(cst.Equal, cst.NotEqual, cst.LessThan, cst.LessThanEqual),
            *(cst.GreaterThan, cst.GreaterThanEqual, cst.In, cst.Is),
            *(cst.AddAssign, cst.SubtractAssign, cst.MultiplyAssign, cst.BitOrAssign),
            *(cst.DivideAssign, cst.FloorDivideAssign, cst.ModuloAssign, cst.PowerAssign),
            *(cst.MatrixMultiplyAssign, cst.LeftShiftAssign, cst.RightShiftAssign),
            *(cst.BitAndAssign, cst.BitXorAssign),
        ),
        _AROUND,
    ),
    **dict.fromkeys(
        (cst.NotIn, cst.IsNot), _fields("whitespace_before whitespace_between whitespace_after")
    ),
    **dict.fromkeys(
        (
            *(cst.LeftParen, cst.LeftSquareBracket, cst.LeftCurlyBrace, cst.Asynchronous),
            *(cst.Not, cst.Minus, cst.Plus, cst.BitInvert),
        ),
        _fields("whitespace_after"),
    ),
    **dict.fromkeys(
        (cst.RightParen, cst.RightSquareBracket, cst.RightCurlyBrace),
        _fields("whitespace_before"),
    ),
    cst.Arg: _fields("whitespace_after_star keyword equal value comma whitespace_after_arg"),
    cst.Element: _fields("value comma"),
    cst.StarredDictElement: _fields("whitespace_before_value value comma"),
    cst.DictElement: _fields("key whitespace_before_colon whitespace_after_colon value comma"),
    cst.ParenthesizedWhitespace: _fields("first_line empty_lines last_line"),
    cst.ComparisonTarget: _fields("operator comparator"),
    cst.AssignTarget: _fields("target whitespace_before_equal whitespace_after_equal"),
    cst.Param: _fields(
        "whitespace_after_star name annotation equal default comma whitespace_after_param"
    ),
    cst.Parameters: _fields("posonly_params posonly_ind params star_arg kwonly_params star_kwarg"),
    cst.ParamStar: _fields("comma"),
    cst.ParamSlash: _fields("comma whitespace_after"),
    cst.Annotation: _fields("whitespace_before_indicator whitespace_after_indicator annotation"),
    cst.Index: _fields("whitespace_after_star value"),
    cst.Slice: _fields("lower first_colon upper second_colon step"),
    cst.SubscriptElement: _fields("slice comma"),
    cst.FormattedStringExpression: _fields(
        "whitespace_before_expression expression equal whitespace_after_expression format_spec"
    ),
    cst.CompFor: _fields(
        "whitespace_before asynchronous whitespace_after_for target whitespace_before_in "
        "whitespace_after_in iter ifs inner_for_in"
    ),
    cst.CompIf: _fields("whitespace_before whitespace_before_test test"),
    cst.ImportAlias: _fields("name asname comma"),
    cst.AsName: _fields("whitespace_before_as name whitespace_after_as"),
    cst.WithItem: _fields("item asname comma"),
    cst.From: _fields("whitespace_before_from whitespace_after_from item"),
    cst.FormattedStringText: _fields("value"),
    cst.ImportStar: _fields(""),
    cst.NameItem: _fields("name comma"),
    cst.MatchAs: _fields("lpar pattern whitespace_before_as whitespace_after_as name rpar"),
    cst.MatchClass: _fields(
        "lpar cls whitespace_after_cls whitespace_before_patterns patterns kwds "
        "whitespace_after_kwds rpar"
    ),
    cst.MatchKeywordElement: _fields(
        "key whitespace_before_equal whitespace_after_equal pattern comma"
    ),
    cst.MatchList: _fields("lpar lbracket patterns rbracket rpar"),
    cst.MatchMapping: _fields(
        "lpar lbrace elements whitespace_before_rest rest trailing_comma rbrace rpar"
    ),
    cst.MatchMappingElement: _fields(
        "key whitespace_before_colon whitespace_after_colon pattern comma"
    ),
    cst.MatchOr: _fields("lpar patterns rpar"),
    cst.MatchOrElement: _fields("pattern separator"),
    cst.MatchSequenceElement: _fields("value comma"),
    cst.MatchSingleton: _fields("value"),
    cst.MatchStar: _fields("whitespace_before_name name comma"),
    cst.MatchTuple: _fields("lpar patterns rpar"),
    cst.MatchValue: _fields("value"),
    cst.TypeParameters: _fields("lbracket params rbracket"),
    cst.TypeParam: _fields("param equal whitespace_after_star default comma"),
    cst.TypeVar: _fields("name colon bound"),
    cst.TypeVarTuple: _fields("whitespace_after_star name"),
    cst.ParamSpec: _fields("whitespace_after_star name"),
    **_present(
        TemplatedStringExpression=_fields(
            "whitespace_before_expression expression equal whitespace_after_expression format_spec"
        ),
    ),
}
