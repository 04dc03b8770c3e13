"""An earlier report, and what has changed since: which findings are new, moved or gone."""

import re
from collections.abc import Callable, Iterable, Sequence

import msgspec

from migrator.model.findings import Category, Finding, State
from migrator.model.location import Location


class Known(msgspec.Struct, frozen=True):
    """A finding of an earlier report; the fields of its JSON that tell it apart.

    Attributes:
        function: empty in a report that does not say it: then the end of the call chain counts.
    """

    rule: str
    category: Category
    effort: int
    message: str
    file: str
    line: int
    function: str = ""
    chain: tuple[str, ...] = ()

    @property
    def location(self) -> Location:
        """Where the earlier report has it."""
        return Location(self.file, self.line)

    @property
    def place(self) -> str:
        """The function in which it is; the file where that is not known."""
        return self.function or (self.chain[-1] if self.chain else self.file)


class Compared(msgspec.Struct, frozen=True):
    """Findings with what they are against a baseline, and those of it that are no more."""

    findings: tuple[Finding, ...]
    gone: tuple[Known, ...]


def without_numbers(message: str) -> str:
    """Return a message without what changes while the finding stays: how many lines, calls."""
    return re.sub(r"[0-9]+", "0", message)


def compare_findings(findings: Sequence[Finding], known: Sequence[Known]) -> Compared:
    """Hold findings against an earlier report.

    Findings are the same where rule, function and message are, but for numbers in it. Of several
    such, those on the same line belong together, and the others in the order of their lines.
    """
    functions = {one.place for one in known}
    old = _grouped(
        range(len(known)),
        lambda i: (known[i].rule, known[i].place, without_numbers(known[i].message)),
    )
    new = _grouped(range(len(findings)), lambda i: _key(findings[i], functions))
    states: dict[int, tuple[State, Location | None]] = {}
    gone: list[Known] = []
    for key, members in new.items():
        before = sorted(old.pop(key, ()), key=lambda i: known[i].location)
        waiting = []
        for index in sorted(members, key=lambda i: findings[i].location):
            place = findings[index].location
            same = next((i for i in before if known[i].location == place), None)
            if same is None:
                waiting.append(index)
            else:
                before.remove(same)
                states[index] = (State.UNCHANGED, None)
        for index in waiting:
            moved = known[before.pop(0)].location if before else None
            states[index] = (State.MOVED if moved else State.NEW, moved)
        gone += [known[i] for i in before]
    gone += [known[i] for indexes in old.values() for i in indexes]
    return Compared(
        tuple(
            msgspec.structs.replace(finding, state=states[i][0], was=states[i][1])
            for i, finding in enumerate(findings)
        ),
        tuple(sorted(gone, key=lambda one: (one.location, one.rule, one.message))),
    )


def _key(finding: Finding, functions: set[str]) -> tuple[str, str, str]:
    names = (finding.function, *finding.functions, finding.location.file)
    place = next((name for name in names if name in functions), finding.function)
    return finding.rule, place, without_numbers(finding.message)


def _grouped(
    indexes: Iterable[int], key: Callable[[int], tuple[str, str, str]]
) -> dict[tuple[str, str, str], list[int]]:
    groups: dict[tuple[str, str, str], list[int]] = {}
    for index in indexes:
        groups.setdefault(key(index), []).append(index)
    return groups
