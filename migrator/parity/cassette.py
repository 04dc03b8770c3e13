"""cassette.json: encode and decode, the same bytes for the same recording."""

import msgspec

from migrator.errors import PlanError
from migrator.model.parity import Cassette

VERSION = 1
FILE = "cassette.json"
STATES = "states"


def encode_cassette(cassette: Cassette) -> bytes:
    """Write JSON that a person can read in a review."""
    return msgspec.json.format(msgspec.json.encode(cassette), indent=1) + b"\n"


def decode_cassette(content: bytes, *, file: str) -> Cassette:
    """Read cassette.json; ``file`` is for messages."""
    try:
        cassette = msgspec.json.decode(content, type=Cassette)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PlanError(
            f"{file}: not a cassette: {error}", hint="record it again: migrate parity record"
        ) from error
    if not cassette.exchanges:
        raise PlanError(f"{file}: a cassette without requests")
    if cassette.version != VERSION:
        raise PlanError(
            f"{file}: cassette version {cassette.version}, this migrate reads {VERSION}",
            hint="record it again: migrate parity record",
        )
    return cassette
