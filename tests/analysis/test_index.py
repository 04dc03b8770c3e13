"""Source in, facts out: every statement and expression of the language."""

from textwrap import dedent

import msgspec
import pytest

from migrator.analysis.index import read_module
from migrator.model import facts
from migrator.model.facts import (
    Assign,
    Attribute,
    Binary,
    Branch,
    Call,
    ClassDef,
    Comprehension,
    Constant,
    Delete,
    Either,
    Evaluate,
    FunctionDef,
    Global,
    Import,
    ImportFrom,
    Joined,
    Jump,
    Lambda,
    Loop,
    Mapping,
    ModuleFacts,
    Name,
    Other,
    Parameter,
    Return,
    Sequence,
    Starred,
    Statement,
    Subscript,
    With,
)

A, B, C = Name("a"), Name("b"), Name("c")
ONE = Constant(1)


def body_of(source: str) -> tuple[Statement, ...]:
    module = read_module("m", "m.py", dedent(source).encode(), is_package=False)
    assert module.error == ""
    return module.body


def f(*body: Statement, line: int = 1, end_line: int = 2) -> FunctionDef:
    return FunctionDef("f", (), body, (), line, end_line)


CALL = Evaluate(Call(A, (), (), 2), 2)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import a.b", Import((("a.b", ""),), 1), id="import"),
        pytest.param("import a, b as c", Import((("a", ""), ("b", "c")), 1), id="import as"),
        pytest.param(
            "from a.b import (\n  c,\n  d as e,\n)",
            ImportFrom("a.b", 0, (("c", ""), ("d", "e")), 1),
            id="from import over lines",
        ),
        pytest.param(
            "from ..a import b", ImportFrom("a", 2, (("b", ""),), 1), id="relative import"
        ),
        pytest.param("from . import b", ImportFrom("", 1, (("b", ""),), 1), id="from dot"),
        pytest.param("from a import *", ImportFrom("a", 0, (("*", ""),), 1), id="star import"),
        pytest.param("a = b = 1", Assign((A, B), ONE, 1), id="assignments in a row"),
        pytest.param(
            "a, *b = c",
            Assign((Sequence("tuple", (A, Starred(B)), 1),), C, 1),
            id="unpacking",
        ),
        pytest.param("a: b = 1", Assign((A,), ONE, 1, annotation=B), id="annotated assignment"),
        pytest.param("a: b", Assign((A,), None, 1, annotation=B), id="annotation alone"),
        pytest.param(
            "a: b | None = c",
            Assign((A,), C, 1, annotation=Binary("|", B, Constant(None))),
            id="PEP 604",
        ),
        pytest.param("a += 1", Assign((A,), ONE, 1, operator="+"), id="augmented"),
        pytest.param("a -= 1", Assign((A,), ONE, 1, operator="-"), id="counted down"),
        pytest.param("a *= 1", Assign((A,), ONE, 1, operator="?"), id="augmented otherwise"),
        pytest.param("a()", Evaluate(Call(A, (), (), 1), 1), id="expression"),
        pytest.param("del a[1]", Delete((Subscript(A, ONE, 1),), 1), id="del"),
        pytest.param("raise a from b", Evaluate(Other("raise", (A, B)), 1), id="raise from"),
        pytest.param("assert a, b", Evaluate(Other("assert", (A, B)), 1), id="assert"),
        pytest.param("def f():\n  return a", f(Return(A, 2)), id="return"),
        pytest.param("def f():\n  return", f(Return(None, 2)), id="return nothing"),
        pytest.param("def f(): pass", f(end_line=1), id="pass is nothing"),
        pytest.param("def f():\n  global a, b", f(Global(("a", "b"))), id="global"),
        pytest.param("def f():\n  nonlocal a", f(Global(("a",), is_nonlocal=True)), id="nonlocal"),
        pytest.param("if a:\n  a()", Branch((A,), ((CALL,), ()), 1), id="if"),
        pytest.param(
            "if a:\n  a()\nelif b:\n  pass\nelse:\n  pass",
            Branch((A, B), ((CALL,), (), ()), 1),
            id="elif and else",
        ),
        pytest.param(
            "while a:\n  break",
            Branch((Other("while", (A,)),), ((Jump("break", 2),), ()), 1),
            id="while",
        ),
        pytest.param("for a in b:\n  continue", Loop(A, B, (Jump("continue", 2),), 1), id="jump"),
        pytest.param("for a in b:\n  a()", Loop(A, B, (CALL,), 1), id="for"),
        pytest.param("with a as b, c:\n  a()", With(((A, B), (C, None)), (CALL,), 1), id="with"),
        pytest.param(
            "with (\n  a as b,\n):\n  pass", With(((A, B),), (), 1), id="with in parentheses"
        ),
        pytest.param(
            "match a:\n  case 1: pass\n  case b: c()",
            Branch((Other("match", (A,)),), ((), (Evaluate(Call(C, (), (), 3), 3),), ()), 1),
            id="match",
        ),
        pytest.param(
            "async def f():\n  await a", f(Evaluate(Other("await", (A,)), 2)), id="async"
        ),
        pytest.param(
            "@a\n@b(1)\ndef f():\n  pass",
            FunctionDef("f", (), (), ((A, 1), (Call(B, (ONE,), (), 2), 2)), 3, 4),
            id="decorators have lines of their own",
        ),
        pytest.param(
            "def f(a, /, b: c = 1, *d, e, **g) -> c: pass",
            FunctionDef(
                "f",
                (
                    Parameter("a", "positional"),
                    Parameter("b", "positional", ONE, C),
                    Parameter("d", "*"),
                    Parameter("e", "keyword"),
                    Parameter("g", "**"),
                ),
                (),
                (),
                1,
                1,
                C,
            ),
            id="parameters of every kind",
        ),
        pytest.param(
            "@a\nclass K(b, metaclass=c):\n  x = 1",
            ClassDef(
                "K",
                (B,),
                (("metaclass", C),),
                (Assign((Name("x"),), ONE, 3),),
                ((A, 1),),
                2,
                3,
            ),
            id="class",
        ),
        pytest.param("class K[T]: pass", ClassDef("K", (), (), (), (), 1, 1), id="PEP 695"),
    ],
)
def test_statements(source: str, expected: Statement) -> None:
    assert body_of(source) == (expected,)


def test_a_try_runs_its_body_and_perhaps_its_handlers() -> None:
    assert body_of("""\
        try:
          a()
        except b as e:
          a = 1
        else:
          b()
        finally:
          c()
        """) == (
        Evaluate(Call(A, (), (), 2), 2),
        Branch(
            (), ((Assign((Name("e"),), Other("caught", (B,)), 3), Assign((A,), ONE, 4)), ()), 3 - 2
        ),
        Evaluate(Call(B, (), (), 6), 6),
        Evaluate(Call(C, (), (), 8), 8),
    )


def test_a_group_of_exceptions_is_caught_like_one() -> None:
    assert body_of("try:\n  a()\nexcept* b:\n  pass\n") == (
        CALL,
        Branch((), ((Evaluate(B, 3),), ()), 1),
    )


def test_the_else_of_a_loop_may_run() -> None:
    assert body_of("for a in b:\n  a()\nelse:\n  a()\n") == (
        Loop(A, B, (CALL,), 1),
        Branch((), ((Evaluate(Call(A, (), (), 4), 4),),), 3),
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("None", Constant(None), id="None"),
        pytest.param("True", Constant(value=True), id="True"),
        pytest.param("1_000", Constant(1000), id="integer"),
        pytest.param("0x10", Constant(16), id="hexadecimal"),
        pytest.param("1.5", Constant(1.5), id="float"),
        pytest.param("9" * 30, Other("integer"), id="very large integer"),
        pytest.param("-1", Constant(-1), id="negative number"),
        pytest.param("-a", Other("unaryoperation", (A,)), id="sign"),
        pytest.param("~1", Other("unaryoperation", (ONE,)), id="inversion"),
        pytest.param("2j", Other("imaginary"), id="imaginary"),
        pytest.param("...", Other("ellipsis"), id="ellipsis"),
        pytest.param("'a\\n'", Constant("a\n"), id="escape"),
        pytest.param("r'a\\n'", Constant("a\\n"), id="raw"),
        pytest.param("'\\d'", Constant("\\d"), id="escape that is none"),
        pytest.param("f'\\d'", Joined((Constant("\\d"),)), id="escape that is none, f-string"),
        pytest.param("f'\\N{EM DASH}'", Joined((Constant("\N{EM DASH}"),)), id="named character"),
        pytest.param("b'a'", Other("bytes"), id="bytes"),
        pytest.param("'a' 'b'", Constant("ab"), id="adjacent strings"),
        pytest.param("f'a{b}{{c}}'", Joined((Constant("a"), B, Constant("{c}"))), id="f-string"),
        pytest.param("f'a\\n{b}'", Joined((Constant("a\n"), B)), id="f-string with escape"),
        pytest.param(
            'f"""\\n\'{b}"{b}"""',
            Joined((Constant("\n'"), B, Constant('"'), B)),
            id="f-string with quotes at the ends",
        ),
        pytest.param(
            'f"""\\n"{b}"""',
            Joined((Constant('\n"'), B)),
            id="f-string with its own quote before a value",
        ),
        pytest.param("rf'\\d{b}'", Joined((Constant("\\d"), B)), id="raw f-string"),
        pytest.param(
            "'a' f'{b}'", Joined((Constant("a"), Joined((B,)))), id="string and f-string"
        ),
        pytest.param("a.b", Attribute(A, "b", 1), id="attribute"),
        pytest.param(
            "a(b, *c, d=1, **b)",
            Call(A, (B, Starred(C)), (("d", ONE), ("**", B)), 1),
            id="call",
        ),
        pytest.param("[a, *b]", Sequence("list", (A, Starred(B)), 1), id="list"),
        pytest.param("{a}", Sequence("set", (A,), 1), id="set"),
        pytest.param("()", Sequence("tuple", (), 1), id="empty tuple"),
        pytest.param("{a: b, **c}", Mapping(((A, B), (None, C)), 1), id="dictionary"),
        pytest.param("a + b", Binary("+", A, B), id="sum"),
        pytest.param("a - b", Other("binaryoperation", (A, B)), id="difference"),
        pytest.param("a[b]", Subscript(A, B, 1), id="subscript"),
        pytest.param(
            "a[1, b]", Subscript(A, Sequence("tuple", (ONE, B), 1), 1), id="several indices"
        ),
        pytest.param(
            "a[1:b]",
            Subscript(A, Other("slice", (Constant(1), B, Constant(None))), 1),
            id="slice",
        ),
        pytest.param("lambda a: b", Lambda((Parameter("a", "positional"),), B, 1), id="lambda"),
        pytest.param("a if c else b", Either((C,), (A, B)), id="conditional"),
        pytest.param("a or b", Either((), (A, B), "or"), id="or"),
        pytest.param("a and b", Either((), (A, B), "and"), id="and"),
        pytest.param("not a", Other("not", (A,)), id="not"),
        pytest.param("a not in b", Binary("not in", A, B), id="comparison"),
        pytest.param("a < b <= c", Other("comparison", (A, B, C)), id="comparison of three"),
        pytest.param("(a := b)", Other("namedexpr", (A, B)), id="walrus"),
        pytest.param(
            "[a for b in c if a]",
            Comprehension("listcomp", A, None, ((B, C, (A,)),), 1),
            id="comprehension",
        ),
        pytest.param(
            "{a: b for a in b for b in c}",
            Comprehension("dictcomp", B, A, ((A, B, ()), (B, C, ())), 1),
            id="dictionary comprehension",
        ),
        pytest.param(
            "(a for a in b)",
            Comprehension("generatorexp", A, None, ((A, B, ()),), 1),
            id="generator",
        ),
    ],
)
def test_expressions(source: str, expected: facts.Expression) -> None:
    assert body_of(source) == (Evaluate(expected, 1),)


def test_lambdas_are_numbered_in_the_scope_around_them() -> None:
    assert body_of("a = lambda: a, lambda: a\nlambda: lambda: a\n") == (
        Assign((A,), Sequence("tuple", (Lambda((), A, 1, 1), Lambda((), A, 1, 2)), 1), 1),
        Evaluate(Lambda((), Lambda((), A, 2, 1), 2, 3), 2),
    )
    assert body_of("lambda: a\ndef f(a=lambda: a):\n  lambda: a\n")[1:] == (
        FunctionDef(
            "f",
            (Parameter("a", "positional", Lambda((), A, 2, 2)),),
            (Evaluate(Lambda((), A, 3, 1), 3),),
            (),
            2,
            3,
        ),
    )


def test_yield_keeps_what_it_gives() -> None:
    assert body_of("def f():\n  yield a\n  yield from b\n") == (
        f(
            Evaluate(Other("yield", (A,)), 2),
            Evaluate(Other("yield", (Starred(B),)), 3),
            end_line=3,
        ),
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(b"", ModuleFacts("m", "m.py", is_package=False, lines=0), id="empty"),
        pytest.param(
            b"# only words\n",
            ModuleFacts("m", "m.py", is_package=False, lines=1),
            id="comment",
        ),
        pytest.param(
            b"\xef\xbb\xbfa = 1\n",
            ModuleFacts("m", "m.py", is_package=False, lines=1, body=(Assign((A,), ONE, 1),)),
            id="byte order mark",
        ),
        pytest.param(
            b"\r\na = 1\r\n",
            ModuleFacts("m", "m.py", is_package=False, lines=2, body=(Assign((A,), ONE, 2),)),
            id="CRLF",
        ),
        pytest.param(
            b"\n\na = 1",
            ModuleFacts("m", "m.py", is_package=False, lines=3, body=(Assign((A,), ONE, 3),)),
            id="no newline at the end",
        ),
        pytest.param(
            "# -*- coding: latin-1 -*-\na = 'é'\n".encode("latin-1"),
            ModuleFacts(
                "m", "m.py", is_package=False, lines=2, body=(Assign((A,), Constant("é"), 2),)
            ),
            id="declared encoding",
        ),
    ],
)
def test_files(source: bytes, expected: ModuleFacts) -> None:
    found = read_module("m", "m.py", source, is_package=False)

    assert msgspec.structs.replace(found, digest=facts.Digest()) == expected


@pytest.mark.parametrize(
    ("source", "error", "line"),
    [
        pytest.param(b"a = 1\nb = (\n", "syntax error: ", 2, id="bracket that stays open"),
        pytest.param(b"a = 1\nprint 'x'\n", "syntax error: ", 2, id="Python 2"),
        pytest.param(b"if a:\nb\n", "syntax error: ", 2, id="indentation"),
        pytest.param(b"a = '\xe9'\n", "unreadable: ", 1, id="wrong encoding"),
        pytest.param(b"# coding: no-such\na = 1\n", "unreadable: ", 1, id="unknown encoding"),
        pytest.param(b"a = '\\xZ'\n", "unreadable: ", 1, id="broken escape"),
        pytest.param(b"a = 1\0\n", "syntax error: ", 1, id="null byte"),
    ],
)
def test_files_that_do_not_parse(source: bytes, error: str, line: int) -> None:
    module = read_module("m", "m.py", source, is_package=False)
    assert module.error.startswith(error)
    assert (module.body, module.error_line) == ((), line)
