import argparse
import collections
import contextlib
import dataclasses
import inspect
import json.decoder
import textwrap
from pathlib import Path
from types import ModuleType

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from migrator.analysis.lines import find_spans

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
    "no newline at the end": "a\nb",
    "CR": "a\rb(\r)\rc\r",
    "walrus": "(a :=\n b) if (\n c) else\\\n d\nassert (\n e)\nyield (\n g)\n(yield\\\n from h)",
}


@pytest.mark.parametrize("source", SYNTAX.values(), ids=SYNTAX)
def test_lines_of_rare_syntax_are_those_of_libcst(source: str) -> None:
    _compare(source.encode())


def _compare(source: bytes) -> None:
    wrapper = MetadataWrapper(cst.parse_module(source))
    spans = find_spans(wrapper.module)
    expected = {
        id(node): (position.start.line, position.end.line)
        for node, position in wrapper.resolve(PositionProvider).items()
        if isinstance(node, ASKED)
    }
    assert {key: spans.get(key) for key in expected} == expected


@pytest.mark.parametrize("newline", [pytest.param("\n", id="LF"), pytest.param("\r\n", id="CRLF")])
def test_lines_are_counted_in_any_newline(newline: str) -> None:
    source = newline.join(["", "@a", "def f():", "    '''x", "    y'''", "    return 1", ""])
    module = cst.parse_module(source)
    function = module.body[0]
    assert isinstance(function, cst.FunctionDef)
    assert find_spans(module)[id(function)] == (3, 6)
