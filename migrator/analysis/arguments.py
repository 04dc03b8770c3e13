"""The arguments with which a job is started, where they are constants."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from migrator.analysis.interpreter.values import Items, Known, Table, Values
from migrator.model.program import COMPUTED

PLAIN = (str, int, float, bool, type(None))


def arguments_of(
    positional: Iterable[Values],
    keywords: Mapping[Any, Values] | None = None,
) -> str:
    """Spell arguments as JSON, ``[[1], {"days": 30}]``; empty for none, COMPUTED if one is."""
    try:
        args = [_plain(values) for values in positional]
        kwargs = {str(name): _plain(values) for name, values in (keywords or {}).items()}
    except ValueError:
        return COMPUTED
    return json.dumps([args, kwargs]) if args or kwargs else ""


def arguments_in(args: Values | None, kwargs: Values | None) -> str:
    """Spell what stands in a list and a dictionary, as schedulers take it; None for neither."""
    match args:
        case None | () | (Known(value=None),):
            positional: list[Values] = []
        case (Items(items=items, is_whole=True),):
            positional = items
        case _:
            return COMPUTED
    match kwargs:
        case None | () | (Known(value=None),):
            return arguments_of(positional)
        case (Table(entries=entries, rest=()),):
            return arguments_of(positional, entries)
    return COMPUTED


def _plain(values: Values) -> Any:  # noqa: ANN401 - JSON
    """Return what JSON has for a value.

    Raises:
        ValueError: it has nothing, or the value is not known.
    """
    match values:
        case (Known(value=value),) if isinstance(value, PLAIN):
            return value
        case (Items(kind="list" | "tuple", items=items, is_whole=True),):
            return [_plain(item) for item in items]
        case (Table(entries=entries, rest=()),) if all(isinstance(key, str) for key in entries):
            return {str(key): _plain(inner) for key, inner in entries.items()}
    raise ValueError
