"""What tests put in the place of the application's own parts, which no service would see.

https://docs.python.org/3/library/unittest.mock.html
https://docs.pytest.org/en/stable/how-to/monkeypatch.html
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import sysconfig
import types
from collections.abc import Callable
from typing import Any

import migrate_suite  # type: ignore[import-not-found]

_replaced: dict[int, list[str]] = {}  # by what puts it back
_LIBRARY = tuple(f"{sysconfig.get_path('stdlib')}/{part}" for part in ("unittest", "contextlib"))


class AfterImport(importlib.abc.MetaPathFinder):
    """Calls a function with a module as soon as that was imported."""

    def __init__(self) -> None:
        self._wanted: dict[str, Callable[[Any], None]] = {}

    def add(self, name: str, change: Callable[[Any], None]) -> None:
        """Change the module ``name``, now or when it is imported."""
        if name in sys.modules:
            change(sys.modules[name])
        else:
            self._wanted[name] = change

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Find the module as all others do, and wrap what executes it."""
        change = self._wanted.pop(name, None)
        if change is None:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            return None
        execute = spec.loader.exec_module

        def exec_module(module: Any) -> None:
            execute(module)
            change(module)

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


after_import = AfterImport()


def watch() -> None:
    """Learn of stand-ins that are called, and of names that are replaced, during a request."""
    sys.meta_path.insert(0, after_import)
    after_import.add("unittest.mock", _watch_mocks)
    after_import.add("_pytest.monkeypatch", _watch_monkeypatch)
    after_import.add("django.test.utils", _watch_query_counts)


def note_replaced() -> None:
    """Keep what is replaced while a request of the service's routes is answered."""
    for replaced in _replaced.values():
        for what in replaced:
            migrate_suite.note(what)


def _keep(replacing: Any, what: str) -> None:
    _replaced.setdefault(id(replacing), []).append(what)


def _watch_mocks(mock: Any) -> None:
    call = mock.CallableMixin._mock_call  # noqa: SLF001

    def called(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        name = self._extract_mock_name()
        migrate_suite.note_in_request(f"the monolith calls the stand-in {name}")
        return call(self, *args, **kwargs)

    mock.CallableMixin._mock_call = called  # noqa: SLF001
    enter, leave = mock._patch.__enter__, mock._patch.__exit__  # noqa: SLF001

    def entered(self: Any) -> Any:
        made = enter(self)
        if not isinstance(made, mock.NonCallableMock) and _is_of_tests():
            _keep(self, f"{_name(self.getter())}.{self.attribute} is replaced")
        return made

    def left(self: Any, *error: Any) -> Any:
        _replaced.pop(id(self), None)
        return leave(self, *error)

    mock._patch.__enter__, mock._patch.__exit__ = entered, left  # noqa: SLF001


def _watch_monkeypatch(module: Any) -> None:
    set_attribute, undo = module.MonkeyPatch.setattr, module.MonkeyPatch.undo

    def replaced(self: Any, target: Any, name: Any, *args: Any, **kwargs: Any) -> None:
        if _is_of_tests():
            spelled = target if isinstance(target, str) else f"{_name(target)}.{name}"
            _keep(self, f"{spelled} is replaced")
        set_attribute(self, target, name, *args, **kwargs)

    def undone(self: Any) -> None:
        _replaced.pop(id(self), None)
        undo(self)

    module.MonkeyPatch.setattr, module.MonkeyPatch.undo = replaced, undone


def _watch_query_counts(utils: Any) -> None:
    enter, leave = utils.CaptureQueriesContext.__enter__, utils.CaptureQueriesContext.__exit__

    def entered(self: Any) -> Any:
        _keep(self, "the test counts queries")
        return enter(self)

    def left(self: Any, *error: Any) -> Any:
        _replaced.pop(id(self), None)
        return leave(self, *error)

    utils.CaptureQueriesContext.__enter__ = entered
    utils.CaptureQueriesContext.__exit__ = left


def _is_of_tests() -> bool:
    """Tell whether a test or fixture replaces something, and not a runner for all of them."""
    frame: types.FrameType | None = sys._getframe(2)  # noqa: SLF001
    while frame is not None and frame.f_code.co_filename.startswith(_LIBRARY):
        frame = frame.f_back
    return frame is not None and "site-packages" not in frame.f_code.co_filename


def _name(target: Any) -> str:
    return getattr(target, "__name__", None) or type(target).__name__
