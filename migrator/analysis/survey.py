"""One walk over a file's facts that says where a closer look is worth it; few places are."""

from collections.abc import Callable, Iterator, Set
from typing import NamedTuple

from migrator.analysis.leftovers import moved_where_there
from migrator.analysis.switches import switched_on
from migrator.analysis.tolerance import looked_for, tolerated
from migrator.analysis.walk import BELOW, PLACED, Node, last_line
from migrator.model import facts
from migrator.model.tidying import BESIDE, TIDYING

ASKED = frozenset({facts.Call, *facts.STATEMENTS})
REQUEST = "request"  # what frameworks and people call the parameter of a view
TYING = frozenset({"chain", "group"})  # tasks of Celery's together
STATE = "request.state"  # https://www.starlette.dev/requests/#other-state


class Lines(NamedTuple):
    """Lines that run in a certain way (see ``constructs.Span``).

    Attributes:
        function: ``id`` of the function around them, 0 for the module.
        name: of a call, the last part of what is called; else empty.
    """

    function: int
    kind: str
    line: int
    end_line: int
    name: str = ""


class Read(NamedTuple):
    """An attribute of an imported name, or of the request, that is read and not called."""

    function: int
    text: str
    line: int


class Survey(NamedTuple):
    """What a file holds.

    Attributes:
        strings: its string constants with their lines, those in f-strings as well.
        joined: its f-strings.
        marked: by ``id``, the functions in or below which something of interest stands.
        lines: loops, ``with`` blocks, awaited calls, calls whose result is dropped, what may fail.
        reads: attributes of what is imported.
        writes: those of them that are assigned.
    """

    strings: list[tuple[str, int]]
    joined: list[facts.Joined]
    marked: frozenset[int]
    lines: list[Lines]
    reads: list[Read]
    writes: list[Read]


class _End(NamedTuple):
    """Stands behind what is in a function (no kind) or in some lines."""

    kind: str = ""
    line: int = 0
    name: str = ""

    def lines(self, function: int, last: int) -> Lines:
        """Return the lines that end here."""
        return Lines(function, self.kind, self.line, last, self.name)


_END = _End()


class _Calls:
    """What functions call: to tidy up, to tie tasks together, or for anything else."""

    def __init__(self) -> None:
        self._tidied: dict[int, int] = {}  # where functions first tidy up
        self._busy: dict[int, set[str]] = {}  # what functions call besides

    def note(self, call: facts.Call, function: int, line: int) -> tuple[Lines, ...]:
        """Remember a call; return its line where it ties tasks together."""
        what = _spelled(call.func)
        if what in TIDYING:
            self._tidied.setdefault(function, line)
        elif what in TYING and _is_spread(call):
            return (Lines(function, "spread", line, line, what),)
        elif what not in BESIDE:
            is_bare = type(call.func) is facts.Name
            self._busy.setdefault(function, set()).add(what if is_bare else "")
        return ()

    def tidying(self, known: Set[str]) -> Iterator[Lines]:
        """Yield where functions begin to tidy up that call nothing besides but what is known."""
        for function, line in self._tidied.items():
            if known >= self._busy.get(function, set()):
                yield Lines(function, "tidy", line, line)


def survey(  # noqa: C901, PLR0912, PLR0915  (it sees every fact: calls double its time)
    body: tuple[facts.Statement, ...],
    is_interesting: Callable[[Node], bool],
    imported: Set[str] = frozenset(),
) -> Survey:
    """Walk all facts once; ``is_interesting`` is asked about statements and calls.

    Args:
        body: of a module.
        is_interesting: tells whether the functions around a fact are to be marked.
        imported: the names that import statements bind.
    """
    strings: list[tuple[str, int]] = []
    joined: list[facts.Joined] = []
    around: list[int] = []  # the functions around what is read, outermost first
    marked: set[int] = set()
    lines: list[Lines] = []
    reads: list[Read] = []
    writes: list[Read] = []
    called: set[int] = set()
    calls = _Calls()
    last = 1
    waiting: list[tuple[Node, int]] = [(body, 1)]
    while waiting:
        node, line = waiting.pop()
        kind = type(node)
        if kind is tuple:
            waiting += [(item, line) for item in reversed(node)]  # type: ignore[call-overload]
        elif kind is facts.Name or kind not in BELOW:
            if kind is _End:
                if node.kind:  # type: ignore[attr-defined]
                    lines.append(node.lines(around[-1] if around else 0, last))  # type: ignore[attr-defined]
                else:
                    around.pop()
        elif kind is facts.Constant:
            if isinstance(node.value, str):  # type: ignore[attr-defined]
                strings.append((node.value, line))  # type: ignore[attr-defined]
        else:
            if kind in PLACED:
                line = node.line  # type: ignore[attr-defined]
                last = max(last, line)
            if kind is facts.FunctionDef:
                around.append(id(node))
                waiting.append((_END, line))
            elif kind is facts.Joined:
                joined.append(node)  # type: ignore[arg-type]
            elif kind is facts.Attribute:
                if id(node) not in called and (text := _read(node, imported)):  # type: ignore[arg-type]
                    reads.append(Read(around[-1] if around else 0, text, line))
            elif kind in ASKED:
                if kind is facts.Call:
                    called.add(id(node.func))  # type: ignore[attr-defined]
                    if around:
                        lines += calls.note(node, around[-1], line)  # type: ignore[arg-type]
                elif kind is facts.Assign:
                    function = around[-1] if around else 0
                    writes += [Read(function, text, line) for text in _stored(node, imported)]  # type: ignore[arg-type]
                elif kind is facts.Branch and not node.tests:  # type: ignore[attr-defined]
                    function = around[-1] if around else 0
                    lines += [Lines(function, *one) for one in tolerated(node, last)]  # type: ignore[arg-type]
                elif kind is facts.Branch and (blocks := _special(node)):  # type: ignore[arg-type]
                    lines += [Lines(around[-1] if around else 0, *block) for block in blocks]
                elif run := _way(node):
                    name = _called(node.value) if run == "dropped" else ""  # type: ignore[attr-defined]
                    waiting.append((_End(run, line, name), line))
                if around and is_interesting(node):
                    marked.update(around)
            elif kind is facts.Other and node.kind == "await":  # type: ignore[attr-defined]
                name = _called(node.parts[0])  # type: ignore[attr-defined]
                lines.append(Lines(around[-1] if around else 0, "awaited", line, line, name))
            for field in BELOW[kind]:
                below = getattr(node, field)
                if below:
                    waiting.append((below, line))
    known = {*imported, *(one.name for one in body if type(one) is facts.FunctionDef)}
    lines += calls.tidying(known)
    return Survey(strings, joined, frozenset(marked), lines, reads, writes)


def _special(branch: facts.Branch) -> list[tuple[str, int, int]]:
    """Return the lines of an ``if`` that run only in some installations, and why."""
    block = switched_on(branch)
    found = [("switched", *block)] if block else []
    if there := looked_for(branch):
        found.append(("absent", *there))
    match branch.tests:
        case (facts.Other(kind="match"), *_):
            found.append(("arm", branch.line, last_line(branch)))
    return found + [("existing", line, line) for line in moved_where_there(branch)]


def _way(node: Node) -> str:
    """Say in which way a statement runs its lines; empty where nothing is to be said."""
    match node:
        case facts.Loop():
            return "for"
        case facts.With():
            return "with"
        case facts.Branch(tests=(facts.Other(kind="while", parts=(test,)),)):
            return "endless" if isinstance(test, facts.Constant) and test.value else "while"
        case facts.Evaluate(value=facts.Call()):
            return "dropped"
    return ""


def _called(node: Node) -> str:
    """Return the last part of what a call calls; empty where it has no name."""
    match node:
        case facts.Call(func=facts.Name(id=name) | facts.Attribute(attr=name)):
            return name
    return ""


def _is_spread(call: facts.Call) -> bool:
    """Tell a call with ``*given``: how many arguments that is, nobody can see."""
    return any(type(argument) is facts.Starred for argument in call.args)


def _spelled(func: facts.Expression) -> str:
    """Spell what is called: ``unlink`` of ``path.unlink``, but ``os.remove``."""
    match func:
        case facts.Attribute(
            value=facts.Name(id="os") | facts.Attribute(attr="os"), attr="remove"
        ):
            return "os.remove"
        case facts.Name(id=name) | facts.Attribute(attr=name):
            return name
    return ""


def _stored(node: facts.Assign, imported: Set[str]) -> list[str]:
    """Spell the attributes of imported names, or of a request, that are assigned."""
    targets = (target for target in node.targets if type(target) is facts.Attribute)
    return [text for target in targets if (text := _read(target, imported))]


def _read(node: facts.Attribute, imported: Set[str]) -> str:
    """Spell an attribute of an imported name, or of a request; empty for any other."""
    owner = node.value
    if type(owner) is facts.Name:
        name = owner.id
        return f"{name}.{node.attr}" if name in imported or name == REQUEST else ""
    if type(owner) is facts.Attribute and type(owner.value) is facts.Name:
        if owner.attr == REQUEST and owner.value.id == "self":
            return f"{REQUEST}.{node.attr}"
        if owner.value.id in imported or f"{owner.value.id}.{owner.attr}" == STATE:
            return f"{owner.value.id}.{owner.attr}.{node.attr}"
    return ""
