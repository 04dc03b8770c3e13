"""Which way a test goes, where it is about values that are known.

Only what is local decides: parameters, loop variables and what a function has computed. Settings
never do: another environment has others, and what they switch on belongs to the monolith as well.
Only what a URLconf adds for development (``if settings.DEBUG:``) does not, and what is for
another operating system.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator

from migrator.analysis.interpreter.django_classes import is_app_config
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.platforms import on_linux
from migrator.analysis.interpreter.port import Frame, Interpreter, Subject
from migrator.analysis.interpreter.predicates import is_own
from migrator.analysis.interpreter.questions import key_of
from migrator.analysis.interpreter.traits import has_traits
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    ModuleValue,
    Partial,
    Scope,
    Table,
    Value,
    Values,
)
from migrator.analysis.walk import names_in, walk
from migrator.model import facts

SETTING = re.compile(
    r"(?<!app)(?<!app_)conf|setting|environ|feature(?!d)|flag|debug|testing|enable", re.IGNORECASE
)
ORDERS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
CLASSES = ("<builtin>", "types.")  # what different names of these mean differs
NEGATIONS = {"!=": "==", "not in": "in", "is not": "is"}
COMPARISONS = frozenset({*ORDERS, *NEGATIONS, *NEGATIONS.values()})


def passes(machine: Interpreter, test: facts.Expression, frame: Frame) -> bool | None:
    """Evaluate a test; tell how it goes, None where that is open."""
    match test:
        case facts.Other(kind="not", parts=(inner,)):
            answer = passes(machine, inner, frame)
            return None if answer is None else not answer
        case facts.Either(operator=("and" | "or") as kind, options=options):
            found = set()
            for option in options:
                found.add(passes(machine, option, frame))
                if (kind == "or") in found:
                    return kind == "or"
            return None if None in found else kind == "and"
        case facts.Attribute(value=owner, attr="DEBUG"):
            is_setting = External("django.conf.settings") in machine.evaluate(owner, frame)
            if is_setting and machine.is_debug_off(frame.scope.module):
                return False
    answer = on_linux(test)
    return _by_value(machine, test, frame) if answer is None else answer


def _by_value(machine: Interpreter, test: facts.Expression, frame: Frame) -> bool | None:
    answer = truth(machine.evaluate(test, frame))
    if isinstance(test, facts.Call) and test.func == facts.Name("hasattr"):
        return answer  # what a module or class defines is no setting
    return answer if answer is not None and is_decisive(machine, test, frame) else None


def is_decisive(machine: Interpreter, test: facts.Expression, frame: Frame) -> bool:
    """Tell whether what a test is about is local, and no setting."""
    subject = machine.subjects.get(id(test))
    if subject is None:
        subject = machine.subjects[id(test)] = subject_of(test)
    names, settings, is_setting = subject
    if is_setting or any(not _is_row(machine, name, frame) for name in settings):
        return False
    local = [values for name in names if (values := _local(machine, name, frame)) is not None]
    return (bool(local) or not names) and not any(
        isinstance(value, ModuleValue) or _is_foreign(value)
        for values in local
        for value in values
    )


def subject_of(test: facts.Expression) -> Subject:
    """Find out what a test is about."""
    names = names_in((test,))
    attributes = {node.attr for node, _ in walk((test,)) if isinstance(node, facts.Attribute)}
    if isinstance(test, facts.Attribute) and test.value == facts.Name("self"):
        attributes = {attr for attr in attributes if not attr.endswith("_enabled")}
    settings = frozenset(name for name in names if SETTING.search(name))
    return Subject(names, settings, any(SETTING.search(attr) for attr in attributes))


def _is_row(machine: Interpreter, name: str, frame: Frame) -> bool:
    """Tell whether a name is an item of a list of dictionaries: ``for config in views``."""
    values = _local(machine, name, frame) if name in frame.looped else None
    return bool(values) and all(isinstance(value, Table) for value in values or ())


def _local(machine: Interpreter, name: str, frame: Frame) -> Values | None:
    scope: Scope | None = frame.scope
    module = machine.scopes.get(frame.scope.module)
    while scope is not None and scope is not module:
        if name in scope.names and not scope.is_class:
            return scope.names[name]
        scope = scope.parent
    return module.names.get(name) if module is not None and name in frame.looped else None


def _is_foreign(value: Value) -> bool:
    """Tell whether a value may be settings: an object of something else, or of such a class."""
    match value:
        case Instance(kind=ClassValue() as cls):
            is_setting = SETTING.search(cls.name) is not None and not is_app_config(cls)
            return is_setting or has_traits(cls)
        case Instance():
            return True
    return False


def truth(values: Values) -> bool | None:
    """Tell whether ``values`` are true; None where some are and some are not, or may be."""
    found = {_truth(value) for value in values}
    return found.pop() if len(found) == 1 else None


def _truth(value: Value) -> bool | None:
    match value:
        case Known(value=constant):
            return bool(constant)
        case Items(items=items, is_whole=is_whole):
            return bool(items) if items or is_whole else None
        case (
            Table(entries=entries, rest=rest) | Instance(content=Table(entries=entries, rest=rest))
        ):
            return bool(entries) if entries or not rest else None
        case FunctionValue() | ClassValue() | ModuleValue() | Bound() | Partial():
            return True
        case Instance(kind=ClassValue()):
            return True
    return None


def compare(kind: str, left: Values, right: Values) -> Values:
    """Compare two values: ``Known`` true or false, () where that is open."""
    if kind in NEGATIONS:
        answer = _compare(NEGATIONS[kind], left, right)
        return () if answer is None else (Known(not answer),)
    answer = _compare(kind, left, right)
    return () if answer is None else (Known(answer),)


def _compare(kind: str, left: Values, right: Values) -> bool | None:
    answers = {_compare_two(kind, one, other) for one in left for other in right}
    return answers.pop() if len(answers) == 1 else None


def _compare_two(kind: str, left: Value, right: Value) -> bool | None:
    match kind, left, right:
        case (("==" | "is"), _, _):
            return _equal(left, right)
        case "in", Known(value=str(part)), Known(value=str(text)):
            return part in text
        case (
            "in",
            _,
            Table(entries=entries, rest=rest)
            | Instance(content=Table(entries=entries, rest=rest)),
        ) if known := key_of((left,)):
            return True if known[0] in entries else None if rest else False
        case "in", _, Items(items=items, is_whole=True):
            answers = set(_each_equal(left, items))
            return True if True in answers else None if None in answers else False
        case _, Known(value=(int() | float()) as one), Known(value=(int() | float()) as other):
            return ORDERS[kind](one, other) if kind in ORDERS else None
    return None


def _each_equal(value: Value, items: list[Values]) -> Iterator[bool | None]:
    for item in items:
        yield _equal(value, item[0]) if len(item) == 1 else None


def _equal(left: Value, right: Value) -> bool | None:  # noqa: PLR0911  (one case a kind)
    match left, right:
        case Known(value=one), Known(value=other):
            return one == other
        case (Known(value=None), other) | (other, Known(value=None)):
            return False if _truth(other) is not None else None
        case (FunctionValue() | ClassValue(), FunctionValue() | ClassValue()):
            return left is right
        case External(name=name), External(name=named):
            is_known = name.startswith(CLASSES) and named.startswith(CLASSES)
            return name == named if is_known or name == named else None
        case Instance(is_single=True), _ if left is right:
            return True
        case (Instance() as one, other) | (other, Instance() as one) if left is not right:
            return False if _is_itself(one) and _is_itself(other) else None
    return None


def _is_itself(value: Value) -> bool:
    """Tell whether a value equals no object that was made elsewhere."""
    match value:
        case Known() | FunctionValue() | ClassValue() | ModuleValue():
            return True
        case Instance(kind=ClassValue(prototype=prototype) as cls):
            is_plain = not cls.definition.decorators and find_in_class(cls, "__eq__") is None
            return value is not prototype and is_plain and is_own(cls)
    return False
