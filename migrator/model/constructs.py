"""What is written where, for rules to match: facts of a ``Program``."""

import msgspec

from migrator.model.location import Location


class ExternalImport(msgspec.Struct, frozen=True, order=True):
    """An import of something that is not the project's.

    Attributes:
        name: dotted, with the symbol: ``pandas``, ``django.contrib.gis``, ``flask.g``.
        function: the function that imports it, or ``package.module:`` at module level.
    """

    name: str
    function: str
    location: Location


class Decoration(msgspec.Struct, frozen=True, order=True):
    """A decorator on a function or class, as it is written where it stands.

    Attributes:
        name: of the decorator, dotted where it is not the project's, else with a colon.
        target: the function or class below it.
    """

    name: str
    target: str
    location: Location


class Inheritance(msgspec.Struct, frozen=True, order=True):
    """A class of the project and one of its ancestors, near or far.

    Attributes:
        base: dotted where it is not the project's, else with a colon.
    """

    cls: str
    base: str
    location: Location


class Parameter(msgspec.Struct, frozen=True, order=True):
    """A parameter of a function and a type that its annotation names.

    Attributes:
        annotation: dotted where it is not the project's, else with a colon; empty for a
            parameter named ``request`` without any.
    """

    function: str
    name: str
    annotation: str
    location: Location


class AttributeRead(msgspec.Struct, frozen=True, order=True):
    """An attribute that is read and not called, of something that is not the project's.

    Attributes:
        name: dotted, ``flask.request.files``; ``request.FILES`` where the object is a parameter,
            or an attribute of ``self``, of that name.
    """

    name: str
    function: str
    location: Location


class Assignment(msgspec.Struct, frozen=True, order=True):
    """A constant that is given to an attribute or item of something that is not the project's.

    Attributes:
        name: dotted, ``flask.make_response.mimetype``; an item is in brackets:
            ``flask.make_response.headers[Content-Type]``.
        value: ``repr`` of the constant.
    """

    name: str
    value: str
    function: str
    location: Location


class Setting(msgspec.Struct, frozen=True, order=True):
    """A setting that the project gives a value: Django's modules, ``app.config``, Celery's.

    Attributes:
        key: ``SESSION_ENGINE``; those in a dictionary are dotted: ``CACHES.default.BACKEND``.
        value: ``repr`` of the value where it is a constant; else empty.
        holder: ``package.module:`` or the function that sets it.
        is_secret: whether it goes where secrets go, see ``ConfigRead``.
    """

    key: str
    value: str
    holder: str
    location: Location
    is_secret: bool = False


class Span(msgspec.Struct, frozen=True, order=True):
    """Lines of a function that run in a certain way.

    Attributes:
        kind: ``for``, ``while``, ``endless`` (``while True``), ``with``, ``dropped`` (a call
            whose result nobody takes), ``awaited``, ``script`` (below ``if __name__ ==
            "__main__"``: not when the module is imported), ``typing`` (below ``if
            TYPE_CHECKING``: never), ``tolerated`` (a ``try`` goes on where the operating system
            refuses), ``absent`` (where a file is missing, or below an ``if`` that has
            looked for a program) or ``optional`` (where a library is);
            ``switched`` (below an ``if`` that asks for a setting which is off unless it is
            given), ``existing`` (what an ``if`` has found to be there is moved), ``arm`` (of
            a ``match``, which takes one of them) or ``tidy`` (where a function begins to tidy
            up that calls nothing else by a method, see ``tidying``), ``spread`` (a call that ties
            tasks together takes them from a list);
            at module level also ``if``, where that asks for no file.
        name: for dropped, awaited and spread calls, the last part of what is called.
    """

    function: str
    location: Location
    end_line: int
    kind: str
    name: str = ""


class Dependency(msgspec.Struct, frozen=True, order=True):
    """A distribution that the project requires: its normalized name, and which versions."""

    name: str
    versions: str
    location: Location


class OperationsLine(msgspec.Struct, frozen=True, order=True):
    """A line of a file that says how the monolith is run: a Procfile, an nginx.conf."""

    location: Location
    text: str
