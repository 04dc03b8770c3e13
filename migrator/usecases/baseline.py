"""``--baseline``: read an earlier report."""

import json
from pathlib import Path

import msgspec

from migrator.errors import BaselineError
from migrator.model.baseline import Known
from migrator.model.report import SCHEMA

HINT = "make one with `migrate analyze --format json -o FILE`"


class _Header(msgspec.Struct, frozen=True):
    schema: int


class _Report(msgspec.Struct, frozen=True):
    findings: tuple[Known, ...]


def read_baseline(file: Path) -> tuple[Known, ...]:
    """Read the findings of what ``migrate analyze --format json`` wrote.

    Raises:
        BaselineError: the file cannot be read, is no JSON, or no such report.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BaselineError(f"{file} cannot be read: {error.strerror}", hint=HINT) from error
    try:
        header = msgspec.json.decode(content, type=_Header)
    except msgspec.ValidationError as error:
        raise BaselineError(f"{file}: no report of migrate analyze: {error}", hint=HINT) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BaselineError(f"{file}:{_place(content)}: not JSON", hint=HINT) from error
    if header.schema != SCHEMA:
        text = f"{file}: a report of schema {header.schema}; this is migrate of schema {SCHEMA}"
        raise BaselineError(text, hint="make a new one with the present migrate")
    try:
        return msgspec.json.decode(content, type=_Report).findings
    except msgspec.ValidationError as error:
        raise BaselineError(f"{file}: no report of migrate analyze: {error}", hint=HINT) from error


def _place(content: bytes) -> str:
    """Say where the JSON breaks: line and column."""
    try:
        json.loads(content.decode("utf-8", "replace"))
    except json.JSONDecodeError as error:
        return f"{error.lineno}:{error.colno}"
    except RecursionError:
        pass  # nested deeper than anything that we wrote
    return "1:1"
