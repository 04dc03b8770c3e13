"""Stand-ins for views that stayed in the monolith: their URLs are built, never answered.

https://docs.djangoproject.com/en/stable/topics/http/urls/
"""

from typing import Any, NoReturn

from django.http import Http404, HttpRequest


def stays_behind(name: str) -> Any:  # noqa: ANN401 - it stands for whatever it is used as
    """Return what stands for a module of views, a view, a class of views: ``shop.views.index``."""
    return _StandIn(name)


def with_stand_ins(module: Any) -> Any:  # noqa: ANN401 - it stands for a module of views
    """Return a module whose missing names are stand-ins: its other views stayed."""
    return _Partly(module)


def not_here(request: HttpRequest, *_: object, **__: object) -> NoReturn:
    """Answer as Django does where no pattern matches."""
    raise Http404(f"{request.path} is not answered here")


class _Partly:
    """What a module has, and stand-ins for what it lacks."""

    def __init__(self, module: Any) -> None:  # noqa: ANN401 - a module
        self._module = module

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the module has
        try:
            return getattr(self._module, name)
        except AttributeError:
            if name.startswith("_"):
                raise
        return _StandIn(f"{self._module.__name__}.{name}")


class _StandIn:
    """Every attribute and every call is a stand-in again, but a request is not found.

    So tables of URLs may write ``views.Index.as_view(extra=1)`` and ``login_required(views.f)``.
    """

    def __init__(self, name: str) -> None:
        self.__module__, _, self.__name__ = name.rpartition(".")
        self.__qualname__ = self.__name__
        self.__doc__ = f"`{name}` stayed in the monolith."

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - see above
        if name.startswith("_"):
            raise AttributeError(name)
        return _StandIn(f"{self.__module__}.{self.__name__}.{name}")

    def __call__(self, *args: object, **_: object) -> Any:  # noqa: ANN401 - see above
        if args and isinstance(args[0], HttpRequest):
            not_here(args[0])
        return self
