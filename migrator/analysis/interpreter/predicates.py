"""What ``isinstance``, ``issubclass``, ``hasattr`` and ``callable`` say of abstract values.

https://docs.python.org/3/library/functions.html#isinstance
"""

from __future__ import annotations

from collections.abc import Callable

from migrator.analysis.interpreter import drf, url_patterns
from migrator.analysis.interpreter.django_classes import MODEL_CLASSES, is_model
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.port import Arguments, Interpreter
from migrator.analysis.interpreter.questions import mro, text_of
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    ModuleValue,
    Partial,
    Table,
    Value,
    Values,
)

_Ask = Callable[[Value, Value], bool | None]
FUNCTIONS = frozenset({"types.FunctionType", "types.MethodType"})
# Bases that say nothing of what an object is besides.
NEUTRAL = frozenset({"<builtin>.object", "abc.ABC", "typing.Generic", "typing.Protocol"})
# Bases whose objects have no other attributes than these and those that a class adds.
# https://docs.djangoproject.com/en/stable/ref/applications/#configurable-attributes
APP_CONFIG = frozenset(
    {"name", "label", "verbose_name", "path", "module", "apps", "models", "models_module"}
    | {"default", "default_auto_field", "ready", "get_model", "get_models", "import_models"}
)
# https://docs.djangoproject.com/en/stable/ref/class-based-views/base/#view
VIEW = frozenset(
    {"as_view", "dispatch", "http_method_names", "http_method_not_allowed", "options", "setup"}
    | {"request", "args", "kwargs", "view_is_async", "get_context_data"}
)
ATTRIBUTES = {
    "django.apps.AppConfig": APP_CONFIG,
    "django.apps.config.AppConfig": APP_CONFIG,
    "django.views.View": VIEW,
    "django.views.generic.View": VIEW,
    "django.views.generic.base.View": VIEW,
}
PREDICATES = frozenset(
    f"<builtin>.{name}" for name in ("isinstance", "issubclass", "hasattr", "callable")
)


def answer(machine: Interpreter, name: str, args: Arguments) -> Values:
    """Return true or false where all that a value may be agree; () where that is open."""
    if not args or not args[0]:
        return ()
    values, asked = args[0], args[1] if len(args) > 1 else ()
    match name.rpartition(".")[2]:
        case "callable":
            found = {_is_callable(value) for value in values}
        case "hasattr":
            found = {has(machine, value, text_of(asked)) for value in values}
        case "isinstance":
            found = {_is_any(value, asked, _is_instance) for value in values}
        case _:
            found = {_is_any(value, asked, _is_subclass) for value in values}
    verdict = found.pop() if len(found) == 1 else None
    return () if verdict is None else (Known(verdict),)


def _is_callable(value: Value) -> bool | None:
    match value:
        case FunctionValue() | ClassValue() | Bound() | Partial():
            return True
        case Known() | Items() | Table() | ModuleValue():
            return False
        case Instance(kind=ClassValue() as cls):
            return True if find_in_class(cls, "__call__") else _unless_foreign(cls)
    return None


def has(machine: Interpreter, value: Value, name: str | None) -> bool | None:  # noqa: C901, PLR0911  (one case a kind)
    """Tell whether a value has an attribute; None where that is open."""
    if name is None:
        return None
    match value:
        case ModuleValue(name=module):
            if machine.module_name(module, name):
                return True
            return None if name.isupper() else False  # a setting may be set by whoever starts
        case ClassValue() as cls:
            if find_in_class(cls, name):
                return True
            is_missing = is_own(cls) or machine.lacks(_foreign_bases(cls), name)
            is_missing = is_missing or drf.lacks(cls, name) or _is_documented(cls, name)
            return False if is_missing else None
        case External(name=cls_name):
            return False if machine.lacks((cls_name,), name) else None
        case Instance(kind=ClassValue() as cls, attributes=attributes):
            if name in attributes or find_in_class(cls, name):
                return True
            return False if _is_documented(cls, name) else None
        case FunctionValue(attributes=attributes) if name in attributes:
            return True
        case Instance(kind=External(), origin=Event() as made) if name == "url_patterns":
            return url_patterns.has_patterns(made)
        case Known(value=constant):
            return hasattr(constant, name)
    return None


def _is_documented(cls: ClassValue, name: str) -> bool:
    """Tell whether all bases say which attributes they have, and ``name`` is none of them."""
    bases = _foreign_bases(cls)
    return bool(bases) and all(name not in ATTRIBUTES.get(base, name) for base in bases)


def _foreign_bases(cls: ClassValue) -> tuple[str, ...]:
    """Name the bases that the project imports, and ``?`` for those that are not known."""
    ancestors = mro(cls)
    named = {base.name for base in ancestors if isinstance(base, External)} - NEUTRAL
    own = (one for one in ancestors if isinstance(one, ClassValue))
    is_whole = all(values for one in own for values in one.bases)
    return (*sorted(named), *(() if is_whole else ("?",)))


def _is_any(value: Value, asked: Values, ask: _Ask) -> bool | None:
    classes = [
        one
        for found in asked
        for values in (found.items if isinstance(found, Items) else [(found,)])
        for one in values or (None,)
    ]
    answers = {None if one is None else ask(value, one) for one in classes} or {None}
    return True if True in answers else None if None in answers else False


def _is_instance(value: Value, cls: Value) -> bool | None:  # noqa: C901, PLR0911  (one case a kind)
    match value, cls:
        case Known() | Items() | Table(), External(name=name):
            kind = _builtin(value)
            if name == "<builtin>.int" and kind == "bool":
                return True
            return kind == name.removeprefix("<builtin>.") if name.startswith("<") else None
        case ((FunctionValue() | Bound() | Partial()), External(name=name)):
            return name in FUNCTIONS if name in FUNCTIONS or name.startswith("<builtin>") else None
        case ClassValue(), External(name=name) if name.startswith("<builtin>"):
            return name in {"<builtin>.type", "<builtin>.object"}
        case Instance(kind=ClassValue() as kind), _:
            return _is_subclass(kind, cls)
        case Instance(kind=External(name=kind)), External(name=name):
            if (answer := url_patterns.is_kind(value, name)) is not None:
                return answer
            return True if _same(kind, name) else None
        case ((Known() | Items() | Table() | FunctionValue() | Bound()), ClassValue()):
            return False
    return None


def _is_subclass(value: Value, cls: Value) -> bool | None:
    if not isinstance(value, ClassValue):
        return None
    ancestors = mro(value)
    match cls:
        case ClassValue():
            is_whole = all(values for values in value.bases)
            return True if cls in ancestors else False if is_whole else None
        case External(name=name):
            bases = [base.name for base in ancestors if isinstance(base, External)]
            if name == "<builtin>.object" or any(_same(base, name) for base in bases):
                return True
            if name in MODEL_CLASSES and is_model(value):
                return True  # through the library that the base is from
            return _unless_foreign(value)
    return None


def _unless_foreign(cls: ClassValue) -> bool | None:
    return False if is_own(cls) else None


def is_own(cls: ClassValue) -> bool:
    """Tell whether a class is the project's throughout: nothing it imports may say otherwise."""
    return not _foreign_bases(cls)


def classes_of(values: Values) -> Values | None:
    """Return what ``type(value)`` may be; None where that is not known of each."""
    found = [_class_of(value) for value in values]
    known = tuple(cls for cls in found if cls is not None)
    return tuple(dict.fromkeys(known)) if known and len(known) == len(found) else None


def _class_of(value: Value) -> Value | None:
    match value:
        case Instance(kind=ClassValue() as cls):
            return cls
        case Known() | Items() | Table():
            return External(f"<builtin>.{_builtin(value)}")
        case FunctionValue():
            return External("types.FunctionType")
        case ClassValue() as cls if is_own(cls) and not _has_metaclass(cls):
            return External("<builtin>.type")
    return None


def _has_metaclass(cls: ClassValue) -> bool:
    own = (one for one in mro(cls) if isinstance(one, ClassValue))
    return any(name == "metaclass" for one in own for name, _ in one.definition.keywords)


def _builtin(value: Known | Items | Table) -> str:
    match value:
        case Known(value=constant):
            return type(constant).__name__
        case Items(kind=kind):
            return kind
    return "dict"


def _same(one: str, other: str) -> bool:
    """Compare names of classes that a package shows in more places than one."""
    return one == other or (
        one.partition(".")[0] == other.partition(".")[0]
        and one.rpartition(".")[2] == other.rpartition(".")[2]
    )
