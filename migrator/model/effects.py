"""What functions do to the world, beside tables, settings and AWS: facts of a ``Program``."""

import msgspec

from migrator.model.location import Location


class Transaction(msgspec.Struct, frozen=True, order=True):
    """Statements that the database takes together, or not at all.

    Attributes:
        kind: ``block`` (``with``), ``function`` (a decorator), ``request`` (each request is one),
            ``commit`` (a call that ends one) or ``after`` (a call that puts work off until it
            has been committed).
        end_line: where it ends; that of ``location`` for a call, or of the lambda it is given.
        name: what opens or ends it, ``django.db.transaction.atomic``.
        spared_by: of a commit: calls of the function whose arguments say that it does not commit.
    """

    function: str
    location: Location
    end_line: int
    kind: str
    name: str
    spared_by: tuple[Location, ...] = ()


class HiddenEdge(msgspec.Struct, frozen=True, order=True):
    """A dependency that no call or import shows.

    Attributes:
        kind: ``foreign-key``, ``relation``, ``model-name``, ``signal``, ``task-name``,
            ``url-name``, ``template-url``, ``request-global``, ``session-key``,
            ``context-processor`` or ``implicit`` (a framework calls the target because of a
            call that the source makes: methods of forms, serializers and models).
        source: the function, class or module (``package.module:``) that depends.
        target: what it depends on: a function or class of the monolith, the label of an entry
            point, a table, a key.
        location: where this is written.
        key: by what the two meet, where that is neither: ``g.user``, ``session["cart"]``.
    """

    kind: str
    source: str
    target: str
    location: Location
    key: str = ""


class OutboundCall(msgspec.Struct, frozen=True, order=True):
    """A call of another host.

    Attributes:
        host: its name where it is a constant; else empty.
        client: what calls, ``requests.get``.
        timeout: seconds as written; empty where the call has none, ``computed`` where unknown.
    """

    host: str
    client: str
    function: str
    location: Location
    timeout: str = ""


class FileWrite(msgspec.Struct, frozen=True, order=True):
    """A function writes a file.

    Attributes:
        path: as far as it is constant; ``{}`` stands for what is not.
        name: what writes, ``<builtin>.open``.
    """

    path: str
    name: str
    function: str
    location: Location
