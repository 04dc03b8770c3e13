"""What all backends have in common: how they refuse, and what they say to clients."""

import msgspec

FORCE = "x-cutover"  # request: new | old
FORCE_COOKIE = "cutover"
ARM = "x-cutover-arm"  # response: new | old
ROUTE = "x-cutover-route"

NEW = "new"
OLD = "old"
NO_ROUTE = "-"

YEAR_SECONDS = 31_536_000  # how long an identity lasts


class Refusal(msgspec.Struct, frozen=True, order=True):
    """Something that a backend cannot do; ``route`` is empty where it is about all of them."""

    route: str
    what: str

    def __str__(self) -> str:
        return f"{self.route}: {self.what}" if self.route else self.what
