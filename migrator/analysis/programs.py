"""Which program a command starts, as far as the source says.

https://docs.python.org/3/library/subprocess.html#popen-constructor
"""

import re
from collections.abc import Iterable, Iterator

from migrator.analysis.interpreter.values import (
    PARTLY,
    Argument,
    Event,
    External,
    Instance,
    Items,
    Value,
    Values,
)
from migrator.analysis.templates import templates_of

RUNNING = ("asyncio.create_subprocess_", "os.", "subprocess.")
STARTERS = frozenset(
    {"create_subprocess_exec", "create_subprocess_shell", "popen", "system"}
    | {"Popen", "call", "check_call", "check_output", "run"}
)
COMMAND = ("0", "args", "cmd", "command", "program")
# What goes before the program itself, in the runtime of Lambda as everywhere.
BEFORE = re.compile(r"^(/(usr/)?bin/)?(env|exec|nice|nohup)( +-\S+( +\d+)?| +\w+=\S*)* +")
SHELL = re.compile(r"(/(usr/)?bin/)?(bash|sh|env|nice|nohup)")
# What the project may bring along: below a folder that is not known, beside the source, a script.
OWN = re.compile(r"\S*\{|[^/\s]\S*/|\S+[.]py(?!\w)")
NAMED = re.compile(r"[\w/.~{$]")  # how the name of a program begins
INTERPRETER = "sys.executable"
Given = Iterable[tuple[str, Values]]


def is_command(event: Event) -> bool:
    """Tell whether a call runs a command."""
    return event.member in STARTERS and event.name.startswith(RUNNING)


def programs_of(given: Given) -> Iterator[tuple[str, str]]:
    """Yield what a call that runs a command may start.

    ``0`` or ``args`` is the ``repr`` of a text, with ``{}`` for what is not known in it; ``0.0``
    or ``args.0`` that of the first word of a list, or ``sys.executable``. There may be several.
    Where none is known, ``0()`` or ``args()`` says where the program comes from:
    ``<parameter>``, ``<environment>``, ``<found>`` (by ``shutil.which``), ``<beside>`` (a file
    that the project may bring), or ``<unknown>``.

    Args:
        given: the arguments of the call, by position or keyword.
    """
    commands = [(name, values) for name, values in given if name in COMMAND]
    name, values = commands[0] if commands else ("0", ())
    name = "args" if name == "args" else "0"
    said = list(dict.fromkeys(_said(name, values)))
    known = [(where, text) for where, text in said if not text.startswith("<")]
    if known:
        yield from known
    else:
        yield f"{name}()", said[0][1] if said else _source(values)


def _said(name: str, values: Values) -> Iterator[tuple[str, str]]:
    """Yield the alternatives of which something is known."""
    for value in values:
        match value:
            case Items(items=[first, *rest]):
                yield from ((f"{name}.0", text) for text in _words(first, rest))
            case Instance(origin=Event(name="shlex.split", args=(text, *_))):
                yield from _said(name, text)
            case _:
                yield from ((name, text) for text in _words((value,), []))


def _words(values: Values, rest: list[Values]) -> Iterator[str]:
    for value in values:
        if isinstance(value, External) and value.name == INTERPRETER:
            yield value.name
    for text in templates_of(values):
        shell = BEFORE.sub("", text) if text else ""
        if SHELL.fullmatch(shell) and rest:
            yield from _behind(rest)
        elif shell:
            yield _program(shell)


def _behind(rest: list[Values]) -> Iterator[str]:
    """Yield what ``bash -c …`` or ``env … program`` runs."""
    words = [templates_of(word) for word in rest]
    for word in words:
        if not word:
            return
        if not word[0].startswith("-") and "=" not in word[0].partition(" ")[0]:
            yield _program(word[0])
            return


def _program(command: str) -> str:
    if not NAMED.match(command):
        return "<unknown>"
    return "<beside>" if OWN.match(command) else repr(command)


def _source(values: Values) -> str:
    """Say where the program of a command comes from that the project does not name."""
    found = {_origin(value) for value in values}
    return found.pop() if len(found) == 1 else "<unknown>"


def _origin(value: Value) -> str:
    match value:
        case Items(items=[first, *_]):
            return _source(first)
        case Argument(function=function) if function != PARTLY:
            return "<parameter>"
        case Instance(origin=Event(name="shlex.split", args=(text, *_))):
            return _source(text)
        case Instance(origin=Event(name="shutil.which")):
            return "<found>"
        case Instance(
            origin=Event(name="os.environ.get" | "os.environ[]" | "os.getenv", args=(_,))
        ):
            return "<environment>"
    return "<unknown>"
