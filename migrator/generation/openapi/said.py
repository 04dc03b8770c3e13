"""What is known of one operation."""

import msgspec

from migrator.generation.openapi.types import Schema


class Said(msgspec.Struct):
    """What a handler says of its requests and answers.

    Attributes:
        parameters: (name, where, schema, whether it is required), those of paths included.
        body: of the request; None where nothing is known.
        answer: of success; None where nothing is known.
        status: of success.
    """

    parameters: list[tuple[str, str, Schema, bool]]
    body: Schema | None = None
    answer: Schema | None = None
    status: int = 200
    summary: str = ""
