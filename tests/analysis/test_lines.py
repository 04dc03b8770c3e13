import argparse
import collections
import contextlib
import dataclasses
import inspect
import json.decoder
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from migrator.analysis.lines import find_spans
from migrator.analysis.nodes import parse_module

ASKED = (
    cst.FunctionDef,
    cst.ClassDef,
    cst.Decorator,
    cst.BaseSmallStatement,
    cst.BaseCompoundStatement,
    cst.BaseExpression,
)


@pytest.mark.parametrize(
    "module",
    [argparse, collections, contextlib, dataclasses, inspect, json.decoder, textwrap],
    ids=lambda module: str(module.__name__),
)
def test_lines_are_those_of_libcst(module: ModuleType) -> None:
    _compare(Path(inspect.getfile(module)).read_bytes())


SYNTAX = {
    "match": "match (\n a\n):\n    case [1, *rest] if (\n rest):\n        f(\n rest)\nb\n",
    "stars": "f(*(\na), *[*e,\n *(\n g)], **{**b, 'c':\n d})\nh\n",
    "type parameters": "def f[\n T: int, *Ts\n](a: T): ...\nclass C[\n T](\n B): ...\na\n",
    "type alias": "type A[\n T\n] = (\n T)\na\n",
    "semicolons": "a; \\\nb; c = (\n1); import d\ne\n",
    "suites": "if a: b; c\nelif (\n d): e\nelse: f\nwhile a: break\nelse: b\ng\n",
    "comments": "# a\n\n@a  # b\n# c\n\ndef f(  # d\n): # f\n    # g\n    a # h\n  # i\n\nb\n",
    "parameters": "def f(a, /, b=(\n1), *, c: (\n A), **d\n): ...\nlambda *b, c=\\\n1: (\n a)\n",
    "parentheses": "a = ((\n(b)\n)\n.c)(\n(d for (\n d) in\\\n e if\\\n f))[(\n1):\n2, ...]\n",
    "strings": "f'''a\n{\n b!r:{c}}\n''' 'd' \\\n f'{e=}' f'''{f:\n{g}}'''\n'''\n'''\nh\n",
    "operators": "a = (b\n not\n in c\n and not\n -d is\n not e\n)\na @= (\n b)\nc -= d\ne\n",
    "try": "try:\n    a\nexcept* (\n B) as c:\n    d\nelse:\n    e\nfinally:\n    f(\n)\n\n# g\n",
    "async": "async def f():\n    async with (\n a as b\n):\n        async for d in (\n e): a\n",
    "imports": "from ..a import (\n b as c,  # d\n e,\n)\nfrom f import *\nimport g.\\\nh as i\n",
    "scopes": "def f():\n    global a, \\\n b\n    del (\n a), b\n    raise (\n d) from e\nf\n",
    "patterns": "match a:\n # b\n case {1: c, **d} | E(\n f, g=[_]) as h if (\n i): j\n # k\nl\n",
    "augmented": "a //= (\n b); c **= d; e <<=\\\n f\ng ^= h\n",
    "starred": "a = [*(\n b),\n *c]\nd, *e = (*f,\n g)\nh\n",
    "no newline at the end": "a\nb",
    "CR": "a\rb(\r)\rc\r",
    "walrus": "(a :=\n b) if (\n c) else\\\n d\nassert (\n e)\nyield (\n g)\n(yield\\\n from h)",
}


@pytest.mark.parametrize("source", SYNTAX.values(), ids=SYNTAX)
def test_lines_of_rare_syntax_are_those_of_libcst(source: str) -> None:
    _compare(source.encode())


def _compare(source: bytes) -> None:
    wrapper = MetadataWrapper(cst.parse_module(source))
    module = parse_module(source)
    spans = find_spans(module)
    positions = wrapper.resolve(PositionProvider)
    pairs = [(node, record) for node, record in _pairs(wrapper.module, module)]
    asked = [(node, record) for node, record in pairs if isinstance(node, ASKED)]
    expected = [(positions[node].start.line, positions[node].end.line) for node, _ in asked]
    assert [spans.get(id(record)) for _, record in asked] == expected
    assert expected


def _pairs(node: cst.CSTNode, record: object) -> Iterator[tuple[cst.CSTNode, object]]:
    """Walk a tree of libcst and one of records side by side."""
    assert type(node).__name__ == type(record).__name__
    yield node, record
    for field in dataclasses.fields(node):
        below, beside = getattr(node, field.name), getattr(record, field.name)
        if isinstance(below, cst.CSTNode):
            below, beside = [below], [beside]
        if isinstance(below, list | tuple):
            for one, other in zip(below, beside, strict=True):
                yield from _pairs(one, other)


@pytest.mark.parametrize("newline", [pytest.param("\n", id="LF"), pytest.param("\r\n", id="CRLF")])
def test_lines_are_counted_in_any_newline(newline: str) -> None:
    source = newline.join(["", "@a", "def f():", "    '''x", "    y'''", "    return 1", ""])
    module = parse_module(source.encode())
    assert find_spans(module)[id(module.body[0])] == (3, 6)
