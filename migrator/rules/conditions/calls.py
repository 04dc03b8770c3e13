"""``call``: something external is called."""

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from migrator.model.program import AccessMode, Enqueue, ExternalCall
from migrator.rules.handed import callers_of, functions_that_wait, is_handed
from migrator.rules.index import Index, is_named, stands
from migrator.rules.match import Match

EVERY = "*"


class ArgumentIs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An argument, by any of its names (positions count from 0, ``*`` is any argument).

    What is in a dictionary is dotted: ``engine_options.pool_size``, ``2.Content-Type``; ``0.0`` is
    the first item of a list: the program, of a command.

    Attributes:
        matches: a regular expression that the ``repr`` of the constant contains.
        more_than: a number that the constant exceeds.
        is_computed: an argument that is given and is no constant by any of these names; one that
            is named by its position alone is taken to be given.
    """

    name: tuple[str, ...]
    matches: str = ""
    more_than: float | None = None
    is_computed: bool = False


class CallOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A call of something external; names are dotted, ``*`` stands for anything.

    Attributes:
        with_keyword: the call counts only when one of these keyword arguments is given.
        without_keyword: the call counts only when none of these keyword arguments is given.
        without_setting: the call counts only where none of these settings is given anywhere.
        without_assignment: the call counts only where nothing is given to what is so named:
            ``*.apply_pool_defaults[pool_pre_ping]`` is an item of what that returns.
        with_key: the call counts only where one of these keys is read from the environment or
            from settings somewhere.
        argument: the call counts only when this argument is so.
        unless_argument: the call counts only when this argument is not so.
        unless_given: the call counts only when none of these words is given, by itself, in a list
            or in a command: ``--dry-run``.
        inside: the call counts only in one of these ways: ``for``, ``while``, ``endless``,
            ``with``, ``dropped`` (nobody takes the result), ``awaited``, ``transaction``,
            ``kept`` (the function keeps its result, as below ``functools.cache``,
            or its object does: ``__init__``), ``tolerated`` (a ``try`` goes on where the
            operating system refuses), ``absent`` (where a file or a program is missing),
            ``passing`` (the one decorator of a function in a function).
        outside: the call counts only in none of these.
        unless_called: the call counts only when the same function, or another method of its
            class, calls none of these, nor awaits one in a thread (``asyncio.to_thread``).
        with_call: the call counts only where the function, what it calls, or who calls it, calls
            one of these.
        unless_handed: the call counts only when it is given none of these to run, nor a function
            of the project that calls nothing else; with ``with_call`` that is so of those calls.
        unless_script: the call counts not where a module that no other imports only makes
            something, to run it when it is the program.
        where: ``module`` (when it is imported) or ``function``; empty for both.
        times: the call counts only where a function has at least so many, and then once.
        of: whom the call is a matter of: ``writers`` (those who write the table of the model in
            whose body it stands; ``{value}`` is the model) or ``nobody`` in particular; empty for
            those who reach it.
    """

    name: tuple[str, ...]
    with_keyword: tuple[str, ...] = ()
    without_keyword: tuple[str, ...] = ()
    without_setting: tuple[str, ...] = ()
    without_assignment: tuple[str, ...] = ()
    with_key: tuple[str, ...] = ()
    argument: ArgumentIs | None = None
    unless_argument: ArgumentIs | None = None
    unless_given: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    unless_called: tuple[str, ...] = ()
    with_call: tuple[str, ...] = ()
    unless_handed: tuple[str, ...] = ()
    unless_script: bool = False
    where: str = ""
    times: int = 1
    of: str = ""


def find(condition: CallOf, index: Index) -> Iterator[Match]:
    """Yield the calls."""
    if not _may_count(condition, index):
        return
    calls = (call for call in index.calls.matching(condition.name) if _counts(condition, call))
    if condition.inside or condition.outside:
        calls = (call for call in calls if _runs(condition, call, index))
    if condition.unless_called:
        others = {
            _owner(call, index)
            for call in (
                *index.calls.matching(condition.unless_called),
                *functions_that_wait(condition.unless_called, index),
            )
        }
        calls = (call for call in calls if _owner(call, index) not in others)
    if condition.with_call:
        callers = frozenset(callers_of(condition.with_call, condition.unless_handed, index))
        calls = (call for call in calls if not callers.isdisjoint(_about(call, index)))
    elif condition.unless_handed or condition.unless_script:
        calls = (call for call in calls if not _is_harmless(condition, call, index))
    for call in calls if condition.times == 1 else _often(calls, condition.times):
        value = value_of(condition.argument, call) if condition.argument else ""
        if condition.of == "writers":
            yield Match(call.location, call.name, _writers(call, index), call.function)
        else:
            functions = () if condition.of == "nobody" else index.affected_by(call)
            yield Match(call.location, call.name, functions, value)


def _may_count(condition: CallOf, index: Index) -> bool:
    """Tell whether any call counts, by what else the project says."""
    if any(is_set(index, key) for key in condition.without_setting):
        return False
    if condition.without_assignment and index.assignments.matching(condition.without_assignment):
        return False
    reads = index.program.config_reads
    return not condition.with_key or any(is_named(one.key, condition.with_key) for one in reads)


def _writers(call: ExternalCall, index: Index) -> tuple[str, ...]:
    table = index.tables.get(call.function)
    return index.users_of(table, AccessMode.WRITE) if table else ()


def _counts(condition: CallOf, call: ExternalCall) -> bool:
    if not stands(call.function, condition.where):
        return False
    if condition.with_keyword and not {*condition.with_keyword}.intersection(call.keywords):
        return False
    # **options may hold the keyword: what cannot be known is not reported.
    if condition.without_keyword and {*condition.without_keyword, "**"}.intersection(
        call.keywords
    ):
        return False
    if condition.unless_argument is not None and is_so(condition.unless_argument, call):
        return False
    if condition.unless_given and not _words(call).isdisjoint(condition.unless_given):
        return False
    return condition.argument is None or is_so(condition.argument, call)


def _words(call: ExternalCall) -> frozenset[str]:
    """Return the words of the texts that a call is given."""
    return frozenset(word for _, value in call.constants for word in value.strip("'\"").split())


def is_so(wanted: ArgumentIs, call: ExternalCall | Enqueue) -> bool:
    """Tell whether an argument of a call is as wanted."""
    if wanted.is_computed:
        constant = {name for name, _ in call.constants}
        given = any(name in call.keywords or name.isdecimal() for name in wanted.name)
        return given and constant.isdisjoint(wanted.name)
    return bool(value_of(wanted, call))


def value_of(wanted: ArgumentIs, call: ExternalCall | Enqueue) -> str:
    """Return the constant that is as wanted; empty where there is none."""
    for name, value in call.constants:
        if name in wanted.name or EVERY in wanted.name:
            number = number_of(value)
            is_large = wanted.more_than is None or (
                number is not None and number > wanted.more_than
            )
            if is_large and re.search(wanted.matches, value):
                return value
    return ""


def is_set(index: Index, key: str) -> bool:
    """Tell whether the project gives a value to a setting; ``*`` stands for anything."""
    return any(is_named(one.key, (key,)) for one in index.program.settings)


def number_of(value: str) -> float | None:
    """Return the number that a ``repr`` spells; None where it is none."""
    try:
        number = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return None
    return float(number) if isinstance(number, int | float) else None


def _runs(condition: CallOf, call: ExternalCall, index: Index) -> bool:
    ways = index.ways(call, call.name.rpartition(".")[2])
    is_inside = not condition.inside or not ways.isdisjoint(condition.inside)
    return is_inside and ways.isdisjoint(condition.outside)


def _owner(call: ExternalCall, index: Index) -> str:
    owner = call.function.rpartition(".")[0]
    return owner if owner in index.members else call.function


def _about(call: ExternalCall, index: Index) -> Iterator[str]:
    """Yield the function of a call, what that calls, and who calls it."""
    yield from index.graph.parents((call.function,))
    yield from index.graph.callers(call.function)


def _is_harmless(condition: CallOf, call: ExternalCall, index: Index) -> bool:
    return is_handed(call, condition.unless_handed, index) or (
        condition.unless_script and _is_for_a_script(call, index)
    )


def _is_for_a_script(call: ExternalCall, index: Index) -> bool:
    module = call.function.removesuffix(":")
    if module == call.function or module in index.imported:
        return False
    uses = [
        one
        for one in index.calls.matching((f"{call.name}.*",))
        if one.location.file == call.location.file
    ]
    return bool(uses) and all(index.is_script(one.function, one.location) for one in uses)


def _often(calls: Iterable[ExternalCall], times: int) -> Iterator[ExternalCall]:
    ordered = sorted(calls, key=lambda call: (call.function, call.location, call.name))
    for _, group in groupby(ordered, key=lambda call: call.function):
        found = list(group)
        if len({call.location for call in found}) >= times:
            yield found[0]
