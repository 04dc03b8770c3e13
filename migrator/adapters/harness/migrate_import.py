"""Import what the user names as ``module:attribute``."""

from __future__ import annotations

import importlib
import inspect
from typing import Any


def import_application(spelled: str) -> Any:
    """Import ``module:attribute``; a function without required arguments is a factory."""
    module_name, _, attribute = spelled.partition(":")
    value: Any = importlib.import_module(module_name)
    for name in attribute.removesuffix("()").split("."):
        value = getattr(value, name)
    if attribute.endswith("()") or (inspect.isfunction(value) and _needs_nothing(value)):
        return value()
    return value


def _needs_nothing(function: Any) -> bool:
    return all(
        parameter.default is not parameter.empty
        or parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        for parameter in inspect.signature(function).parameters.values()
    )
