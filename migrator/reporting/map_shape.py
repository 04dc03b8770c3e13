"""What the map knows, as its scripts read it: rows are arrays, names are said once.

Numbers named after a list are positions in it. A *node* is a function, or a table: the positions
of tables follow those of functions. A *box* is a module, or a table: those of tables follow those
of modules. -1 stands for none. ``templates/map/program.js`` gives rows their names back: change
both.
"""

import msgspec

NONE = -1


class ModuleRow(msgspec.Struct, frozen=True, array_like=True):
    """A file; ``lines`` is how long it is."""

    name: str
    file: int
    lines: int


class FunctionRow(msgspec.Struct, frozen=True, array_like=True):
    """A function or class; ``name`` is without its module, and empty for the module's own code.

    Attributes:
        line: 0 where it has no place of its own.
        kind: ``function``, ``method``, ``class``; empty for all else that calls or is called.
    """

    module: int
    name: str
    line: int
    kind: str


class EntryRow(msgspec.Struct, frozen=True, array_like=True):
    """An entry point and the function that answers."""

    label: str
    handler: int


class TableRow(msgspec.Struct, frozen=True, array_like=True):
    """A table; ``model`` is the class that declares it, empty where only statements name it."""

    name: str
    file: int
    line: int
    model: str


class CallRow(msgspec.Struct, frozen=True, array_like=True):
    """Who calls whom, on how many places, the first of which is named."""

    caller: int
    callee: int
    count: int
    file: int
    line: int


class ImportRow(msgspec.Struct, frozen=True, array_like=True):
    """A module imports another one; ``names`` are what it takes from there."""

    module: int
    target: int
    line: int
    names: str


class AccessRow(msgspec.Struct, frozen=True, array_like=True):
    """A function reads (0) or writes (1) a table: on how many places, and the first of them."""

    function: int
    table: int
    is_write: int
    count: int
    file: int
    line: int


class HiddenRow(msgspec.Struct, frozen=True, array_like=True):
    """What depends without a call: kind, the two nodes, on how many places, the first of them."""

    kind: str
    source: int
    target: int
    count: int
    file: int
    line: int


class TransactionRow(msgspec.Struct, frozen=True, array_like=True):
    """A transaction: who opens it, and the tables that it writes."""

    function: int
    file: int
    line: int
    tables: tuple[int, ...]


class FactRow(msgspec.Struct, frozen=True, array_like=True):
    """One fact of a signal: two nodes, and where it is written."""

    one: int
    other: int
    file: int
    line: int


class EvidenceRow(msgspec.Struct, frozen=True, array_like=True):
    """What a signal says of two boxes: its weight, of how many facts, and the strongest."""

    signal: int
    weight: float
    count: int
    facts: tuple[FactRow, ...]


class TieRow(msgspec.Struct, frozen=True, array_like=True):
    """How much two boxes belong together, and who says so."""

    one: int
    other: int
    weight: float
    evidence: tuple[EvidenceRow, ...]


class MapData(msgspec.Struct, frozen=True):
    """All of it.

    Attributes:
        plan_file: what a saved plan is called.
        text: migration.yaml as ``migrate plan`` would write it now.
        is_new: 1 where there is no such file yet.
        louvain: the metrics of a plain division, by name, to compare with.
        save_to: where a changed plan is sent; empty where the page is a file.
        digest: of the file as it was read: who changes it meanwhile is not overwritten.
    """

    root: str
    plan_file: str
    text: str
    is_new: int
    files: tuple[str, ...]
    modules: tuple[ModuleRow, ...]
    functions: tuple[FunctionRow, ...]
    entries: tuple[EntryRow, ...]
    tables: tuple[TableRow, ...]
    calls: tuple[CallRow, ...]
    imports: tuple[ImportRow, ...]
    accesses: tuple[AccessRow, ...]
    hidden: tuple[HiddenRow, ...]
    transactions: tuple[TransactionRow, ...]
    signals: tuple[str, ...]
    ties: tuple[TieRow, ...]
    louvain: dict[str, float]
    save_to: str = ""
    digest: str = ""
