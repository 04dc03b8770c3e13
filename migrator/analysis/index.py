"""One file of source -> ``ModuleFacts``: one libcst parse, one walk, no metadata providers.

https://libcst.readthedocs.io/en/latest/parser.html
"""

import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import libcst as cst

from migrator.analysis.digest import with_digest
from migrator.analysis.index_expressions import ExpressionReader, call_arguments
from migrator.analysis.lines import find_spans
from migrator.analysis.nodes import by_record, is_a, parse_module
from migrator.model import facts

# What libcst puts before the reason; the place is told apart from it.
PARSER_NOISE = re.compile(r"^parser error: error at \d+:\d+: ")

AUGMENTED = by_record(
    {cst.AddAssign: "+", cst.SubtractAssign: "-", cst.BitOrAssign: "|", cst.DivideAssign: "/"}
)

Block = tuple[facts.Statement, ...]


def read_module(name: str, file: str, source: bytes, *, is_package: bool) -> facts.ModuleFacts:
    """Parse one file; a file that does not parse yields facts with ``error`` set."""
    lines = source.count(b"\n") + (not source.endswith(b"\n") and bool(source))
    try:
        body = _read(source)
    except cst.ParserSyntaxError as error:
        return facts.ModuleFacts(
            name,
            file,
            is_package,
            lines,
            error=f"syntax error: {PARSER_NOISE.sub('', error.message.splitlines()[0])}",
            error_line=error.raw_line,
        )
    except (UnicodeDecodeError, LookupError, SyntaxError, ValueError) as error:
        return facts.ModuleFacts(name, file, is_package, lines, error=f"unreadable: {error}")
    return with_digest(facts.ModuleFacts(name, file, is_package, lines, body), source)


def _read(source: bytes) -> Block:
    module = parse_module(source)
    if b"\0" in source:  # in a text or a comment: the parser takes it, Python does not
        raise ValueError("a null byte")
    reader = _StatementReader(ExpressionReader(find_spans(module)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of escape sequences in the monolith's own strings
        return tuple(reader.block(module.body))


class _StatementReader:
    def __init__(self, expressions: ExpressionReader) -> None:
        self._expressions = expressions

    def block(self, nodes: Sequence[cst.CSTNode]) -> Iterator[facts.Statement]:
        for node in nodes:
            reader = _READERS.get(type(node))
            if reader is not None:
                yield from reader(self, node)

    def suite(self, node: cst.BaseSuite) -> Block:
        return tuple(self.block(node.body))

    def scope(self, node: cst.BaseSuite) -> Block:
        with self._expressions.scope():
            return self.suite(node)

    def read(self, node: cst.CSTNode) -> facts.Expression:
        return self._expressions.read(node)

    def line(self, node: cst.CSTNode) -> int:
        return self._expressions.line(node)

    def simple(
        self, node: cst.SimpleStatementLine | cst.SimpleStatementSuite
    ) -> Iterator[facts.Statement]:
        yield from self.block(node.body)

    def imported(self, node: cst.Import) -> Iterator[facts.Statement]:
        names = tuple((_dotted(alias.name), _alias(alias)) for alias in node.names)
        yield facts.Import(names, self.line(node))

    def imported_from(self, node: cst.ImportFrom) -> Iterator[facts.Statement]:
        module = _dotted(node.module) if node.module else ""
        names: tuple[tuple[str, str], ...] = (("*", ""),)
        if isinstance(node.names, Sequence):
            names = tuple((_dotted(alias.name), _alias(alias)) for alias in node.names)
        yield facts.ImportFrom(module, len(node.relative), names, self.line(node))

    def assign(self, node: cst.Assign) -> Iterator[facts.Statement]:
        targets = tuple(self.read(target.target) for target in node.targets)
        yield facts.Assign(targets, self.read(node.value), self.line(node))

    def annotated(self, node: cst.AnnAssign) -> Iterator[facts.Statement]:
        value = self.read(node.value) if node.value else None
        annotation = self.read(node.annotation.annotation)
        target = (self.read(node.target),)
        yield facts.Assign(target, value, self.line(node), annotation=annotation)

    def augmented(self, node: cst.AugAssign) -> Iterator[facts.Statement]:
        operator = AUGMENTED.get(type(node.operator), "?")
        value = self.read(node.value)
        yield facts.Assign((self.read(node.target),), value, self.line(node), operator=operator)

    def expression(self, node: cst.Expr) -> Iterator[facts.Statement]:
        yield facts.Evaluate(self.read(node.value), self.line(node))

    def parts(self, node: cst.Raise | cst.Assert) -> Iterator[facts.Statement]:
        yield facts.Evaluate(self._expressions.other(node), self.line(node))

    def deleted(self, node: cst.Del) -> Iterator[facts.Statement]:
        yield facts.Delete((self.read(node.target),), self.line(node))

    def returned(self, node: cst.Return) -> Iterator[facts.Statement]:
        yield facts.Return(self.read(node.value) if node.value else None, self.line(node))

    def jump(self, node: cst.Break | cst.Continue) -> Iterator[facts.Statement]:
        yield facts.Jump(type(node).__name__.lower(), self.line(node))

    def branch(self, node: cst.If) -> Iterator[facts.Statement]:
        tests, blocks = [self.read(node.test)], [self.suite(node.body)]
        orelse = node.orelse
        while is_a(orelse, cst.If):
            tests.append(self.read(orelse.test))
            blocks.append(self.suite(orelse.body))
            orelse = orelse.orelse
        blocks.append(self.suite(orelse.body) if is_a(orelse, cst.Else) else ())
        yield facts.Branch(tuple(tests), tuple(blocks), self.line(node))

    def loop(self, node: cst.For) -> Iterator[facts.Statement]:
        target, iterable = self.read(node.target), self.read(node.iter)
        yield facts.Loop(target, iterable, self.suite(node.body), self.line(node))
        if node.orelse:
            yield facts.Branch((), (self.suite(node.orelse.body),), self.line(node.orelse))

    def repeated(self, node: cst.While) -> Iterator[facts.Statement]:
        blocks = [self.suite(node.body), *([self.suite(node.orelse.body)] if node.orelse else [])]
        # Whether a loop goes on is not decided: a jump out of it is none out of a loop around it.
        test = facts.Other("while", (self.read(node.test),))
        yield facts.Branch((test,), (*blocks, ()), self.line(node))

    def tried(self, node: cst.Try | cst.TryStar) -> Iterator[facts.Statement]:
        # The body of a try runs from its start: what it binds is bound, unlike in a branch.
        yield from self.suite(node.body)
        handlers = [(self.handler(handler)) for handler in node.handlers]
        if handlers:
            yield facts.Branch((), (*handlers, ()), self.line(node))
        if node.orelse:
            yield from self.suite(node.orelse.body)
        if node.finalbody:
            yield from self.suite(node.finalbody.body)

    def handler(self, node: cst.ExceptHandler | cst.ExceptStarHandler) -> Block:
        body = self.suite(node.body)
        if node.type is None:
            return body
        kind = self.read(node.type)
        if node.name is None:
            return (facts.Evaluate(kind, self.line(node)), *body)
        caught = facts.Other("caught", (kind,))
        return (facts.Assign((self.read(node.name.name),), caught, self.line(node)), *body)

    def context(self, node: cst.With) -> Iterator[facts.Statement]:
        items = tuple(
            (self.read(item.item), self.read(item.asname.name) if item.asname else None)
            for item in node.items
        )
        is_async = node.asynchronous is not None
        yield facts.With(items, self.suite(node.body), self.line(node), is_async)

    def matched(self, node: cst.Match) -> Iterator[facts.Statement]:
        blocks = tuple(self.suite(case.body) for case in node.cases)
        subject = facts.Other("match", (self.read(node.subject),))
        yield facts.Branch((subject,), (*blocks, ()), self.line(node))

    def declared(self, node: cst.Global | cst.Nonlocal) -> Iterator[facts.Statement]:
        names = tuple(item.name.value for item in node.names)
        yield facts.Global(names, is_nonlocal=is_a(node, cst.Nonlocal))

    def function(self, node: cst.FunctionDef) -> Iterator[facts.Statement]:
        decorators = self.decorators(node.decorators)
        yield facts.FunctionDef(
            node.name.value,
            self._expressions.parameters(node.params),
            self.scope(node.body),
            decorators,
            self.line(node),
            self._expressions.end_line(node),
            self.read(node.returns.annotation) if node.returns else None,
        )

    def klass(self, node: cst.ClassDef) -> Iterator[facts.Statement]:
        decorators = self.decorators(node.decorators)
        bases, _ = call_arguments(self._expressions, node.bases)
        _, keywords = call_arguments(self._expressions, node.keywords)
        yield facts.ClassDef(
            node.name.value,
            bases,
            keywords,
            self.scope(node.body),
            decorators,
            self.line(node),
            self._expressions.end_line(node),
        )

    def decorators(
        self, nodes: Sequence[cst.Decorator]
    ) -> tuple[tuple[facts.Expression, int], ...]:
        return tuple((self.read(node.decorator), self.line(node)) for node in nodes)


def _dotted(node: cst.BaseExpression) -> str:
    if is_a(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if is_a(node, cst.Name) else ""


def _alias(alias: cst.ImportAlias) -> str:
    return alias.asname.name.value if alias.asname and is_a(alias.asname.name, cst.Name) else ""


_Reader = Callable[[_StatementReader, Any], Iterator[facts.Statement]]
_READERS: Mapping[type, _Reader] = by_record(
    {
        cst.SimpleStatementLine: _StatementReader.simple,
        cst.Import: _StatementReader.imported,
        cst.ImportFrom: _StatementReader.imported_from,
        cst.Assign: _StatementReader.assign,
        cst.AnnAssign: _StatementReader.annotated,
        cst.AugAssign: _StatementReader.augmented,
        cst.Expr: _StatementReader.expression,
        cst.Raise: _StatementReader.parts,
        cst.Assert: _StatementReader.parts,
        cst.Del: _StatementReader.deleted,
        cst.Return: _StatementReader.returned,
        cst.Break: _StatementReader.jump,
        cst.Continue: _StatementReader.jump,
        cst.If: _StatementReader.branch,
        cst.For: _StatementReader.loop,
        cst.While: _StatementReader.repeated,
        cst.Try: _StatementReader.tried,
        cst.TryStar: _StatementReader.tried,
        cst.With: _StatementReader.context,
        cst.Match: _StatementReader.matched,
        cst.Global: _StatementReader.declared,
        cst.Nonlocal: _StatementReader.declared,
        cst.FunctionDef: _StatementReader.function,
        cst.ClassDef: _StatementReader.klass,
    }
)
