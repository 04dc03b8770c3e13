"""The request as a view of a native handler sees it: the part of Flask's that is modelled.

What fails here has to fail as it does in the framework: ``Again`` says what the framework shall do
in the place of the view, so that its own error comes of it.
https://flask.palletsprojects.com/en/stable/api/#flask.Request
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from io import BytesIO
from typing import Any, Final, NoReturn, cast
from urllib.parse import parse_qsl
from wsgiref.types import WSGIEnvironment

Convert = Callable[[str], Any]


class Again(Exception):
    """The view ends here, with an error that only the framework knows how to answer.

    Attributes:
        act: what the view did, with the framework's module in the place of ours.
    """

    def __init__(self, act: Callable[[Any], object]) -> None:
        super().__init__("answered by the framework")
        self.act = act


class MissingArgument(Again, KeyError):
    """The request has no such argument."""


class Arguments:
    """The parameters of a query; a name may have several values."""

    def __init__(self, query: str) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in parse_qsl(query, keep_blank_values=True, errors="strict"):
            self._values.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> str:
        if name not in self._values:
            raise MissingArgument(lambda flask: flask.request.args[name])
        return self._values[name][0]

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def get(self, key: str, default: Any = None, type: Convert | None = None) -> Any:  # noqa: A002, ANN401
        """Return the first value; the default where there is none, or none of that type."""
        if key not in self._values:
            return default
        if type is None:
            return self._values[key][0]
        try:
            return type(self._values[key][0])
        except (ValueError, TypeError):
            return default

    def getlist(self, key: str, type: Convert | None = None) -> list[Any]:  # noqa: A002
        """Return all values, those of another type left out."""
        found = self._values.get(key, [])
        return list(found) if type is None else list(_converted(found, type))


class Headers:
    """The headers of a request."""

    def __init__(self, environ: WSGIEnvironment) -> None:
        self._environ = environ

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - that of the default
        """Return the value of a header."""
        name = key.upper().replace("-", "_")
        is_bare = name in ("CONTENT_TYPE", "CONTENT_LENGTH")
        return self._environ.get(name if is_bare else f"HTTP_{name}", default)


class Request:
    """A request that is being answered."""

    def __init__(self, environ: WSGIEnvironment) -> None:
        self._environ = environ
        self._body: bytes | None = None
        self._json: list[Any] = []
        self.method: str = environ["REQUEST_METHOD"]
        self.args = Arguments(environ.get("QUERY_STRING", ""))
        self.headers = Headers(environ)

    @property
    def is_json(self) -> bool:
        """Tell whether the body is said to be JSON."""
        said: str = self.headers.get("content-type", "")
        kind = said.partition(";")[0].strip().lower()
        is_special = kind.startswith("application/") and kind.endswith("+json")
        return kind == "application/json" or is_special

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the client sent
        """The body, parsed."""
        return self.get_json()

    def get_data(self) -> bytes:
        """Return the body; the framework can read it again."""
        if self._body is None:
            self._body = self._environ["wsgi.input"].read()
            self._environ["wsgi.input"] = BytesIO(self._body)
        return self._body

    def get_json(self, force: bool = False, silent: bool = False) -> Any:  # noqa: ANN401
        """Parse the body once; an error, or None with ``silent``, where it is no JSON."""
        if self._json:
            return self._json[0]
        if force or self.is_json:
            try:
                self._json.append(json.loads(self.get_data()))
            except ValueError:
                pass
            else:
                return self._json[0]
        if silent:
            return None
        raise Again(lambda flask: flask.request.get_json(force=force))


def abort(code: int, *args: object, **kwargs: object) -> NoReturn:
    """End the view with an error of HTTP."""
    raise Again(lambda flask: flask.abort(code, *args, **kwargs))


def _converted(values: list[str], convert: Convert) -> Iterator[Any]:
    for value in values:
        try:
            yield convert(value)
        except (ValueError, TypeError):
            continue


_current: Final[ContextVar[Request]] = ContextVar("request")


class _Current:
    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(_current.get(), name)


request: Final = cast("Request", _Current())


@contextmanager
def answering(environ: WSGIEnvironment) -> Iterator[None]:
    """Let ``request`` be the one of ``environ``."""
    token = _current.set(Request(environ))
    try:
        yield
    finally:
        _current.reset(token)
