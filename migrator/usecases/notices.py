"""Tell people and programs what was done, or what a person has to decide."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import msgspec

from migrator.model.cutover import Author, Event, Gate, Policy, RouteChange


class Hooks(Protocol):
    """Reaches addresses and commands that the user named."""

    def ask(self, gate: Gate, change: Mapping[str, object]) -> str:
        """Hand ``change`` over; return what went wrong, empty where nothing did."""


class Notice(msgspec.Struct, frozen=True):
    """What happened to routes: from which percentage to which; the same where people are asked."""

    event: Event
    author: Author
    moves: tuple[tuple[str, float, float], ...]

    @classmethod
    def of(cls, event: Event, author: Author, changes: Iterable[RouteChange]) -> "Notice":
        """Make one of what a command changed."""
        moves = ((one.route, one.from_percent, one.to_percent) for one in changes)
        return cls(event, author, tuple(moves))

    def body(self) -> dict[str, object]:
        """Return what is sent, as docs/cutover.md says."""
        return {
            "event": self.event.value,
            "who": self.author.who,
            "at": self.author.at,
            "reason": self.author.reason,
            "routes": [{"route": name, "from": start, "to": to} for name, start, to in self.moves],
            "evidence": msgspec.to_builtins(self.author.evidence),
        }


def tell(policy: Policy, hooks: Hooks, notices: Iterable[Notice]) -> Iterator[str]:
    """Tell everybody whom it concerns; yield what went wrong, which stops nothing."""
    for notice in notices:
        for whom in policy.notify:
            if notice.moves and notice.event in whom.on:
                wrong = hooks.ask(whom, notice.body())
                if wrong:
                    yield f"{whom.name} was not told of the {notice.event.value}: {wrong}"
