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
    wrapper = MetadataWrapper(cst.parse_module(Path(inspect.getfile(module)).read_bytes()))
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
