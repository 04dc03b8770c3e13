"""Lines of crontab: which command or module of the project they start, and when.

https://man7.org/linux/man-pages/man5/crontab.5.html
"""

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from migrator.analysis import cron
from migrator.analysis.documents import Documents, is_crontab
from migrator.analysis.handlers import Handler
from migrator.model.facts import ModuleFacts
from migrator.model.location import Location
from migrator.model.program import COMPUTED, Command, EntryPoint, Schedule, Unresolved

LINE = re.compile(
    r"\s*(?P<clock>@\w+|(?:[\d*/,\-A-Za-z]+\s+){4}[\d*/,\-A-Za-z]+)\s+(?P<command>.+)"
)
SETTING = re.compile(r"\s*\w+\s*=")
WORD = re.compile(r"[^\s;&|()<>'\"]+")
REDIRECTION = re.compile(r"\s\d*[<>]{1,2}&?\s*\S+")
OPERATOR = re.compile(r"[;&|()]")
UNKNOWN = "crontab starts something that is not found in the source"


def find_schedules(
    documents: Documents, modules: Mapping[str, ModuleFacts], points: tuple[EntryPoint, ...]
) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per line that starts a command or module of the project."""
    commands = {
        tuple(point.trigger.name.split()): point
        for point in points
        if isinstance(point.trigger, Command)
    }
    for file in sorted(documents):
        if is_crontab(file):
            for number, text in enumerate(documents[file].splitlines(), 1):
                found = LINE.match(text)
                if found is None or text.lstrip().startswith("#") or SETTING.match(text):
                    continue
                yield _schedule(found, Location(file, number), modules, commands)


def _schedule(
    line: re.Match[str],
    place: Location,
    modules: Mapping[str, ModuleFacts],
    commands: Mapping[tuple[str, ...], EntryPoint],
) -> EntryPoint | Unresolved:
    clock = " ".join(line["clock"].split())
    words = WORD.findall(line["command"])
    found = _command(words, commands) or _module(words, modules)
    if found is None:
        return Unresolved(UNKNOWN, place)
    name, handler = found
    trigger = Schedule(cron.from_line(clock), clock, name, _arguments(line["command"], name))
    return EntryPoint(trigger, handler.name, handler.location, "cron", name, (place,))


def _arguments(command: str, name: str) -> str:
    """Spell the words after a command, or after the file of a module, as JSON."""
    _, found, after = command.partition(f" {name}")
    after = OPERATOR.split(REDIRECTION.sub("", after))[0]
    if not found or (after and not after[0].isspace()) or re.search(r"[$`%\\]", after):
        return COMPUTED
    try:
        words = shlex.split(after)
    except ValueError:  # a quotation mark without its other one
        return COMPUTED
    return json.dumps([words, {}]) if words else ""


def _command(
    words: list[str], commands: Mapping[tuple[str, ...], EntryPoint]
) -> tuple[str, Handler] | None:
    """Find the longest command of the project after the name of a program."""
    longest = max((len(name) for name in commands), default=0)
    for size in range(longest, 0, -1):
        for start in range(1, len(words) - size + 1):
            point = commands.get(tuple(words[start : start + size]))
            if point is not None:
                return point.name, Handler(point.handler, point.location)
    return None


def _module(words: list[str], modules: Mapping[str, ModuleFacts]) -> tuple[str, Handler] | None:
    """Find the module that ``python -m`` or a path to its file starts."""
    for before, word in zip(["", *words], words, strict=False):
        names = (word, f"{word}.__main__") if before == "-m" else ()
        for name in names:
            if name in modules:
                return name, Handler(f"{name}:", Location(modules[name].file, 1))
        if word.endswith(".py"):
            parts = [part for part in PurePosixPath(word).parts if part not in {"/", "."}]
            for name, module in modules.items():
                own = PurePosixPath(module.file).parts
                if own == tuple(parts[-len(own) :]):
                    return name, Handler(f"{name}:", Location(module.file, 1))
    return None
