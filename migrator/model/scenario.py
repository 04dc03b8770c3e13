"""Requests to record, as a person writes them in YAML."""

import datetime

import msgspec

Values = dict[str, object] | list[tuple[str, object]]


class Upload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of a multipart form; content is ``text`` or ``base64``."""

    field: str
    filename: str
    content_type: str = "application/octet-stream"
    text: str = ""
    base64: str = ""


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One request.

    Attributes:
        client: whose cookie jar is used; each name is a browser of its own.
        query: mapping (a list as value repeats the key) or list of pairs.
        json: sent as JSON; ``form`` urlencoded, or multipart when there are ``files``; ``body``
            as it is.
        save: names for later steps (``{{name}}``) and where their values are: ``$.path`` in a
            JSON body, ``header Name``, or a regular expression with one group.
    """

    name: str
    path: str
    method: str = "GET"
    client: str = "default"
    area: str = ""
    tags: tuple[str, ...] = ()
    query: Values = msgspec.field(default_factory=dict)
    headers: dict[str, str] = msgspec.field(default_factory=dict)
    cookies: dict[str, str] = msgspec.field(default_factory=dict)
    json: object = msgspec.UNSET
    form: Values | None = None
    body: str | None = None
    files: tuple[Upload, ...] = ()
    save: dict[str, str] = msgspec.field(default_factory=dict)


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: a list of requests and how the monolith is set up for them.

    Attributes:
        base_url: the address under which clients see the monolith.
        headers: sent with every request.
        start_time: what the frozen clock starts at, UTC.
        environment: variables of the monolith; ``{state}`` is the folder of its state.
        setup: commands that run once before.
    """

    requests: tuple[Step, ...]
    version: int = 1
    base_url: str = "http://localhost"
    start_time: datetime.datetime = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
    environment: dict[str, str] = msgspec.field(default_factory=dict)
    setup: tuple[str, ...] = ()
    headers: dict[str, str] = msgspec.field(default_factory=dict)
