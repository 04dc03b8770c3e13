"""What extraction has to know of each web framework."""

from migrator.generation.frameworks.django import DJANGO
from migrator.generation.frameworks.fastapi import FASTAPI
from migrator.generation.frameworks.flask import FLASK
from migrator.generation.frameworks.framework import Framework, Shape

FRAMEWORKS: tuple[Framework, ...] = (FLASK, DJANGO, FASTAPI)

__all__ = ["FRAMEWORKS", "Framework", "Shape", "framework_called", "framework_of"]


def framework_of(name: str) -> Framework | None:
    """Return the framework whose entry points are called ``name``, if it can be extracted."""
    return next((one for one in FRAMEWORKS if name in one.names), None)


def framework_called(name: str) -> Framework:
    """Return the framework of a selection."""
    return next(one for one in FRAMEWORKS if one.name == name)
