"""Tests of the operating system: the runtime of Lambda is Linux, and so is where monoliths run.

https://docs.python.org/3/library/sys.html#sys.platform
"""

from migrator.model import facts

LINUX = {("sys", "platform"): "linux", ("os", "name"): "posix", ("platform", "system"): "Linux"}


def on_linux(test: facts.Expression) -> bool | None:
    """Tell how a test goes on Linux; None where it is about something else."""
    match test:
        case facts.Binary(operator="==" | "in" as kind, left=left, right=right):
            return _is_one_of(left, right, is_list=kind == "in")
        case facts.Binary(operator="!=" | "not in" as kind, left=left, right=right):
            answer = _is_one_of(left, right, is_list=kind == "not in")
            return None if answer is None else not answer
        case facts.Call(func=facts.Attribute(value=owner, attr="startswith"), args=(start,)):
            value, texts = _value(owner), _texts(start)
            return None if value is None or texts is None else value.startswith(texts)
    return None


def _is_one_of(left: facts.Expression, right: facts.Expression, *, is_list: bool) -> bool | None:
    value = _value(left)
    if value is None or is_list != isinstance(right, facts.Sequence):
        return None
    texts = _texts(right)
    return None if texts is None else value in texts


def _value(expression: facts.Expression) -> str | None:
    match expression:
        case facts.Call(func=facts.Attribute(attr="system") as func, args=()):
            return _value(func)
        case facts.Attribute(value=facts.Name(id=module), attr=attr):
            return LINUX.get((module, attr))
    return None


def _texts(expression: facts.Expression) -> tuple[str, ...] | None:
    match expression:
        case facts.Constant(value=str(text)):
            return (text,)
        case facts.Sequence(items=items):
            texts = [item.value for item in items if isinstance(item, facts.Constant)]
            strings = tuple(text for text in texts if isinstance(text, str))
            return strings if len(strings) == len(items) else None
    return None
