"""The signals: each says, with the line, which things belong together, and how much."""

import msgspec

from migrator.grouping.signals.calls import calls
from migrator.grouping.signals.hidden import hidden
from migrator.grouping.signals.history import authors, history
from migrator.grouping.signals.imports import imports
from migrator.grouping.signals.inheritance import inheritance
from migrator.grouping.signals.names import names
from migrator.grouping.signals.packages import packages
from migrator.grouping.signals.tables import tables
from migrator.grouping.signals.traffic import traffic
from migrator.grouping.signals.transactions import transactions
from migrator.grouping.signals.urls import urls
from migrator.grouping.ties import Signal


class Weighed(msgspec.Struct, frozen=True):
    """A signal and what it counts.

    Attributes:
        weight: what a tie of weight 1 counts beside those of other signals.
        is_spelling: whether it says how people named and placed things, not what they do.
    """

    name: str
    find: Signal
    weight: float
    is_spelling: bool = False


SIGNALS = (
    Weighed("calls", calls, 1.0),
    Weighed("tables", tables, 1.5),
    Weighed("transactions", transactions, 1.0),
    Weighed("hidden edges", hidden, 0.5),
    Weighed("inheritance", inheritance, 0.5),
    Weighed("imports", imports, 2.0),
    Weighed("history", history, 0.5),
    Weighed("authors", authors, 0.25),
    Weighed("traffic", traffic, 0.5),
    Weighed("urls", urls, 0.5, is_spelling=True),
    Weighed("packages", packages, 1.0, is_spelling=True),
    Weighed("names", names, 0.5, is_spelling=True),
)
