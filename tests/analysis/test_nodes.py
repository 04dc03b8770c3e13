"""libcst's parser makes plain records, and gets its classes back."""

import contextlib
import inspect
from concurrent.futures import ThreadPoolExecutor

import libcst as cst
import pytest

from migrator.analysis.nodes import NAMES, RECORDS, is_a, parse_expression, parse_module

SOURCE = inspect.getsource(inspect).encode()


def test_a_module_is_made_of_records_only() -> None:
    waiting: list[object] = [parse_module(SOURCE)]
    kinds = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting += node
        elif not (node is None or isinstance(node, str | bool)):
            kinds.add(type(node))
            waiting += [getattr(node, name) for name in node.__struct_fields__]  # type: ignore[attr-defined]
    assert kinds <= set(RECORDS.values())
    assert len(kinds) > 50


@pytest.mark.parametrize("source", [b"a = 1\n", b"def f(:\n", b"# coding: unknown\n", b"\xff"])
def test_the_classes_are_back_afterwards(source: bytes) -> None:
    with contextlib.suppress(cst.ParserSyntaxError, SyntaxError, UnicodeDecodeError):
        parse_module(source)
    assert {name: getattr(cst, name) for name in NAMES} == dict(NAMES)
    assert isinstance(cst.parse_module("a").body[0], cst.SimpleStatementLine)


def test_threads_do_not_see_each_other() -> None:
    with ThreadPoolExecutor(4) as threads:
        modules = list(threads.map(parse_module, [SOURCE] * 12))
    assert {type(module) for module in modules} == {RECORDS[cst.Module]}


def test_an_expression() -> None:
    node = parse_expression("a.b")
    assert is_a(node, cst.Attribute)
    assert not is_a(node, cst.Name)
