"""libcst's parser, with nodes that only hold what was parsed.

The parser makes its nodes by calling the classes that the module ``libcst`` has under their names.
Those classes check and freeze what they are given, which is a third of the time of a parse, and
facts need neither. So while a file is parsed the names stand for plain records with the same
fields. Fields that are not given are None, or what the class has by default.
https://libcst.readthedocs.io/en/latest/nodes.html
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeGuard, TypeVar

import libcst as cst
import msgspec
from libcst import native  # type: ignore[attr-defined]  # compiled
from libcst._parser.detect_config import convert_to_utf8
from libcst._parser.types.config import PartialParserConfig

T = TypeVar("T")
N = TypeVar("N", bound=cst.CSTNode)


def _record(kind: type[cst.CSTNode]) -> type:
    fields = [(field.name, Any, _default(field)) for field in dataclasses.fields(kind)]
    return msgspec.defstruct(kind.__name__, fields, kw_only=True, gc=False)


def _default(field: dataclasses.Field[Any]) -> object:
    default = field.default
    is_plain = default is None or isinstance(default, str | tuple)
    return default if is_plain else None


NAMES: Mapping[str, type[cst.CSTNode]] = {
    name: kind
    for name, kind in vars(cst).items()
    if isinstance(kind, type) and issubclass(kind, cst.CSTNode) and dataclasses.is_dataclass(kind)
}
RECORDS: Mapping[type[cst.CSTNode], type] = {kind: _record(kind) for kind in NAMES.values()}
LOCK = threading.Lock()


def record_of(kind: type[cst.CSTNode]) -> type:
    """Return the record that stands for a class of nodes."""
    return RECORDS[kind]


def is_a(node: object, kind: type[N]) -> TypeGuard[N]:
    """Tell whether a record stands for a node of this class."""
    return type(node) is RECORDS[kind]


def by_record(table: Mapping[type[cst.CSTNode], T]) -> dict[type, T]:
    """Return a table by classes of nodes as one by their records."""
    return {RECORDS[kind]: value for kind, value in table.items()}


def parse_module(source: bytes) -> Any:  # noqa: ANN401  (records have no types of their own)
    """Parse a file: what ``libcst.parse_module`` does, with records for nodes.

    Raises:
        libcst.ParserSyntaxError: it is no Python.
        UnicodeDecodeError, LookupError, SyntaxError: its encoding is not known, or not kept to.
    """
    encoding, text = convert_to_utf8(source, partial=PartialParserConfig())
    return _parse(lambda: native.parse_module(text, encoding))


def parse_expression(text: str) -> Any:  # noqa: ANN401
    """Parse an expression.

    Raises:
        libcst.ParserSyntaxError: it is none.
    """
    return _parse(lambda: native.parse_expression(text))


def _parse(parse: Callable[[], object]) -> object:
    with _records_in_place():
        return parse()


@contextmanager
def _records_in_place() -> Iterator[None]:
    """Put the records in place of the classes, for one thread after the other."""
    with LOCK:
        for name, kind in NAMES.items():
            setattr(cst, name, RECORDS[kind])
        try:
            yield
        finally:
            for name, kind in NAMES.items():
                setattr(cst, name, kind)
